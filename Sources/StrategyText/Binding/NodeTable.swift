/// The nodes of a plan while it is made; equal ones are one.
struct NodeTable {
    /// What is computed.
    private(set) var operations: [PlanOperation] = []
    /// What comes out of each.
    private(set) var kinds: [PlanNode.Kind] = []
    /// The expression of the text that made each.
    private(set) var origins: [Int] = []
    private var places: [PlanOperation: NodeID] = [:]

    /// Makes room for that many nodes.
    mutating func reserve(_ count: Int) {
        operations.reserveCapacity(count)
        kinds.reserveCapacity(count)
        origins.reserveCapacity(count)
        places.reserveCapacity(count)
    }

    /// The node of an operation, which is made if there is none.
    mutating func node(_ operation: PlanOperation, _ kind: PlanNode.Kind, for origin: Int) -> NodeID
    {
        if let known = places[operation] { return known }
        let place = operations.count
        operations.append(operation)
        kinds.append(kind)
        origins.append(origin)
        places[operation] = place
        return place
    }

    /// Leaves out the nodes that these do not need; the new place of each that stays.
    mutating func keep(_ roots: [NodeID]) -> [NodeID?] {
        var isNeeded = [Bool](repeating: false, count: operations.count)
        for root in roots { isNeeded[root] = true }
        for place in operations.indices.reversed() where isNeeded[place] {
            for operand in operations[place].operands { isNeeded[operand] = true }
        }
        var moved = [NodeID?](repeating: nil, count: operations.count)
        var kept = NodeTable()
        for place in operations.indices where isNeeded[place] {
            moved[place] = kept.operations.count
            kept.operations.append(operations[place].moved { moved[$0] ?? $0 })
            kept.kinds.append(kinds[place])
            kept.origins.append(origins[place])
        }
        self = kept
        return moved
    }
}

extension PlanOperation {
    /// The nodes that are read on the same bar or looked back at; states are not nodes.
    package var operands: [NodeID] {
        switch self {
        case .number, .truth, .price, .benchmark, .calendar, .state, .pastState, .position: []
        case .function(_, let x), .not(let x), .known(let x), .past(let x, _), .line(let x, _),
            .atEntry(let x):
            [x]
        case .arithmetic(_, let x, let y), .compare(_, let x, let y), .crosses(_, let x, let y),
            .and(let x, let y), .or(let x, let y), .orElse(let x, let y):
            [x, y]
        case .choose(let condition, let x, let y): [condition, x, y]
        case .indicator(_, let columns, _): columns
        }
    }

    /// The same with every operand moved.
    package func moved(_ place: (NodeID) -> NodeID) -> PlanOperation {
        switch self {
        case .number, .truth, .price, .benchmark, .calendar, .state, .pastState, .position: self
        case .function(let function, let x): .function(function, place(x))
        case .not(let x): .not(place(x))
        case .known(let x): .known(place(x))
        case .past(let x, let distance): .past(place(x), distance)
        case .line(let x, let line): .line(place(x), line)
        case .atEntry(let x): .atEntry(place(x))
        case .arithmetic(let sign, let x, let y): .arithmetic(sign, place(x), place(y))
        case .compare(let sign, let x, let y): .compare(sign, place(x), place(y))
        case .crosses(let side, let x, let y): .crosses(side, place(x), place(y))
        case .and(let x, let y): .and(place(x), place(y))
        case .or(let x, let y): .or(place(x), place(y))
        case .orElse(let x, let y): .orElse(place(x), place(y))
        case .choose(let condition, let x, let y):
            .choose(place(condition), place(x), place(y))
        case .indicator(let name, let columns, let numbers):
            .indicator(name, columns: columns.map(place), numbers: numbers)
        }
    }

    /// Whether it is the same on every bar, so that nothing is computed.
    package var isConstant: Bool {
        switch self {
        case .number, .truth: true
        default: false
        }
    }
}
