package import Backtesting
internal import MarketData
package import ScanEvents
internal import StockWork

extension ScanEvent {
    /// A portfolio's curve in parts that fit into records; none without a stock.
    package static func valued(_ portfolio: PortfolioAccumulator) -> [ScanEvent] {
        guard let whole = PortfolioValued(whole: portfolio) else { return [] }
        let step = PortfolioValued.maxPointsInRecord
        return stride(from: 0, to: whole.points, by: step).map { offset in
            .portfolioValued(whole.part(offset..<min(offset + step, whole.points)))
        }
    }
}

extension ScanEvent.PortfolioValued {
    /// A portfolio's curve in one piece, which may be too long for a record; nil without a stock.
    package init?(whole portfolio: PortfolioAccumulator) {
        guard portfolio.stockCount > 0 else { return nil }
        let curve = portfolio.curve()
        let benchmark = portfolio.benchmarkCurve()
        self.init(
            stocks: portfolio.stockCount, statistics: PortfolioStatistics(curve),
            points: curve.times.count, offset: 0, times: curve.times.map(\.description),
            values: curve.values,
            benchmark: PortfolioBenchmark(
                statistics: PortfolioStatistics(benchmark),
                comparison: BenchmarkComparison(curve.compared(with: benchmark))),
            benchmarkValues: benchmark.values)
    }

    /// The points of a whole curve in that range.
    package func part(_ range: Range<Int>) -> ScanEvent.PortfolioValued {
        var part = self
        part.offset = range.lowerBound
        part.times = Array(times[range])
        part.values = Array(values[range])
        part.benchmarkValues = benchmarkValues.map { Array($0[range]) }
        return part
    }
}

extension PortfolioStatistics {
    /// The figures that are recorded.
    package init(_ curve: PortfolioCurve) {
        let annual = curve.annual
        self.init(
            returnPct: curve.returnPercent, annualReturnPct: annual.returnPercent,
            annualVolatilityPct: annual.volatilityPercent, sharpeRatio: curve.sharpeRatio,
            maxDrawdown: curve.maxDrawdownPercent)
    }
}
