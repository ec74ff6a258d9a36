package import Backtesting
package import ScanEvents
internal import StrategyText

extension ScanEvent {
    /// How much of the sentences of all rules stands in the record, in bytes; with so many it fits
    /// whatever they are.
    private static let sentenceBytes = 6_000

    /// The counts of a strategy's rules as an event; a rule that says itself that it is never true is
    /// left out.
    package static func counted(_ tally: RuleTally, of strategy: ConfiguredStrategy) -> ScanEvent {
        let rules = strategy.plan.rules
        let most = sentenceBytes / max(1, rules.count)
        return .rulesCounted(
            RulesCounted(
                stocks: tally.stocks,
                rules: rules.enumerated().compactMap { place, rule in
                    if case .truth(false) = strategy.plan.nodes[rule.condition].operation {
                        return nil
                    }
                    let use = tally.rules.indices.contains(place) ? tally.rules[place] : nil
                    return RuleCount(
                        line: rule.line, sentence: rule.sentence.cut(toBytes: most),
                        barsTrue: use?.timesTrue ?? 0, orders: use?.orders ?? 0)
                }, missingLevels: tally.missingLevels))
    }
}
