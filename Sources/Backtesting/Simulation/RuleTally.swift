/// How often the rules of a strategy were true, over one stock or several.
package struct RuleTally: Hashable, Sendable {
    /// What became of each rule, in the order of the strategy; empty before the first stock.
    package private(set) var rules: [RuleUse] = []
    /// Stops, targets and trails that were missing when a position was entered.
    package private(set) var missingLevels = 0

    /// How many stocks are counted.
    package private(set) var stocks = 0

    /// The tally of no stock.
    package init() {}

    /// The tally of one stock.
    package init(_ result: BacktestResult) {
        self.init(rules: result.rules, missingLevels: result.missingLevels)
    }

    /// Joins the counts of one stock.
    package init(rules: [RuleUse], missingLevels: Int) {
        stocks = 1
        self.rules = rules
        self.missingLevels = missingLevels
    }

    /// Adds the counts of other stocks, of the same strategy.
    package mutating func add(_ other: RuleTally) {
        stocks += other.stocks
        missingLevels += other.missingLevels
        if rules.isEmpty {
            rules = other.rules
        } else {
            for (place, use) in other.rules.enumerated() where place < rules.count {
                rules[place].timesTrue += use.timesTrue
                rules[place].orders += use.orders
            }
        }
    }
}
