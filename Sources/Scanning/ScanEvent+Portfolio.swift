package import Backtesting
internal import MarketData
package import ScanEvents

extension ScanEvent {
    /// A portfolio's curve in parts that fit into records; none without a stock.
    package static func valued(_ portfolio: PortfolioAccumulator) -> [ScanEvent] {
        guard portfolio.stockCount > 0 else { return [] }
        let curve = portfolio.curve()
        let annual = curve.annual
        let statistics = PortfolioStatistics(
            returnPct: curve.returnPercent, annualReturnPct: annual.returnPercent,
            annualVolatilityPct: annual.volatilityPercent, sharpeRatio: curve.sharpeRatio,
            maxDrawdown: curve.maxDrawdownPercent)
        let step = PortfolioValued.maxPointsInRecord
        return stride(from: 0, to: curve.times.count, by: step).map { offset in
            let range = offset..<min(offset + step, curve.times.count)
            return .portfolioValued(
                PortfolioValued(
                    stocks: portfolio.stockCount, statistics: statistics,
                    points: curve.times.count, offset: offset,
                    times: curve.times[range].map(\.description),
                    values: Array(curve.values[range])))
        }
    }
}
