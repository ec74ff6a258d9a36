import StrategyText

/// The rules of a plan that goes from signal to signal: all that counts of the position is its side
/// and the rule that entered it, and an entry takes a fixed share of the equity.
struct PlainRules: Sendable {
    /// A rule that can act.
    struct Candidate: Sendable {
        let rule: Int
        /// The column that says when it is true.
        let column: NodeID
    }

    /// The share of the equity that an entry takes, in per cent.
    let percent: Double
    /// The position that a rule enters; nil of one that leaves.
    let entryPositions: [Position?]
    /// The rules that can act on no position, then those that can on what each rule entered; first
    /// come those that come first.
    let candidates: [[Candidate]]

    /// The rules of a plan whose nodes have these places among the joined; nil where it looks at
    /// more of the position.
    init?(_ prepared: PreparedPlan, _ joined: [NodeID?]) {
        guard prepared.program.isEmpty, !prepared.hasLevels, prepared.recorded.isEmpty,
            case .positionSizePercent(let percent) = prepared.plan.size
        else { return nil }
        self.percent = percent
        entryPositions = prepared.entryPositions
        var candidates: [[Candidate]] = []
        for entry in [nil] + entryPositions.indices.map(Optional.some) {
            let position = entry.map { prepared.entryPositions[$0] ?? .long } ?? .flat
            var able: [Candidate] = []
            for place in prepared.candidates(on: entry) {
                let rule = prepared.candidates[place]
                switch prepared.conditions[position.rawValue][rule] {
                case .never: continue
                case .stepped: return nil
                case .column(let node):
                    guard let column = joined[node] else { return nil }
                    able.append(Candidate(rule: rule, column: column))
                }
            }
            candidates.append(able)
        }
        self.candidates = candidates
    }
}
