extension ScanEvent {
    /// The stocks of the scan.
    package struct Started: EventForm {
        package static let type: StaticString = "scan_started"
        package static let about: StaticString = "The stocks are known and the work begins."

        /// The stocks, in the order in which they are scanned.
        package var tickers: [String] = []

        /// The bars of the benchmark that the request names; nil where it names none.
        package var benchmark: PriceRecord?

        package var event: ScanEvent { .started(self) }

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
                "The stocks, in the order in which they are scanned.")
            try form.object("benchmark", &benchmark)
        }
    }
}
