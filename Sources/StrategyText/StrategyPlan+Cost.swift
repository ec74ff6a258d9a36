/// What a plan takes to compute.
package struct StrategyCost: Hashable, Sendable {
    /// Nodes computed once for all bars.
    package let columnNodes: Int
    /// Nodes computed bar by bar during the run, because they depend on the position.
    package let positionNodes: Int
    /// The most columns that are alive at once when each lives from its making to its last use;
    /// the columns of the bars are not among them.
    package let peakColumns: Int

    /// Nodes times bars, for all that is computed.
    package func nodeBars(_ bars: Int) -> Int { (columnNodes + positionNodes) * bars }
}

extension StrategyPlan {
    /// Bars without which no entry can fill: the first decision, and the bar after it.
    package var barsForAnEntry: Int { firstDecision + 2 }

    /// What it takes to compute the plan; O(nodes).
    package var cost: StrategyCost {
        let computed = nodes.indices.filter { !nodes[$0].operation.isConstant }
        let columns = computed.filter { !nodes[$0].isOfPosition }
        return StrategyCost(
            columnNodes: columns.count, positionNodes: computed.count - columns.count,
            peakColumns: peakColumns)
    }

    /// Walks over the nodes in order, and counts the columns that something still reads.
    private var peakColumns: Int {
        var lastUse = Array(nodes.indices)
        let end = nodes.count
        for (place, node) in nodes.enumerated() {
            for operand in node.operation.operands {
                lastUse[operand] = max(lastUse[operand], node.isOfPosition ? end : place)
            }
        }
        for node in nodesOfTheRun { lastUse[node] = end }
        var ending = [Int](repeating: 0, count: end + 1)
        var alive = 0
        var peak = 0
        for (place, node) in nodes.enumerated() {
            let width = node.width
            alive += width
            peak = max(peak, alive)
            ending[lastUse[place]] += width
            alive -= ending[place]
        }
        return peak
    }

    /// The nodes that rules, states, exits, size and rank read while the run goes on.
    private var nodesOfTheRun: [NodeID] {
        var found = states.map(\.next) + rules.map(\.condition) + (rank.map { [$0] } ?? [])
        for exit in exits {
            switch exit.level {
            case .distance(let node), .percent(let node), .price(let node): found.append(node)
            }
        }
        switch size {
        case .positionSizePercent: break
        case .percent(let node), .shares(let node): found.append(node)
        case .risk(let percent, let distance, _): found += [percent, distance]
        }
        return found
    }
}

extension PlanNode {
    /// The columns that it keeps for all bars.
    fileprivate var width: Int {
        if isOfPosition || operation.isConstant { return 0 }
        switch (operation, kind) {
        case (.price, _): return 0
        case (_, .lines(let count)): return count
        default: return 1
        }
    }
}
