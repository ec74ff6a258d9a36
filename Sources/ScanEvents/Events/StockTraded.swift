extension ScanEvent {
    /// The trades of one stock, or a part of them: what cannot be derived, a column each.
    package struct StockTraded: EventForm {
        package static let type: StaticString = "stock_traded"
        package static let about: StaticString = """
            The trades of a stock, or a part of them, in the order of their entries; only what \
            cannot be derived. All lists have one element a trade. Comes right before the stock's \
            stock_completed, and counts only with it. A long list is cut into several records, in \
            order; one with offset 0 starts it afresh.
            """

        /// The stock.
        package var ticker = ""
        /// How many trades the stock has in all parts.
        package var trades = 0
        /// How many trades come before the first of this part.
        package var offset = 0
        /// Bars from the exit before, of the first trade from the stock's first bar, to the entry.
        package var barsBefore: [Int] = []
        /// Bars from the entry to the exit, or to the last bar.
        package var barsHeld: [Int] = []
        /// Whether times are minutes; nil for days.
        package var areMinutes: Bool?
        /// Days or minutes from the exit before, of the first of this part from 0001-01-01, to the
        /// entry.
        package var timesBefore: [Int] = []
        /// Days or minutes from the entry to the exit, or to the last bar.
        package var timesHeld: [Int] = []
        /// Lines of the strategy's text with the rules that entered, from 1.
        package var entryLines: [Int] = []
        /// Why each was left; nil of a trade that is open.
        package var exits: [String?] = []
        /// Lines with the rules that left; nil where no rule did.
        package var exitLines: [Int?] = []
        /// Shares, negative when short.
        package var sizes: [Double] = []
        /// The prices of the entries, slippage included.
        package var entryPrices: [Double] = []
        /// The prices of the exits, slippage included; nil of a trade that is open.
        package var exitPrices: [Double?] = []
        /// The lowest prices while they were held.
        package var lows: [Double] = []
        /// The highest prices while they were held.
        package var highs: [Double] = []
        /// What the orders of each were charged; nil where no order of the part was charged.
        package var commissions: [Double]?
        /// What borrowing the shares of each cost; nil where none of the part cost anything.
        package var borrowCosts: [Double]?
        /// The last close, at which the open trade is valued; nil where none is open.
        package var lastClose: Double?

        /// Days from 0001-01-01 to 1970-01-01.
        package static let daysBefore1970 = 719_162
        /// The most trades of one event; with so many it fits into a record whatever they are.
        package static let maxTradesInRecord = 200

        package var event: ScanEvent { .stockTraded(self) }

        package var isConsistent: Bool {
            let counts: [Int] = [
                barsHeld.count, timesBefore.count, timesHeld.count, entryLines.count, exits.count,
                exitLines.count, sizes.count, entryPrices.count, exitPrices.count, lows.count,
                highs.count, commissions?.count ?? barsBefore.count,
                borrowCosts?.count ?? barsBefore.count,
            ]
            return counts.allSatisfy { $0 == barsBefore.count }
        }

        /// Whether it has all trades of the stock.
        package var isWhole: Bool { offset == 0 && barsBefore.count == trades }

        /// Joins its fields.
        package init() {}

        package mutating func members<Visitor: FormVisitor>(
            _ form: inout Visitor
        ) throws(Visitor.Failure) {
            let most = 1...Self.maxTradesInRecord
            try form.member("ticker", &ticker, .ticker)
            try form.member(
                "trades", &trades, .positive, "How many trades the stock has in all parts.")
            try form.member(
                "offset", &offset, .count, "How many trades come before the first of this part.")
            try form.member(
                "bars_before", &barsBefore, .each(.count, most),
                """
                Bars from the exit of the trade before to the entry; of the stock's first trade from \
                its first bar.
                """)
            try form.member(
                "bars_held", &barsHeld, .each(.count, most),
                "Bars from the entry to the exit, or to the last bar.")
            try form.optional(
                "minutes", &areMinutes, .any,
                "Whether times are minutes. Left out for days, of bars of a day and longer.")
            try form.member(
                "times_before", &timesBefore, .each(.count, most),
                """
                Days or minutes from the exit of the trade before to the entry; of the first trade \
                of each record from 0001-01-01, in the proleptic Gregorian calendar.
                """)
            try form.member(
                "times_held", &timesHeld, .each(.count, most),
                "Days or minutes from the entry to the exit, or to the last bar.")
            try form.member(
                "entry_lines", &entryLines, .each(.positive, most),
                "Lines of the strategy's text with the rules that entered, from 1.")
            try form.member(
                "exits", &exits, .each(.tradeExit, most),
                """
                Why each was left: a rule, a stop, a target, a trail, the end of the bars, the ruin \
                of the account; null of a trade that is open.
                """)
            try form.member(
                "exit_lines", &exitLines, .each(.positive, most),
                "Lines with the rules that left; null where no rule did.")
            try form.member(
                "sizes", &sizes, .each(.any, most), "Shares, negative when short.")
            try form.member(
                "entry_prices", &entryPrices, .each(.notNegative, most),
                "Prices of the entries, slippage included.")
            try form.member(
                "exit_prices", &exitPrices, .each(.notNegative, most),
                "Prices of the exits, slippage included; null of a trade that is open.")
            try form.member(
                "lows", &lows, .each(.notNegative, most),
                "Lowest prices while they were held, those of entry and exit included.")
            try form.member(
                "highs", &highs, .each(.notNegative, most),
                "Highest prices while they were held, those of entry and exit included.")
            try form.optional(
                "commissions", &commissions, .each(.notNegative, most),
                "What the orders of each were charged. Left out where none was charged anything.")
            try form.optional(
                "borrow_costs", &borrowCosts, .each(.notNegative, most),
                """
                What borrowing the shares of each cost. Left out where none cost anything.
                """)
            try form.optional(
                "last_close", &lastClose, .notNegative,
                "The last close, at which the open trade is valued. Left out where none is open.")
        }
    }
}
