internal import ScanEvents

/// The parts of a portfolio's curve, as far as they go together.
struct PortfolioCurveCheck {
    let stocks: Int
    let total: Int
    private let statistics: PortfolioStatistics
    private let benchmark: PortfolioBenchmark?
    private(set) var points = 0
    private(set) var last: Double?
    private(set) var lastOfBenchmark: Double?

    init(_ part: ScanEvent.PortfolioValued) {
        stocks = part.stocks
        total = part.points
        statistics = part.statistics
        benchmark = part.benchmark
    }

    /// Takes the next part; false where it is another one.
    mutating func append(_ part: ScanEvent.PortfolioValued) -> Bool {
        guard part.offset == points, part.stocks == stocks, part.points == total,
            part.statistics == statistics, part.benchmark == benchmark,
            part.values.count <= total - points
        else { return false }
        points += part.values.count
        last = part.values.last
        lastOfBenchmark = part.benchmarkValues?.last
        return true
    }
}
