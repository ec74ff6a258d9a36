import Indicators
import StrategyText

/// The order in which a run computes columns: each behind those that it reads, and given up when
/// nothing reads it any more.
struct ColumnOrder {
    let schedule: [PreparedPlan.Step]
    /// The most columns of numbers that are there at once, those of the bars left aside.
    let peakColumns: Int

    /// Orders what some nodes need; these themselves are kept to the end.
    init(of roots: [NodeID], in nodes: [PlanNode], groups: StateGroups) {
        let order = Self.order(of: roots, in: nodes, groups: groups)
        let batches = Self.batches(order, nodes)
        var lastReads: [NodeID: Int] = [:]
        for (place, batch) in batches.enumerated() {
            for node in batch {
                for read in nodes[node].reads(nodes, groups) { lastReads[read] = place }
            }
        }
        for root in roots { lastReads[root] = nil }
        var ends = [[NodeID]](repeating: [], count: batches.count)
        for node in order {
            if let last = lastReads[node] { ends[last].append(node) }
        }
        schedule = batches.indices.map {
            PreparedPlan.Step(nodes: batches[$0], ends: ends[$0])
        }
        // The values of states are kept for whoever reads their past later.
        let states = Set(order.flatMap { nodes[$0].states(groups) })
        var (alive, peak) = (states.count, states.count)
        for step in schedule {
            for node in step.nodes { alive += nodes[node].width }
            peak = max(peak, alive)
            for node in step.ends { alive -= nodes[node].width }
        }
        peakColumns = peak
    }

    /// Puts up to four averages together that wait for nothing that is not there.
    private static func batches(_ order: [NodeID], _ nodes: [PlanNode]) -> [[NodeID]] {
        var batches: [[NodeID]] = []
        var isPlaced = nodes.map { node in
            if case .price = node.operation { true } else { false }
        }
        var isTaken = [Bool](repeating: false, count: nodes.count)
        for (place, node) in order.enumerated() where !isTaken[node] {
            var batch = [node]
            if nodes[node].isAverage {
                for other in order[(place + 1)...] where batch.count < 4 {
                    if nodes[other].isAverage, !isTaken[other],
                        nodes[other].operation.operands.allSatisfy({ isPlaced[$0] })
                    {
                        batch.append(other)
                    }
                }
            }
            for node in batch { (isTaken[node], isPlaced[node]) = (true, true) }
            batches.append(batch)
        }
        return batches
    }

    /// What is reached from the roots, depth first; with a list instead of a recursion, as a file may
    /// nest deeply.
    private static func order(
        of roots: [NodeID], in nodes: [PlanNode], groups: StateGroups
    ) -> [NodeID] {
        var order: [NodeID] = []
        var isReached = [Bool](repeating: false, count: nodes.count)
        for root in roots {
            var waiting = [(node: root, isRead: false)]
            while let (node, isRead) = waiting.popLast() {
                if isRead {
                    order.append(node)
                } else if !isReached[node] {
                    isReached[node] = true
                    waiting.append((node, true))
                    for read in nodes[node].reads(nodes, groups).reversed() where !isReached[read] {
                        waiting.append((read, false))
                    }
                }
            }
        }
        return order
    }
}

extension PlanNode {
    /// Whether it is an average that can be computed beside others.
    fileprivate var isAverage: Bool {
        guard case .indicator(let name, _, _) = operation else { return false }
        return FunctionCatalogue.language1.functions[name]?.weight != nil
    }

    /// The nodes whose columns its own is made of.
    func reads(_ nodes: [PlanNode], _ groups: StateGroups) -> [NodeID] {
        switch operation {
        case .state(let state), .pastState(let state, _): groups.program(of: state)?.read ?? []
        // A number is compared and calculated with as it is.
        case .compare, .arithmetic: operation.operands.filter { !nodes[$0].operation.isConstant }
        default: operation.operands
        }
    }

    /// The states that are computed for it.
    fileprivate func states(_ groups: StateGroups) -> [Int] {
        switch operation {
        case .state(let state), .pastState(let state, _): groups.program(of: state)?.states ?? []
        default: []
        }
    }

    /// The columns of numbers that it has of its own.
    var width: Int {
        switch (operation, kind) {
        case (.price, _), (.line, _), (.state, _), (_, .truth): 0
        case (_, .lines(let count)): count
        default: 1
        }
    }
}
