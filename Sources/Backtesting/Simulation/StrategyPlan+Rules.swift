import StrategyText

extension StrategyPlan {
    /// The places of the rules that can leave a position that a rule entered: those that reverse it
    /// come first.
    func exits(fromEntryBy place: Int) -> [Int] {
        guard let entry = rules[place].action.entry else { return [] }
        let able = rules.indices.filter { other in
            switch rules[other].action {
            case .enter(let side, _): allowsReversal && side != entry.side
            case .exit(let scope): scope.holds(entry)
            }
        }
        return able.filter { rules[$0].action.entry != nil }
            + able.filter { rules[$0].action.entry == nil }
    }

    /// The stops, targets and trails of a position that a rule entered.
    func levels(ofEntryBy rule: PlanRule) -> [PlanExit] {
        guard let entry = rule.action.entry else { return [] }
        return exits.filter { $0.scope.holds(entry) }
    }

    /// The columns and rules that depend on the position.
    var nodesToRecord: [NodeID] {
        (columns.map(\.node) + rules.map(\.condition)).filter { nodes[$0].isOfPosition }
    }
}

extension PlanScope {
    /// Whether a position that was entered so is meant.
    fileprivate func holds(_ entry: (side: PlanSide, tag: String?)) -> Bool {
        switch self {
        case .any: true
        case .side(let side): side == entry.side
        case .tag(let tag): tag == entry.tag
        }
    }
}

extension PlanRule.Action {
    /// The side and the tag of an entry; nil for an exit.
    var entry: (side: PlanSide, tag: String?)? {
        if case .enter(let side, let tag) = self { (side, tag) } else { nil }
    }
}

extension PlanExit.Level {
    /// The node that it is made of.
    var node: NodeID {
        switch self {
        case .distance(let node), .percent(let node), .price(let node): node
        }
    }
}

extension PlanSize {
    /// The nodes that it is made of.
    var nodes: [NodeID] {
        switch self {
        case .positionSizePercent: []
        case .percent(let node), .shares(let node): [node]
        case .risk(let percent, let distance, _): [percent, distance]
        }
    }
}
