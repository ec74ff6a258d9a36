extension ScanEvent {
    /// What the strategy holds and orders at the end of the bars, or a part of it.
    package struct SignalsGiven: EventForm {
        package static let type: StaticString = "signals_given"
        package static let about: StaticString = """
            What the strategy holds of the stocks at their last bars, and what it orders there, or a \
            part of it, in the order of scan_started. Stocks of which it holds and orders nothing \
            are left out, but for those whose last bar is earlier than market_time. Comes before \
            portfolio_valued; a long list is cut into several records, in order; one with offset 0 \
            starts it afresh.
            """

        /// How many stocks were looked at.
        package var stocks = 0
        /// The time of the latest bar of all; nil without a stock.
        package var marketTime: String?
        /// How many signals there are in all parts.
        package var total = 0
        /// How many signals come before the first of this part.
        package var offset = 0
        /// The signals.
        package var signals: [StockSignal] = []

        /// The most signals of one event; with so many it fits into a record whatever they are.
        package static let maxSignalsInRecord = 100

        package var event: ScanEvent { .signalsGiven(self) }
        package var isConsistent: Bool { signals.allSatisfy(\.isConsistent) }

        /// Joins its fields.
        package init() {}

        package mutating func members<Visitor: FormVisitor>(
            _ form: inout Visitor
        ) throws(Visitor.Failure) {
            try form.member("stocks", &stocks, .count, "How many stocks were looked at.")
            try form.member(
                "market_time", &marketTime, .barTime,
                "Time of the latest bar of all; null without a stock.")
            try form.member("total", &total, .count, "How many signals there are in all parts.")
            try form.member(
                "offset", &offset, .count, "How many signals come before the first of this part.")
            try form.member(
                "signals", &signals, .each(.any, 0...Self.maxSignalsInRecord), "The signals.")
        }
    }
}
