/// What holding a stock would have earned, and what its backtest earned against that.
package struct StockBenchmark: Form {
    package static let about: StaticString =
        """
        What the cash would have earned in the stock, or in the benchmark that the request names, \
        bought in fractions at the close of the first bar that counts and held without costs, and the \
        backtest against that; null where a figure does not exist.
        """
    package static let mayBeInPart = true

    /// What holding would have earned, in per cent of the cash.
    package var returnPct: Double?
    /// The backtest against that.
    package var comparison = BenchmarkComparison()

    /// Joins its fields.
    package init() {}

    /// Makes figures.
    package init(returnPct: Double?, comparison: BenchmarkComparison) {
        self.returnPct = returnPct
        self.comparison = comparison
    }

    package mutating func members<Visitor: FormVisitor>(
        _ form: inout Visitor
    ) throws(Visitor.Failure) {
        try form.member(
            "return_pct", &returnPct, .any,
            "What holding would have earned, in per cent of the cash.")
        try comparison.members(&form)
    }
}
