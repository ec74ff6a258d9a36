import StrategyText

extension BarEvaluator {
    /// What is reached from some nodes, by how its value comes about.
    struct Reach {
        /// Nodes that have a column.
        var read: [NodeID] = []
        /// Nodes that are a column's value at the close of the signal.
        var readAtEntry: [NodeID] = []
        /// Numbers and truths that are the same on every bar.
        var constants: [NodeID] = []
        /// Nodes that are computed bar by bar, each behind those that it reads.
        var stepped: [NodeID] = []

        init(from nodes: [NodeID], in plan: StrategyPlan, isStepped: (NodeID) -> Bool) {
            var (reached, waiting) = (Set<NodeID>(), nodes)
            while let node = waiting.popLast() {
                guard reached.insert(node).inserted else { continue }
                switch plan.nodes[node].operation {
                case .number, .truth: constants.append(node)
                case .atEntry: readAtEntry.append(node)
                case let operation where isStepped(node):
                    stepped.append(node)
                    waiting += operation.operands
                default: read.append(node)
                }
            }
            stepped.sort()
        }
    }

    /// The steps in the order of the nodes; a state is committed behind its expression.
    static func instructions(
        _ plan: StrategyPlan, _ stepped: [NodeID], _ states: [Int], _ places: [Int]
    ) -> [Instruction] {
        func commits(_ node: NodeID) -> [Instruction] {
            states.filter { plan.states[$0].next == node }.map { state in
                Instruction(
                    code: .commit, first: places[node], second: state, third: 0,
                    result: 0)
            }
        }
        // A state whose expression is a column is committed before all else.
        let early = Set(states.map { plan.states[$0].next }).subtracting(stepped).sorted()
        return early.flatMap(commits)
            + stepped.flatMap { node in
                [instruction(plan.nodes[node].operation, node, places)].compactMap { $0 }
                    + commits(node)
            }
    }

    private static func instruction(
        _ operation: PlanOperation, _ node: NodeID, _ places: [Int]
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
                code: .state, first: state, second: 0, third: 0, result: places[node])
        case .pastState(let state, let bars):
            return Instruction(
                code: .pastState, first: state, second: bars, third: 0,
                result: places[node])
        case .position: return nil
        default: preconditionFailure("\(operation) has a column")
        }
        let operands = operation.operands.map { places[$0] }
        return Instruction(
            code: code, first: operands[0], second: operands.count > 1 ? operands[1] : 0,
            third: operands.count > 2 ? operands[2] : 0, result: places[node])
    }

    /// The bars on which one of the columns differs from what it was the bar before; the first.
    static func changes(_ table: [Double], _ columns: Int, _ count: Int) -> BitPlane {
        var words = [UInt64](repeating: 0, count: (count + 63) / 64)
        for column in 0..<columns {
            var last = ~(count > 0 ? table[column * count] : 0).bitPattern
            for bar in 0..<count {
                let bits = table[column * count + bar].bitPattern
                words[bar >> 6] |= (bits != last ? 1 : 0) << UInt64(bar & 63)
                last = bits
            }
        }
        return BitPlane(words: words, count: count)
    }
}
