package import Backtesting
package import MarketData
internal import Projections
package import ScanEvents
internal import StockWork

/// One strategy on one stock, with all that is to be told of it.
package struct BacktestReport: Sendable {
    /// What was asked for, every default filled in.
    package let request: ScanRequest
    /// The bars that it ran on.
    package let bars: Bars
    /// What was met in the prices, and when a server gave them.
    package let prices: ScanEvent.PriceRecord
    /// Trades, equity and what stocks of a scan tell.
    package let result: BacktestResult
    /// What holding the stock, or the benchmark, is worth at each bar that counts.
    let held: [Double]
    /// All other figures.
    package let statistics: RunStatistics
    /// Whether the account was worth nothing or less at any time.
    package var isRuined: Bool {
        StockResult.isRuined(
            maxDrawdown: result.maxDrawdownPercent, endValue: result.endValue)
    }
    /// The trades as the tape of a scan would tell them.
    var trades: [StockTrade] {
        guard
            let told = ScanEvent.StockTraded(
                result, of: strategy, on: bars, fills: execution.fills)
        else { return [] }
        var fold = TradeFold(request)
        fold.add(told)
        return fold.take(of: bars.ticker) ?? []
    }
    private let execution: ExecutionSettings
    /// The strategy.
    let strategy: ConfiguredStrategy
    /// The columns that the strategy gives a name to; nil where they are not told.
    let columns: [StrategyColumns.Column]?

    /// Runs the first stock of a plan.
    ///
    /// - Parameters:
    ///   - plan: what to run.
    ///   - hasColumns: whether to tell the columns of the strategy, too.
    ///   - settings: how long its prices may take, that they wait for their turn at the source
    ///     included, and what its columns may cost.
    ///   - clock: measures that time.
    /// - Throws: `PriceError` where there are no prices of it, `BacktestError` where they do not
    ///   suffice.
    package init(
        _ plan: ScanPlan, hasColumns: Bool = false, settings: ScanSettings = ScanSettings(),
        clock: some Clock<Duration> = ContinuousClock()
    ) async throws {
        try self.init(
            plan, try await Self.history(plan, timeout: settings.stockTimeout, clock: clock),
            against: try await plan.benchmarkHistory(
                timeout: settings.stockTimeout, clock: clock)?.bars,
            hasColumns: hasColumns, limits: settings.costLimits)
    }

    /// Runs the first stock of a plan on its prices and the benchmark's; computes, and for long if
    /// there are many.
    ///
    /// - Throws: `BacktestError` where they do not suffice.
    package init(
        _ plan: ScanPlan, _ history: PriceHistory, against benchmark: Bars?,
        hasColumns: Bool = false, limits: CostLimits = CostLimits()
    ) throws(BacktestError) {
        request = plan.request
        execution = plan.execution
        strategy = plan.strategy
        bars = history.bars
        prices = ScanEvent.PriceRecord(history)
        if hasColumns {
            let run = try StrategyColumns(
                plan.strategy, on: bars, cash: plan.request.cash,
                costs: plan.costs, execution: plan.execution,
                tradeFrom: plan.tradeFrom, benchmark: benchmark, limits: limits)
            result = run.result
            columns = try Self.named(run)
        } else {
            result = try Backtest.run(
                plan.strategy, on: bars, cash: plan.request.cash,
                costs: plan.costs, execution: plan.execution,
                tradeFrom: plan.tradeFrom, benchmark: benchmark, limits: limits)
            columns = nil
        }
        statistics = RunStatistics(result, on: bars, against: benchmark)
        held = result.heldValues(of: bars, against: benchmark)
    }

    /// The columns that a chart shows.
    ///
    /// - Throws: `BacktestError` where they are too long for one answer.
    static func named(
        _ run: StrategyColumns, atMost most: Int = mostColumnValues
    ) throws(BacktestError) -> [StrategyColumns.Column] {
        let columns = run.columns.filter { $0.kind != .rule }
        let values = columns.count * run.result.equity.count
        guard values <= most else {
            throw .tooCostly(
                "the strategy's columns have \(values) values over these bars; at most "
                    + "\(most) are told at once: take fewer bars, or leave columns out")
        }
        return columns
    }

    /// The most values of columns that are told at once.
    static let mostColumnValues = 2_000_000

    /// The prices of the first stock, unless they take too long; then their source is left alone.
    ///
    /// - Parameters:
    ///   - plan: what to run.
    ///   - timeout: how long its prices may take.
    ///   - clock: measures that time.
    /// - Returns: the prices.
    /// - Throws: `PriceError` where there are none.
    package static func history(
        _ plan: ScanPlan, timeout: Duration, clock: some Clock<Duration> = ContinuousClock()
    ) async throws -> PriceHistory {
        try await plan.history(of: plan.tickers.first ?? "", timeout: timeout, clock: clock)
    }
}
