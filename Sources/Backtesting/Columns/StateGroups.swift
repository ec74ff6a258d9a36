import StrategyText

/// Which states read each other's past, so that they are computed together, and how.
struct StateGroups: Sendable {
    private var programs: [BarProgram] = []
    /// The place of each state's program; nil where it depends on the position.
    private var places: [Int?]

    /// Of a plan without states.
    static let none = StateGroups(places: [])

    private init(places: [Int?]) { self.places = places }

    /// Follows all expressions of states.
    init(_ plan: StrategyPlan) {
        places = Array(repeating: nil, count: plan.states.count)
        guard !places.isEmpty else { return }
        let reads = Self.reads(plan)
        for state in plan.states.indices
        where places[state] == nil && !plan.states[state].isOfPosition {
            let group = plan.states.indices.filter {
                $0 == state || reads[state][$0] && reads[$0][state]
            }
            for member in group { places[member] = programs.count }
            programs.append(
                BarProgram(
                    plan, of: [], states: group, isStepped: Self.nodes(of: plan, reading: group)))
        }
    }

    /// What computes a state, and those that it reads and that read it, in the order of the file.
    func program(of state: Int) -> BarProgram? { places[state].map { programs[$0] } }

    /// Of each state, which it reads, itself or by way of others.
    private static func reads(_ plan: StrategyPlan) -> [BitPlane] {
        let states = plan.states.indices
        var reads = states.map { state in
            var read = BitPlane(count: plan.states.count)
            var (reached, waiting) = (Set<NodeID>(), [plan.states[state].next])
            while let node = waiting.popLast() {
                guard reached.insert(node).inserted else { continue }
                switch plan.nodes[node].operation {
                case .state(let other), .pastState(let other, _): read[other] = true
                case let operation: waiting += operation.operands
                }
            }
            return read
        }
        for middle in states {
            for from in states where reads[from][middle] {
                reads[from] = reads[from] | reads[middle]
            }
        }
        return reads
    }

    /// Of each node, whether it reads one of the states, itself or by way of others.
    private static func nodes(of plan: StrategyPlan, reading group: [Int]) -> [Bool] {
        var reads: [Bool] = []
        reads.reserveCapacity(plan.nodes.count)
        for node in plan.nodes {
            switch node.operation {
            case .state(let state), .pastState(let state, _): reads.append(group.contains(state))
            // It has been computed when the state is: what reads the past of a later state stands
            // in an expression of the group.
            default: reads.append(node.operation.operands.contains { reads[$0] })
            }
        }
        return reads
    }
}
