extension ScanEvent {
    /// Why a stock has no result.
    package struct StockFailed: EventForm {
        package static let type: StaticString = "stock_failed"
        package static let about: StaticString =
            "A stock could not be backtested; the scan goes on."

        /// The stock.
        package var ticker = ""
        /// The stock's sector; nil where none is known.
        package var sector: String?
        /// The kind of failure.
        package var code = FailureCode.internal
        /// What happened, in a sentence.
        package var message = ""
        /// How long this stock took, in seconds.
        package var seconds = 0.0
        /// Seconds since the scan started.
        package var elapsed = 0.0

        package var event: ScanEvent { .stockFailed(self) }

        /// Joins its fields.
        package init() {}

        /// Makes the event.
        package init(
            ticker: String, sector: String? = nil, code: FailureCode, message: String,
            seconds: Double, elapsed: Double
        ) {
            self.ticker = ticker
            self.sector = sector
            self.code = code
            self.message = message
            self.seconds = seconds
            self.elapsed = elapsed
        }

        package mutating func members<Visitor: FormVisitor>(
            _ form: inout Visitor
        ) throws(Visitor.Failure) {
            try form.member("ticker", &ticker, .ticker)
            try form.member("sector", &sector, .sector)
            try form.member("code", &code, .failureCode)
            try form.member("message", &message, .message)
            try form.member(
                "seconds", &seconds, .seconds,
                "How long this stock took, in seconds, to the microsecond.")
            try form.member("elapsed", &elapsed, .elapsed)
        }
    }
}
