package import Backtesting
internal import Foundation
internal import JSONText
package import MarketData
package import ScanEvents
internal import Storage

extension TradingCosts {
    /// The costs that a request asks for, whether they make sense or not.
    package init(_ request: ScanRequest) {
        let costs = request.costs
        self.init(
            commissionRate: request.commission, fixedFee: costs.fixedFee,
            feePerShare: costs.feePerShare, minFee: costs.minFee, slippage: costs.slippage,
            slippagePerShare: costs.slippagePerShare, borrowRate: costs.borrowRate,
            cashRate: costs.cashRate)
    }
}

extension StockResult {
    /// The figures of a backtest that are recorded, and those against a benchmark.
    package init(
        ticker: String, sector: String?, _ result: BacktestResult, against: RelativeStatistics
    ) {
        self.init(
            ticker: ticker, sector: sector, pnl: result.pnl, returnPct: result.returnPercent,
            totalTrades: result.totalTrades, winningTrades: result.winningTrades,
            losingTrades: result.losingTrades, openTrades: result.openTrades,
            rejectedOrders: result.rejectedOrders, sharpeRatio: result.sharpeRatio,
            maxDrawdown: result.maxDrawdownPercent, grossProfit: result.grossProfit,
            grossLoss: result.grossLoss.magnitude, exposurePct: result.exposurePercent,
            startValue: result.startValue, endValue: result.endValue,
            benchmark: StockBenchmark(
                returnPct: against.benchmarkReturnPercent, comparison: BenchmarkComparison(against))
        )
    }
}

extension BenchmarkComparison {
    /// The figures that are recorded.
    package init(_ figures: RelativeStatistics) {
        self.init(
            excessReturnPct: figures.excessReturnPercent, alphaPct: figures.alphaPercent,
            beta: figures.beta, trackingErrorPct: figures.trackingErrorPercent,
            informationRatio: figures.informationRatio, upCapture: figures.upCapture,
            downCapture: figures.downCapture)
    }
}

extension ScanEvent.PriceRecord {
    /// What is recorded of the bars that a backtest ran on.
    package init(_ history: PriceHistory) {
        let coverage = history.bars.coverage
        self.init(
            bars: history.bars.count,
            firstDate: coverage?.lowerBound.description ?? "",
            lastDate: coverage?.upperBound.description ?? "",
            barsDigest: history.bars.digest, rowsRead: history.counts.rows,
            rowsDropped: history.counts.rowsDropped,
            rowsOutsideRange: history.counts.rowsOutsideRange, rowsOpen: history.counts.rowsOpen,
            fetchedAt: history.fetchedAt.map { date in
                timestamp(MicrosecondsSinceEpoch(date.timeIntervalSince1970 * 1_000_000))
            })
    }
}

extension PriceSource {
    /// The prices as a request wants them: without the bar of a session that has not ended, unless
    /// it takes that as it stands.
    package func prices(for request: ScanRequest) -> any PriceSource {
        request.includeOpen ? self : ClosedPrices(self)
    }
}
