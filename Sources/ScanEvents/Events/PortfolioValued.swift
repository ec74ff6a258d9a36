extension ScanEvent {
    /// The value of an equal-weight portfolio of all stocks that have a result, over time.
    ///
    /// Every stock starts with the same cash; it counts with that before its first bar and with
    /// its last value after its last bar. A long curve is cut into several events.
    package struct PortfolioValued: EventForm {
        package static let type: StaticString = "portfolio_valued"
        package static let about: StaticString = """
            What an equal-weight portfolio of all stocks that have a result was worth over time, \
            or a part of it. Comes right before scan_completed. A long curve is cut into several \
            records, in order; one with offset 0 starts the curve afresh.
            """

        /// How many stocks are in it.
        package var stocks = 0
        /// Figures of the whole curve, the same in each part.
        package var statistics = PortfolioStatistics()
        /// How many points the whole curve has.
        package var points = 0
        /// How many points come before the first of this part.
        package var offset = 0
        /// The times of the points, `YYYY-MM-DD` or, below a day, `YYYY-MM-DDThh:mm`.
        package var times: [String] = []
        /// What the portfolio was worth at each, in the prices' currency.
        package var values: [Double] = []
        /// Figures of the benchmark, the same in each part; nil for tapes of earlier versions.
        package var benchmark: PortfolioBenchmark?
        /// What the benchmark was worth at each; nil where `benchmark` is.
        package var benchmarkValues: [Double]?

        /// The most points of one event; with this many it fits into a record whatever they are.
        package static let maxPointsInRecord = 920
        /// The most points of one event without a benchmark, of an earlier version.
        private static let maxPointsAlone = 1_450

        package var event: ScanEvent { .portfolioValued(self) }
        package var isConsistent: Bool {
            times.count == values.count
                && benchmarkValues.map { $0.count == times.count } ?? true
                && (benchmark == nil) == (benchmarkValues == nil)
        }

        /// Joins its fields.
        package init() {}

        /// Makes the event.
        package init(
            stocks: Int, statistics: PortfolioStatistics, points: Int, offset: Int, times: [String],
            values: [Double], benchmark: PortfolioBenchmark? = nil,
            benchmarkValues: [Double]? = nil
        ) {
            self.stocks = stocks
            self.statistics = statistics
            self.points = points
            self.offset = offset
            self.times = times
            self.values = values
            self.benchmark = benchmark
            self.benchmarkValues = benchmarkValues
        }

        package mutating func members<Visitor: FormVisitor>(
            _ form: inout Visitor
        ) throws(Visitor.Failure) {
            try form.member(
                "stocks", &stocks, .positive,
                """
                How many stocks are in it. Each starts with the same cash; it counts with \
                that before its first bar and with its last value after its last bar.
                """)
            try form.object("statistics", &statistics)
            try form.member("points", &points, .positive, "How many points the whole curve has.")
            try form.member(
                "offset", &offset, .count,
                "How many points come before the first of this part.")
            try form.member(
                "times", &times, .each(.barTime, 1...Self.maxPointsAlone),
                "Times of the points.")
            try form.member(
                "values", &values, .each(.any, 1...Self.maxPointsAlone),
                "What the portfolio was worth at each, in the currency of the prices.")
            try form.object("benchmark", &benchmark)
            try form.optional(
                "benchmark_values", &benchmarkValues, .each(.any, 1...Self.maxPointsAlone),
                """
                What the benchmark was worth at each, by the same rules: the same stocks, or for \
                each the benchmark that the request names, bought in equal parts with the same cash \
                at the close of the first bar that counts and held.
                """)
        }
    }
}
