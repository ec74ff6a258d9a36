import StrategyText

/// The plans of several sets with their nodes joined: equal ones are one, so that a column is
/// computed once a stock, however many sets read it.
///
/// What depends on the position, or on a state, stays each set's own.
struct JoinedPlans: Sendable {
    /// A set among the others.
    final class Member: Sendable {
        let prepared: PreparedPlan
        /// The joined columns that the set reads, in the order of their computation.
        let columns: [NodeID]
        /// Which of its own nodes are given joined columns, if it is not plain.
        let given: [(node: NodeID, joined: NodeID)]
        /// What it computes by itself.
        let steps: [PreparedPlan.Step]
        /// Its rules as joined columns; nil of a set that looks at more of the position than its
        /// side.
        let plain: PlainRules?

        init(
            prepared: PreparedPlan, columns: [NodeID], given: [(node: NodeID, joined: NodeID)],
            steps: [PreparedPlan.Step], plain: PlainRules?
        ) {
            self.prepared = prepared
            self.columns = columns
            self.given = given
            self.steps = steps
            self.plain = plain
        }
    }

    /// The joined nodes.
    let prepared: PreparedPlan
    let members: [Member]
    /// Of each set the joined columns that no later set reads.
    let ends: [[NodeID]]
    /// Of each set the parts of calls that no later set reads.
    let commonEnds: [[Int]]

    /// Joins the plans of sets; O(nodes).
    init(_ sets: [ConfiguredStrategy]) {
        var joining = Joining()
        let members = sets.map { joining.add($0.prepared) }
        self.members = members
        let prepared = PreparedPlan(
            StrategyPlan(
                nodes: joining.nodes, columns: [], states: [], rules: [], exits: [],
                size: .positionSizePercent(100), allowsReversal: false, rank: nil,
                firstDecision: 0, firstComplete: 0))
        self.prepared = prepared
        ends = Self.ends(members.map(\.columns), count: prepared.nodes.count)
        commonEnds = Self.ends(
            members.map { $0.columns.compactMap { prepared.commons.places[$0] } },
            count: prepared.commons.count)
    }

    /// Of each list what is in no later one.
    private static func ends(_ lists: [[Int]], count: Int) -> [[Int]] {
        var isSeen = [Bool](repeating: false, count: count)
        return lists.reversed().map { list in
            list.filter { place in
                defer { isSeen[place] = true }
                return !isSeen[place]
            }
        }.reversed()
    }
}

/// Nodes that are being joined.
private struct Joining {
    /// What a node is known by: zeros of both signs are not the same number.
    private struct Key: Hashable {
        let node: PlanNode
        let bits: [UInt64]

        init(_ node: PlanNode) {
            self.node = node
            bits =
                switch node.operation {
                case .number(let value): [value.bitPattern]
                case .indicator(_, _, let numbers): numbers.map(\.bitPattern)
                default: []
                }
        }
    }

    private(set) var nodes: [PlanNode] = []
    private var places: [Key: NodeID] = [:]

    /// Adds the nodes of a set that others may have, too.
    mutating func add(_ prepared: PreparedPlan) -> JoinedPlans.Member {
        let joined = join(prepared.nodes)
        var wanted = Set(prepared.roots)
        var steps: [PreparedPlan.Step] = []
        for step in prepared.schedule {
            let own = step.nodes.filter { joined[$0] == nil }
            guard !own.isEmpty else { continue }
            for node in own { wanted.formUnion(prepared.nodes[node].reads(prepared)) }
            steps.append(
                PreparedPlan.Step(nodes: own, ends: step.ends.filter { joined[$0] == nil }))
        }
        let given = wanted.sorted().compactMap { node in joined[node].map { (node, $0) } }
        let columns = closure(given.map(\.1))
        return JoinedPlans.Member(
            prepared: prepared, columns: columns, given: given, steps: steps,
            plain: PlainRules(prepared, joined))
    }

    /// The place of each node among the joined ones; nil of one that stays the set's own.
    private mutating func join(_ own: [PlanNode]) -> [NodeID?] {
        var joined: [NodeID?] = []
        joined.reserveCapacity(own.count)
        for node in own {
            switch node.operation {
            case .state, .pastState, .position, .atEntry:
                joined.append(nil)
                continue
            default: break
            }
            let operands = node.operation.operands
            guard !node.isOfPosition, operands.allSatisfy({ joined[$0] != nil }) else {
                joined.append(nil)
                continue
            }
            let moved = PlanNode(
                operation: node.operation.moved { joined[$0] ?? $0 }, kind: node.kind,
                firstIndex: node.firstIndex, firstComplete: node.firstComplete,
                isOfPosition: false)
            let key = Key(moved)
            if let place = places[key] {
                joined.append(place)
            } else {
                places[key] = nodes.count
                joined.append(nodes.count)
                nodes.append(moved)
            }
        }
        return joined
    }

    /// The columns that some are computed from, and they themselves, each behind those it reads.
    private func closure(_ roots: [NodeID]) -> [NodeID] {
        var (reached, waiting) = (Set<NodeID>(), roots)
        while let node = waiting.popLast() {
            guard reached.insert(node).inserted else { continue }
            waiting += nodes[node].reads(nodes, StateGroups.none)
        }
        return reached.sorted()
    }
}

extension PlanNode {
    /// The nodes whose columns its own is made of, in a set's own plan.
    fileprivate func reads(_ prepared: PreparedPlan) -> [NodeID] {
        reads(prepared.nodes, prepared.groups)
    }
}
