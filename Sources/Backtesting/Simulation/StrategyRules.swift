import StrategyText

/// The rules of a strategy over one stock: which of them are columns of bits, and when one of them
/// can act.
struct StrategyRules {
    /// A rule and where it is true, when that does not depend on the position.
    private struct Rule {
        let action: PlanRule.Action
        let plane: BitPlane?
    }

    private let rules: [Rule]
    /// The planes of all rules one behind the other, zeros for those that depend on the position.
    private let bits: [UInt64]
    private let wordCount: Int
    /// The nodes of the conditions, by rule.
    let conditions: [NodeID]
    /// Where a rule is true that does not depend on the position.
    let planes: BitPlane
    /// The places of the rules that depend on the position.
    let ofPosition: [Int]
    /// Whether a rule depends on the position.
    let isOfPosition: [Bool]
    /// The places of the rules that enter, in the order of the file.
    let entries: [Int]
    /// Where a rule that enters is true; nil when one of them depends on the position.
    let entryPlane: BitPlane?
    /// Where a position that a rule entered can be left by another; by the place of the former.
    let exitPlanes: [BitPlane?]
    /// The places of the rules that can leave a position, by the place of the rule that entered it.
    let exits: [[Int]]

    /// Computes what does not depend on the position; nothing acts before the bar `first`.
    init(_ columns: inout StockColumns, from first: Int) {
        let plan = columns.plan
        var rules: [Rule] = []
        for rule in plan.rules {
            let isOfPosition = plan.nodes[rule.condition].isOfPosition
            rules.append(
                Rule(
                    action: rule.action,
                    plane: isOfPosition
                        ? nil : columns.truth(rule.condition).isTrue.cleared(before: first)))
        }
        self.rules = rules
        let none = BitPlane(count: columns.count)
        wordCount = none.words.count
        bits = rules.flatMap { ($0.plane ?? none).words }
        conditions = plan.rules.map(\.condition)
        planes = rules.reduce(none) { $0 | ($1.plane ?? none) }
        isOfPosition = rules.map { $0.plane == nil }
        ofPosition = rules.indices.filter { rules[$0].plane == nil }
        entries = rules.indices.filter { rules[$0].action.entry != nil }
        entryPlane = Self.union(entries.map { rules[$0].plane }, count: columns.count)
        exits = rules.indices.map { place in
            guard let entry = rules[place].action.entry else { return [] }
            let able = rules.indices.filter { other in
                switch rules[other].action {
                case .enter(let side, _): plan.allowsReversal && side != entry.side
                case .exit(.any): true
                case .exit(.side(let side)): side == entry.side
                case .exit(.tag(let tag)): tag == entry.tag
                }
            }
            return able.filter { rules[$0].action.entry != nil }
                + able.filter { rules[$0].action.entry == nil }
        }
        exitPlanes = exits.map { places in
            Self.union(places.map { rules[$0].plane }, count: columns.count)
        }
    }

    /// The places of the rules that can act at a close on a position that the rule `entry` entered,
    /// or on none: a reversal comes before all, else the first in the file.
    func candidates(on entry: Int?) -> [Int] { entry.map { exits[$0] } ?? entries }

    /// Whether the condition of a rule is true at a close, when it does not depend on the position.
    func isTrue(_ rule: Int, _ bar: Int) -> Bool {
        bits[rule * wordCount + bar >> 6] >> UInt64(bar & 63) & 1 != 0
    }

    /// What a rule does.
    func action(_ rule: Int) -> PlanRule.Action { rules[rule].action }

    /// On how many bars each rule was true; those that depend on the position are left at 0.
    var timesTrue: [Int] { rules.map { $0.plane?.ones(from: 0) ?? 0 } }

    private static func union(_ planes: [BitPlane?], count: Int) -> BitPlane? {
        var union = BitPlane(count: count)
        for plane in planes {
            guard let plane else { return nil }
            union = union | plane
        }
        return union
    }
}

extension PlanRule.Action {
    /// The side and the tag of an entry; nil for an exit.
    var entry: (side: PlanSide, tag: String?)? {
        if case .enter(let side, let tag) = self { (side, tag) } else { nil }
    }
}
