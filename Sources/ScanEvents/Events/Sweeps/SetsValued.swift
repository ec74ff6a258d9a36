extension ScanEvent {
    /// What each set's equal-weight portfolio made of all stocks, or a part of the sets.
    package struct SetsValued: EventForm {
        package static let type: StaticString = "sets_valued"
        package static let about: StaticString = """
            What the equal-weight portfolio of each set made of all stocks that have prices, or a part \
            of the sets, in their order. All lists have one element a set. A long list is cut into \
            several records, in order; one with offset 0 starts it afresh.
            """

        /// How many stocks are in each portfolio.
        package var stocks = 0
        /// How many sets there are in all parts.
        package var total = 0
        /// How many sets come before the first of this part.
        package var offset = 0
        /// The return of each, in per cent.
        package var returns: [Double?] = []
        /// The Sharpe ratio of each.
        package var sharpeRatios: [Double?] = []
        /// The deepest drawdown of each, in per cent.
        package var maxDrawdowns: [Double?] = []
        /// Trades of each on all stocks.
        package var trades: [Int] = []
        /// The mean exposure of the stocks, in per cent.
        package var exposures: [Double] = []
        /// The share of the stocks that gained, in per cent.
        package var gained: [Double] = []
        /// The median return of the stocks, in per cent.
        package var medianReturns: [Double] = []
        /// The return less that of the benchmark, in percentage points.
        package var excessReturns: [Double?] = []
        /// The mean objective of the neighbours of each.
        package var neighbours: [Double?] = []

        /// The most sets of one event; with so many it fits into a record whatever they are.
        package static let maxSetsInRecord = 280

        package var event: ScanEvent { .setsValued(self) }
        package var isConsistent: Bool {
            let counts: [Int] = [
                sharpeRatios.count, maxDrawdowns.count, trades.count, exposures.count, gained.count,
                medianReturns.count, excessReturns.count, neighbours.count,
            ]
            return counts.allSatisfy { $0 == returns.count }
        }

        /// Joins its fields.
        package init() {}

        package mutating func members<Visitor: FormVisitor>(
            _ form: inout Visitor
        ) throws(Visitor.Failure) {
            let most = 1...Self.maxSetsInRecord
            try form.member("stocks", &stocks, .count, "How many stocks are in each portfolio.")
            try form.member("total", &total, .positive, "How many sets there are in all parts.")
            try form.member(
                "offset", &offset, .count, "How many sets come before the first of this part.")
            try form.member(
                "return_pct", &returns, .each(.any, most),
                "Return of the portfolio, in per cent of its start value.")
            try form.member(
                "sharpe_ratio", &sharpeRatios, .each(.any, most),
                "Sharpe ratio of the portfolio, as that of portfolio_valued.")
            try form.member(
                "max_drawdown", &maxDrawdowns, .each(.notNegative, most),
                "Deepest fall below a running peak, in per cent of the peak.")
            try form.member("trades", &trades, .each(.count, most), "Trades on all stocks.")
            try form.member(
                "exposure_pct", &exposures, .each(.notNegative, most),
                "Mean exposure of the stocks, in per cent.")
            try form.member(
                "gained_pct", &gained, .each(.percent, most),
                "Stocks with a profit above zero, in per cent of all.")
            try form.member(
                "median_return_pct", &medianReturns, .each(.any, most),
                "Median return of the stocks, in per cent.")
            try form.member(
                "excess_return_pct", &excessReturns, .each(.any, most),
                "Return less that of the benchmark, in percentage points.")
            try form.member(
                "neighbours", &neighbours, .each(.any, most),
                "Mean of the objective over the neighbours of the set; null without one.")
        }
    }
}
