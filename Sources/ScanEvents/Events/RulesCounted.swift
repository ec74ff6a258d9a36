extension ScanEvent {
    /// How often each rule of the strategy was true, and what came of it.
    package struct RulesCounted: EventForm {
        package static let type: StaticString = "rules_counted"
        package static let about: StaticString = """
            How often each rule of the strategy was true, and how many orders it gave, over all \
            stocks of the portfolio. Comes before portfolio_valued; one of a resumed scan counts \
            afresh. A rule that says itself that it is never true is left out.
            """

        /// How many stocks are counted.
        package var stocks = 0
        /// The rules in the order of the strategy.
        package var rules: [RuleCount] = []
        /// Stops, targets and trails that were missing when a position was entered.
        package var missingLevels = 0

        package var event: ScanEvent { .rulesCounted(self) }

        /// Joins its fields.
        package init() {}

        /// Makes the event.
        package init(stocks: Int, rules: [RuleCount], missingLevels: Int) {
            self.stocks = stocks
            self.rules = rules
            self.missingLevels = missingLevels
        }

        package mutating func members<Visitor: FormVisitor>(
            _ form: inout Visitor
        ) throws(Visitor.Failure) {
            try form.member("stocks", &stocks, .count, "How many stocks are counted.")
            try form.member(
                "rules", &rules, .each(.any), "The rules in the order of the strategy.")
            try form.member(
                "missing_levels", &missingLevels, .count,
                "Stops, targets and trails that were missing when a position was entered.")
        }
    }
}

/// A rule of a strategy, how often it was true, and what came of it.
package struct RuleCount: PartForm {
    package static let about: StaticString = "A rule of the strategy, and what came of it."
    package static let noun = "a rule"

    /// The line of the text, counted from 1.
    package var line = 0
    /// The rule in words, or the beginning of them.
    package var sentence = ""
    /// Bars at whose close it was true, from the first decision on.
    package var barsTrue = 0
    /// Orders that it gave.
    package var orders = 0

    /// Joins its fields.
    package init() {}

    /// Counts a rule.
    package init(line: Int, sentence: String, barsTrue: Int, orders: Int) {
        self.line = line
        self.sentence = sentence
        self.barsTrue = barsTrue
        self.orders = orders
    }

    package mutating func members<Visitor: FormVisitor>(
        _ form: inout Visitor
    ) throws(Visitor.Failure) {
        try form.member("line", &line, .positive, "Line of the strategy's text, from 1.")
        try form.member(
            "sentence", &sentence, .part, "The rule in words, or the beginning of them.")
        try form.member(
            "bars_true", &barsTrue, .count,
            "Bars at whose close it was true, from the first decision on.")
        try form.member("orders", &orders, .count, "Orders that it gave.")
    }
}
