extension ScanEvent {
    /// The prices are there: what all trials of the sweep have in common.
    package struct SweepPrepared: EventForm {
        package static let type: StaticString = "sweep_prepared"
        package static let about: StaticString = """
            The prices are there, and what all trials have in common is settled. Comes once a sweep, \
            before its first trials.
            """

        /// The day on which trading and all figures begin; nil for the first bar.
        package var tradeFrom: String?
        /// How many distinct times the stocks have bars at, from that day on.
        package var points = 0
        /// Sets that need more bars than there are times, and never trade.
        package var idleSets = 0
        /// How many sets are worked on at once; the others come after these are done on all stocks.
        package var setsAtOnce = 0
        /// The most memory that their portfolios take, in bytes.
        package var memoryBytes = 0
        /// Seconds since the sweep started.
        package var elapsed = 0.0

        package var event: ScanEvent { .sweepPrepared(self) }

        /// Joins its fields.
        package init() {}

        package mutating func members<Visitor: FormVisitor>(
            _ form: inout Visitor
        ) throws(Visitor.Failure) {
            try form.member(
                "trade_from", &tradeFrom, .date,
                """
                Day on which trading and all figures begin: that of the request, or the first on which \
                every set can decide on a stock that has all bars; null for the first bar.
                """)
            try form.member(
                "points", &points, .count,
                "How many distinct times the stocks have bars at, from that day on.")
            try form.member(
                "idle_sets", &idleSets, .count,
                "Sets that need more bars than there are times, and never trade.")
            try form.member(
                "sets_at_once", &setsAtOnce, .positive, "How many sets are worked on at once.")
            try form.member(
                "memory_bytes", &memoryBytes, .count,
                "The most memory that the sets' portfolios take, in bytes.")
            try form.member("elapsed", &elapsed, .elapsed)
        }
    }
}
