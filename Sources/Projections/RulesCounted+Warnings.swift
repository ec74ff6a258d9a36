package import ScanEvents

extension ScanEvent.RulesCounted {
    /// What a user should know of rules that did nothing, a sentence each.
    package var warnings: [String] {
        guard stocks > 0 else { return [] }
        var lines = rules.compactMap { rule in
            switch (rule.barsTrue, rule.orders) {
            case (0, _): "Rule of line \(rule.line) was never true: \(rule.sentence)"
            case (_, 0):
                "Rule of line \(rule.line) was true on \(rule.barsTrue) bars and gave no order: "
                    + rule.sentence
            default: nil
            }
        }
        if missingLevels > 0 {
            lines.append(
                "Stops, targets or trails were missing at \(missingLevels) entries, which went "
                    + "without")
        }
        return lines.map(\.harmless)
    }
}
