extension ScanEvent {
    /// What some sets in a row made of one stock, a column a figure.
    package struct TrialsCompleted: EventForm {
        package static let type: StaticString = "trials_completed"
        package static let about: StaticString = """
            Some sets in a row were run on a stock. All lists have one element a set; what can be \
            derived is not there: the return is pnl in per cent of the cash, the exposure bars_held \
            in per cent of bars.
            """

        /// The stock.
        package var ticker = ""
        /// The place of the first set.
        package var offset = 0
        /// How many bars count, from the first day of trading on.
        package var bars = 0
        /// Profit or loss of each, in the prices' currency.
        package var pnl: [Double] = []
        /// The Sharpe ratio of each; nil where it does not exist.
        package var sharpeRatios: [Double?] = []
        /// The deepest drawdown of each, in per cent.
        package var maxDrawdowns: [Double] = []
        /// Positions opened by each.
        package var trades: [Int] = []
        /// Bars with a position, of each.
        package var barsHeld: [Int] = []
        /// Which of them, counted from the first of this record, have too few bars to decide and hold
        /// cash; nil for none.
        package var idle: [Int]?
        /// The bars of the stock; with its first sets only.
        package var prices: PriceRecord?
        /// Seconds since the sweep started.
        package var elapsed = 0.0

        /// The most sets of one event; with so many it fits into a record whatever their figures, and
        /// whatever their counts of up to ten digits.
        package static let maxSetsInRecord = 600

        package var event: ScanEvent { .trialsCompleted(self) }
        package var isConsistent: Bool {
            let counts: [Int] = [
                sharpeRatios.count, maxDrawdowns.count, trades.count, barsHeld.count,
            ]
            return counts.allSatisfy { $0 == pnl.count }
                && (idle ?? []).allSatisfy { pnl.indices.contains($0) }
        }
        /// The places of its sets.
        package var sets: Range<Int> { offset..<(offset.addingClamped(pnl.count)) }

        /// Joins its fields.
        package init() {}

        package mutating func members<Visitor: FormVisitor>(
            _ form: inout Visitor
        ) throws(Visitor.Failure) {
            let most = 1...Self.maxSetsInRecord
            try form.member("ticker", &ticker, .ticker)
            try form.member("offset", &offset, .count, "Place of the first set, from 0.")
            try form.member(
                "bars", &bars, .count,
                "How many bars count, from the first day of trading on.")
            try form.member(
                "pnl", &pnl, .each(.any, most),
                "Profit or loss, an open position at the last close.")
            try form.member(
                "sharpe_ratios", &sharpeRatios, .each(.any, most),
                "As sharpe_ratio of a stock_completed; null where that does not exist.")
            try form.member(
                "max_drawdowns", &maxDrawdowns, .each(.notNegative, most),
                "As max_drawdown of a stock_completed.")
            try form.member(
                "trades", &trades, .each(.count, most),
                "Positions opened, the one still open included.")
            try form.member(
                "bars_held", &barsHeld, .each(.count, most),
                """
                Bars during which there was a position, those of entry and exit counted whole for \
                each position.
                """)
            try form.optional(
                "idle", &idle, .each(.count, most),
                """
                Which of the sets, counted from the first of this record, have too few bars to decide \
                even once: they count as cash. Left out where there are none.
                """)
            try form.object("prices", &prices)
            try form.member("elapsed", &elapsed, .elapsed)
        }
    }
}

extension Int {
    /// The sum of two counts; the greatest number where it is greater.
    fileprivate func addingClamped(_ other: Int) -> Int {
        let (sum, isBeyond) = addingReportingOverflow(other)
        return isBeyond ? .max : sum
    }
}
