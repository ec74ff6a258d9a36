import Indicators

/// Where the columns of a plan begin.
///
/// The states begin by what they read of others, and others by the states; so passes are made until
/// nothing moves. An index only grows, and a pass settles at least one state.
struct FirstIndices {
    /// Where a column begins, in four ways of counting.
    struct Index: Equatable {
        /// As the plan tells it.
        var first = 0
        /// With `[n]` and crossings left aside.
        var complete = 0
        /// As it counts for a state that reads it: pasts of states left aside.
        var forState = 0
        /// The same with `[n]` and crossings left aside.
        var completeForState = 0
    }

    /// The index of each node.
    private(set) var nodes: [Index]
    /// Whether each node depends on the position.
    private(set) var isOfPosition: [Bool]

    /// Finds the indices; O(nodes · states).
    init(
        _ table: NodeTable, states: [NodeID], functions: [String: IndicatorFunction]
    ) {
        nodes = Array(repeating: Index(), count: table.operations.count)
        isOfPosition = Array(repeating: false, count: nodes.count)
        for _ in 0...states.count + 1 {
            let before = (nodes, isOfPosition)
            for (place, operation) in table.operations.enumerated() {
                settle(place, operation, states, functions)
            }
            if before == (nodes, isOfPosition) { break }
        }
    }

    private mutating func settle(
        _ place: NodeID, _ operation: PlanOperation, _ states: [NodeID],
        _ functions: [String: IndicatorFunction]
    ) {
        let operands = operation.operands
        isOfPosition[place] = operands.contains { isOfPosition[$0] }
        var index = largest(operands)
        switch operation {
        case .position, .atEntry: isOfPosition[place] = true
        case .known: index = Index()
        case .orElse(_, let y): index = nodes[y]
        case .past(_, let distance):
            index.first += distance
            index.forState = index.first
            index.completeForState = index.complete
        case .crosses:
            index.first += 1
            index.forState = index.first
            index.completeForState = index.complete
        case .indicator(let name, _, let numbers):
            let own = functions[name]?.firstIndex(numbers) ?? 0
            index.first += own
            index.complete += own
            index.forState = index.first
            index.completeForState = index.complete
        case .state(let state):
            isOfPosition[place] = isOfPosition[states[state]]
            index = begin(of: states[state])
        case .pastState(let state, _):
            isOfPosition[place] = isOfPosition[states[state]]
            index = begin(of: states[state])
            index.forState = 0
            index.completeForState = 0
        default: break
        }
        nodes[place] = index
    }

    /// Where a state begins whose expression that node is.
    func begin(of next: NodeID) -> Index {
        let index = nodes[next]
        return Index(
            first: index.forState, complete: index.completeForState, forState: index.forState,
            completeForState: index.completeForState)
    }

    private func largest(_ operands: [NodeID]) -> Index {
        var index = Index()
        for operand in operands {
            let other = nodes[operand]
            index.first = max(index.first, other.first)
            index.complete = max(index.complete, other.complete)
            index.forState = max(index.forState, other.forState)
            index.completeForState = max(index.completeForState, other.completeForState)
        }
        return index
    }
}
