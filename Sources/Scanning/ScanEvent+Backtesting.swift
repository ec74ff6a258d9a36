internal import Backtesting
internal import EventLog
internal import Foundation
internal import MarketData
internal import ScanEvents
internal import Storage

extension StockResult {
    /// The figures of a backtest that are recorded.
    init(ticker: String, sector: String?, _ result: BacktestResult) {
        self.init(
            ticker: ticker, sector: sector, pnl: result.pnl, returnPct: result.returnPercent,
            totalTrades: result.totalTrades, winningTrades: result.winningTrades,
            losingTrades: result.losingTrades, openTrades: result.openTrades,
            rejectedOrders: result.rejectedOrders, sharpeRatio: result.sharpeRatio,
            maxDrawdown: result.maxDrawdownPercent, grossProfit: result.grossProfit,
            grossLoss: result.grossLoss.magnitude, exposurePct: result.exposurePercent,
            startValue: result.startValue, endValue: result.endValue)
    }
}

extension ScanEvent.PriceRecord {
    /// What is recorded of the bars that a backtest ran on.
    init(_ history: PriceHistory) {
        let coverage = history.bars.coverage
        self.init(
            bars: history.bars.count,
            firstDate: coverage?.lowerBound.description ?? "",
            lastDate: coverage?.upperBound.description ?? "",
            barsDigest: history.bars.digest, rowsRead: history.counts.rows,
            rowsDropped: history.counts.rowsDropped,
            rowsOutsideRange: history.counts.rowsOutsideRange,
            fetchedAt: history.fetchedAt.map { date in
                timestamp(MicrosecondsSinceEpoch(date.timeIntervalSince1970 * 1_000_000))
            })
    }
}

extension ScanEvent {
    /// A portfolio's curve in parts that fit into records; none without a stock.
    static func valued(_ portfolio: PortfolioAccumulator) -> [ScanEvent] {
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
