extension ScanEvent {
    /// A stock that the portfolio goes without, and why.
    package struct StockLeftOut: EventForm {
        package static let type: StaticString = "stock_left_out"
        package static let about: StaticString = """
            A resumed scan cannot tell what a stock was worth over time that has a result: its \
            prices are not those of then, or cannot be had again. The result stays as it is; the \
            portfolio goes without the stock. A later scan_resumed takes it back.
            """

        /// The stock.
        package var ticker = ""
        /// The kind of cause, `prices_changed` or that of a failure.
        package var code = FailureCode.internal
        /// What happened, in a sentence.
        package var message = ""
        /// Seconds since the scan started.
        package var elapsed = 0.0

        package var event: ScanEvent { .stockLeftOut(self) }

        /// Joins its fields.
        package init() {}

        /// Makes the event.
        package init(ticker: String, code: FailureCode, message: String, elapsed: Double) {
            self.ticker = ticker
            self.code = code
            self.message = message
            self.elapsed = elapsed
        }

        package mutating func members<Visitor: FormVisitor>(
            _ form: inout Visitor
        ) throws(Visitor.Failure) {
            try form.member("ticker", &ticker, .ticker)
            try form.member("code", &code, .leftOutCode)
            try form.member("message", &message, .message)
            try form.member("elapsed", &elapsed, .elapsed)
        }
    }
}
