import StrategyText

/// The steps that compute nodes of a plan for one bar after the other: those that depend on the
/// position, and the states that depend on their own past.
///
/// Made once a plan; `BarEvaluator` runs it over a stock. Truth is 1, 0 and NaN here.
struct BarProgram: Sendable {
    /// One step of the computation of a bar.
    struct Instruction: Sendable {
        let code: Code
        /// Places of values, or what `code` says.
        let first: Int
        let second: Int
        let third: Int
        /// The place of what comes out.
        let result: Int
    }

    enum Code: Sendable {
        case arithmetic(Arithmetic)
        case function(MathFunction)
        case compare(Comparison)
        case not, and, or, choose, known, orElse
        /// A state, `first` of those that are computed.
        case state
        /// A state, `first`, so many bars before, `second`.
        case pastState
        /// A state, `second`, becomes `first`.
        case commit
    }

    /// Nodes that have a column; their values stand at the first places.
    let read: [NodeID]
    /// Nodes whose column is read at the close of the signal; at the places behind.
    let readAtEntry: [NodeID]
    /// The states that are computed, in the order of the file.
    let states: [Int]
    let instructions: [Instruction]
    let positionFields: [(field: PositionField, place: Int)]
    /// The values before the first bar: constants at their places.
    let values: [Double]
    /// The place of each node of the plan; that of nothing for nodes that are not reached.
    let places: [Int]
    /// How far back states are read.
    let longestPast: Int
    /// Whether all that is read of the position stays as it is from one fill to the next.
    let isOfWholePositions: Bool
    /// Whether nothing is computed.
    let isEmpty: Bool

    /// The program of some nodes and states; `isStepped` tells which nodes have no column.
    init(
        _ plan: StrategyPlan, of nodes: [NodeID], states: [Int], isStepped: [Bool]
    ) {
        let reach = Reach(
            from: nodes + states.map { plan.states[$0].next }, in: plan, isStepped: isStepped)
        isEmpty = nodes.isEmpty && states.isEmpty
        read = reach.read
        readAtEntry = reach.readAtEntry.map { plan.nodes[$0].operation.operands[0] }
        self.states = states
        let ordered = reach.read + reach.readAtEntry + reach.constants + reach.stepped
        var places = [Int](repeating: ordered.count, count: plan.nodes.count)
        for (place, node) in ordered.enumerated() { places[node] = place }
        self.places = places
        var values = [Double](repeating: .nan, count: ordered.count + 1)
        for node in reach.constants {
            switch plan.nodes[node].operation {
            case .number(let value): values[places[node]] = value
            case .truth(let value): values[places[node]] = value ? 1 : 0
            default: preconditionFailure("node \(node) is no constant")
            }
        }
        self.values = values
        positionFields = reach.stepped.compactMap { node in
            guard case .position(let field) = plan.nodes[node].operation else { return nil }
            return (field, places[node])
        }
        instructions = Self.instructions(plan, reach.stepped, states, places)
        longestPast =
            instructions.map {
                if case .pastState = $0.code { $0.second } else { 1 }
            }.max() ?? 1
        isOfWholePositions = positionFields.allSatisfy { $0.field.isOfTheWholePosition }
    }
}

extension BarProgram {
    /// What is reached from some nodes, by how its value comes about.
    private struct Reach {
        /// Nodes that have a column.
        var read: [NodeID] = []
        /// Nodes that are a column's value at the close of the signal.
        var readAtEntry: [NodeID] = []
        /// Numbers and truths that are the same on every bar.
        var constants: [NodeID] = []
        /// Nodes that are computed bar by bar, each behind those that it reads.
        var stepped: [NodeID] = []

        init(from nodes: [NodeID], in plan: StrategyPlan, isStepped: [Bool]) {
            var (reached, waiting) = (Set<NodeID>(), nodes)
            while let node = waiting.popLast() {
                guard reached.insert(node).inserted else { continue }
                switch plan.nodes[node].operation {
                case .number, .truth: constants.append(node)
                case .atEntry: readAtEntry.append(node)
                case let operation where isStepped[node]:
                    stepped.append(node)
                    waiting += operation.operands
                default: read.append(node)
                }
            }
            stepped.sort()
        }
    }

    /// The steps in the order of the nodes; a state is committed behind its expression.
    private static func instructions(
        _ plan: StrategyPlan, _ stepped: [NodeID], _ states: [Int], _ places: [Int]
    ) -> [Instruction] {
        func commits(_ node: NodeID) -> [Instruction] {
            states.indices.filter { plan.states[states[$0]].next == node }.map { slot in
                Instruction(
                    code: .commit, first: places[node], second: slot, third: 0, result: 0)
            }
        }
        // A state whose expression is a column is committed before all else.
        let early = Set(states.map { plan.states[$0].next }).subtracting(stepped).sorted()
        return early.flatMap(commits)
            + stepped.flatMap { node in
                [instruction(plan.nodes[node].operation, node, states, places)]
                    .compactMap { $0 } + commits(node)
            }
    }

    private static func instruction(
        _ operation: PlanOperation, _ node: NodeID, _ states: [Int], _ places: [Int]
    ) -> Instruction? {
        let code: Code
        switch operation {
        case .arithmetic(let kind, _, _): code = .arithmetic(kind)
        case .function(let kind, _): code = .function(kind)
        case .compare(let kind, _, _): code = .compare(kind)
        case .not: code = .not
        case .and: code = .and
        case .or: code = .or
        case .choose: code = .choose
        case .known: code = .known
        case .orElse: code = .orElse
        case .state(let state):
            return Instruction(
                code: .state, first: slot(of: state, states), second: 0, third: 0,
                result: places[node])
        case .pastState(let state, let bars):
            return Instruction(
                code: .pastState, first: slot(of: state, states), second: bars, third: 0,
                result: places[node])
        case .position: return nil
        default: preconditionFailure("\(operation) has a column")
        }
        let operands = operation.operands.map { places[$0] }
        return Instruction(
            code: code, first: operands[0], second: operands.count > 1 ? operands[1] : 0,
            third: operands.count > 2 ? operands[2] : 0, result: places[node])
    }

    private static func slot(of state: Int, _ states: [Int]) -> Int {
        guard let slot = states.firstIndex(of: state) else {
            preconditionFailure("state \(state) is computed elsewhere")
        }
        return slot
    }
}
