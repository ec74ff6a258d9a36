import StrategyText

/// What the nodes of a plan become while the position is known to be flat, or on one side.
///
/// What the side alone decides is decided before the run: `in_long and close < mean` is a column
/// while long, and false else. So few rules are left to be computed bar by bar.
struct SideSubstitution {
    /// What is known of a node.
    enum Known {
        /// It has the values of a column.
        case node(NodeID)
        /// It is missing on every bar.
        case missing
        /// It depends on more than the side.
        case unknown
    }

    /// The nodes of the plan, and those that were added.
    private(set) var nodes: [PlanNode]
    private let planCount: Int
    private var places: [PlanOperation: NodeID] = [:]
    private var missingSeries: NodeID?
    private var missingTruth: NodeID?

    init(_ plan: StrategyPlan) {
        nodes = plan.nodes
        planCount = nodes.count
        guard nodes.contains(where: \.isOfPosition) else { return }
        for (place, node) in nodes.enumerated() { places[node.operation] = place }
    }

    /// What is known of each node of the plan; O(nodes).
    mutating func known(while position: Position) -> [Known] {
        var known: [Known] = []
        known.reserveCapacity(planCount)
        for place in 0..<planCount {
            known.append(
                nodes[place].isOfPosition
                    ? substitute(nodes[place], known, position) : .node(place))
        }
        return known
    }

    /// When a rule is true whose condition is that.
    func condition(_ known: Known) -> PreparedPlan.Condition {
        switch known {
        case .node(let node): constant(node) == false ? .never : .column(node)
        case .missing: .never
        case .unknown: .stepped
        }
    }

    private mutating func substitute(
        _ node: PlanNode, _ known: [Known], _ position: Position
    ) -> Known {
        switch node.operation {
        case .position(let field):
            switch field {
            case .flat: return truth(position == .flat)
            case .inLong: return truth(position == .long)
            case .inShort: return truth(position == .short)
            case .lastReturn, .barsSinceExit: return .unknown
            default: return position == .flat ? .missing : .unknown
            }
        case .atEntry: return position == .flat ? .missing : .unknown
        case .and(let x, let y): return join(node, known[x], known[y], decisive: false)
        case .or(let x, let y): return join(node, known[x], known[y], decisive: true)
        case .choose(let condition, let x, let y):
            switch known[condition] {
            case .unknown: return .unknown
            case .missing: return .missing
            case .node(let condition):
                if let truth = constant(condition) { return known[truth ? x : y] }
                guard let x = place(known[x], node.kind), let y = place(known[y], node.kind)
                else { return .unknown }
                return add(.choose(condition, x, y), node)
            }
        case .known(let x):
            switch known[x] {
            case .unknown: return .unknown
            case .missing: return truth(false)
            case .node(let x): return add(.known(x), node)
            }
        case .orElse(let x, let y):
            switch (known[x], known[y]) {
            case (.missing, let other): return other
            case (.node(let x), .node(let y)): return add(.orElse(x, y), node)
            case (.node(let x), .missing): return .node(x)
            default: return .unknown
            }
        case .arithmetic, .function, .compare, .not: return pointwise(node, known)
        default: return .unknown
        }
    }

    /// What is missing where an operand is.
    private mutating func pointwise(_ node: PlanNode, _ known: [Known]) -> Known {
        var isKnown = true
        for operand in node.operation.operands {
            switch known[operand] {
            case .missing: return .missing
            case .unknown: isKnown = false
            case .node: break
            }
        }
        guard isKnown else { return .unknown }
        if case .not(let x) = node.operation, case .node(let x) = known[x],
            let value = constant(x)
        {
            return truth(!value)
        }
        return add(
            node.operation.moved { operand in
                if case .node(let place) = known[operand] { place } else { operand }
            }, node)
    }

    /// `and`, of which false is decisive, or `or`, of which true is.
    private mutating func join(
        _ node: PlanNode, _ x: Known, _ y: Known, decisive: Bool
    ) -> Known {
        for (one, other) in [(x, y), (y, x)] {
            if case .node(let place) = one, let value = constant(place) {
                return value == decisive ? one : other
            }
        }
        if case .missing = x, case .missing = y { return .missing }
        guard let x = place(x, .truth), let y = place(y, .truth) else { return .unknown }
        return add(decisive ? .or(x, y) : .and(x, y), node)
    }

    private func constant(_ node: NodeID) -> Bool? {
        if case .truth(let value) = nodes[node].operation { value } else { nil }
    }

    private mutating func truth(_ value: Bool) -> Known {
        .node(place(of: .truth(value), .truth))
    }

    /// The node of what is known, one that is missing everywhere included.
    private mutating func place(_ known: Known, _ kind: PlanNode.Kind) -> NodeID? {
        switch known {
        case .node(let place): return place
        case .unknown: return nil
        case .missing:
            let series = missingSeries ?? place(of: .number(.nan), .series)
            missingSeries = series
            guard case .truth = kind else { return series }
            let truth = missingTruth ?? place(of: .compare(.less, series, series), .truth)
            missingTruth = truth
            return truth
        }
    }

    private mutating func add(_ operation: PlanOperation, _ node: PlanNode) -> Known {
        .node(place(of: operation, node.kind))
    }

    private mutating func place(of operation: PlanOperation, _ kind: PlanNode.Kind) -> NodeID {
        if let place = places[operation] { return place }
        nodes.append(
            PlanNode(
                operation: operation, kind: kind, firstIndex: 0, firstComplete: 0,
                isOfPosition: false))
        places[operation] = nodes.count - 1
        return nodes.count - 1
    }
}
