/// What holding all stocks of a portfolio would have earned, and what the portfolio earned against
/// that.
package struct PortfolioBenchmark: Form {
    package static let about: StaticString =
        """
        Figures of the whole curve of holding the same stocks, or the benchmark that the request \
        names, and of the portfolio against it, the same in each part; null where one does not exist.
        """
    package static let mayBeInPart = true

    /// The figures of holding.
    package var statistics = PortfolioStatistics()
    /// The portfolio against that.
    package var comparison = BenchmarkComparison()

    /// Joins its fields.
    package init() {}

    /// Makes figures.
    package init(statistics: PortfolioStatistics, comparison: BenchmarkComparison) {
        self.statistics = statistics
        self.comparison = comparison
    }

    package mutating func members<Visitor: FormVisitor>(
        _ form: inout Visitor
    ) throws(Visitor.Failure) {
        try statistics.members(&form)
        try comparison.members(&form)
    }
}
