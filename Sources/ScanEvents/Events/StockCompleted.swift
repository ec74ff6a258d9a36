extension ScanEvent {
    /// The result of one stock, and the bars that it rests on.
    package struct StockCompleted: EventForm {
        package static let type: StaticString = "stock_completed"
        package static let about: StaticString = "A stock was backtested."

        /// What the backtest made of it.
        package var result = StockResult()
        /// The bars.
        package var prices = PriceRecord()
        /// How long this stock took, in seconds.
        package var seconds = 0.0
        /// Seconds since the scan started.
        package var elapsed = 0.0

        package var event: ScanEvent { .stockCompleted(self) }

        /// Joins its fields.
        package init() {}

        /// Makes the event.
        package init(result: StockResult, prices: PriceRecord, seconds: Double, elapsed: Double) {
            self.result = result
            self.prices = prices
            self.seconds = seconds
            self.elapsed = elapsed
        }

        package mutating func members<Visitor: FormVisitor>(
            _ form: inout Visitor
        ) throws(Visitor.Failure) {
            try form.object("result", &result)
            try prices.members(&form)
            try form.member(
                "seconds", &seconds, .seconds,
                "How long this stock took, in seconds, to the microsecond.")
            try form.member("elapsed", &elapsed, .elapsed)
        }
    }
}
