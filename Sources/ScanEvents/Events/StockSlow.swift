extension ScanEvent {
    /// A stock that takes unusually long and is still being worked on.
    package struct StockSlow: EventForm {
        package static let type: StaticString = "stock_slow"
        package static let about: StaticString =
            "A stock takes unusually long and is still being worked on."

        /// The stock.
        package var ticker = ""
        /// How long it has taken so far, in seconds.
        package var seconds = 0.0
        /// Seconds since the scan started.
        package var elapsed = 0.0

        package var event: ScanEvent { .stockSlow(self) }

        /// Joins its fields.
        package init() {}

        /// Makes the event.
        package init(ticker: String, seconds: Double, elapsed: Double) {
            self.ticker = ticker
            self.seconds = seconds
            self.elapsed = elapsed
        }

        package mutating func members<Visitor: FormVisitor>(
            _ form: inout Visitor
        ) throws(Visitor.Failure) {
            try form.member("ticker", &ticker, .ticker)
            try form.member(
                "seconds", &seconds, .seconds,
                "How long it has taken so far, in seconds, to the microsecond.")
            try form.member("elapsed", &elapsed, .elapsed)
        }
    }
}
