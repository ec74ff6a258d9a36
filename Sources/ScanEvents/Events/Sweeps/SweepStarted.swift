extension ScanEvent {
    /// The stocks of the sweep.
    package struct SweepStarted: EventForm {
        package static let type: StaticString = "sweep_started"
        package static let about: StaticString = "The stocks are known and the work begins."

        /// The stocks, in the order in which they are worked on.
        package var tickers: [String] = []
        /// The bars of the benchmark that the request names; nil where it names none.
        package var benchmark: PriceRecord?

        package var event: ScanEvent { .sweepStarted(self) }

        /// Joins its fields.
        package init() {}

        /// Makes the event.
        package init(tickers: [String], benchmark: PriceRecord? = nil) {
            self.tickers = tickers
            self.benchmark = benchmark
        }

        package mutating func members<Visitor: FormVisitor>(
            _ form: inout Visitor
        ) throws(Visitor.Failure) {
            try form.member(
                "tickers", &tickers, .each(.ticker),
                "The stocks, in the order in which they are worked on.")
            try form.object("benchmark", &benchmark)
        }
    }
}
