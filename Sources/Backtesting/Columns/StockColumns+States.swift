import StrategyText

extension StockColumns {
    /// The values of a state that does not depend on the position; its first value before it begins.
    mutating func stateColumn(_ state: Int) -> [Double] {
        if stateColumns[state].isEmpty {
            let group = StateGroups(plan).group(of: state)
            let stepped = nodes(reading: group)
            var evaluator = BarEvaluator(
                of: [], states: group, columns: &self, isStepped: { stepped[$0] })
            for bar in 0..<count {
                evaluator.evaluate(bar, PositionView(), commits: true)
            }
            for member in group { stateColumns[member] = evaluator.states(member) }
        }
        return stateColumns[state]
    }

    /// The values of a state so many bars before.
    mutating func pastState(_ state: Int, by bars: Int) -> [Double] {
        let missing = min(bars, count)
        return Array(repeating: plan.states[state].first, count: missing)
            + stateColumn(state).dropLast(missing)
    }

    /// Of each node, whether it reads one of the states, itself or by way of others.
    private func nodes(reading group: [Int]) -> [Bool] {
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

/// Which states read each other's past, so that they are computed together.
struct StateGroups {
    /// Whether a state reads another, itself or by way of others.
    private var reads: [[Bool]]

    /// Follows all expressions of states.
    init(_ plan: StrategyPlan) {
        let states = plan.states.indices
        reads = states.map { state in
            var read = [Bool](repeating: false, count: plan.states.count)
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
                for to in states where reads[middle][to] { reads[from][to] = true }
            }
        }
    }

    /// The state and those that it reads and that read it, in the order of the file.
    func group(of state: Int) -> [Int] {
        reads.indices.filter {
            $0 == state || reads[state][$0] && reads[$0][state]
        }
    }
}
