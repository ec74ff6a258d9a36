import StrategyText

/// The nodes of a plan that are compared or cross, each two once: one pass over two columns serves all
/// comparisons and crossings of them, both ways around.
struct ComparedPairs: Sendable {
    /// Two nodes.
    struct Pair: Hashable, Sendable {
        let left: NodeID
        let right: NodeID
    }

    /// The pairs in the order of the nodes.
    private(set) var pairs: [Pair] = []
    /// Of each node that compares, the place of its pair, and whether the other way around.
    private(set) var places: [(place: Int, isReversed: Bool)?] = []

    /// Looks through the nodes of a plan.
    init(of nodes: [PlanNode]) {
        var known: [Pair: Int] = [:]
        for node in nodes {
            guard let pair = Self.pair(node) else {
                places.append(nil)
                continue
            }
            if let place = known[pair] {
                places.append((place, false))
            } else if let place = known[Pair(left: pair.right, right: pair.left)] {
                places.append((place, true))
            } else {
                known[pair] = pairs.count
                places.append((pairs.count, false))
                pairs.append(pair)
            }
        }
    }

    /// What a node compares; of a crossing, the one that ends above first.
    private static func pair(_ node: PlanNode) -> Pair? {
        switch node.operation {
        case .compare(_, let left, let right), .crosses(.above, let left, let right):
            Pair(left: left, right: right)
        case .crosses(.below, let left, let right): Pair(left: right, right: left)
        default: nil
        }
    }
}
