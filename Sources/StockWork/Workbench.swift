package import Backtesting
package import MarketData
internal import ScanEvents

/// All that the tasks of one order need: what to run, how, and on which prices.
package struct Workbench: Sendable {
    /// What the tasks have in common.
    package let order: WorkOrder
    /// The strategy with its parameters.
    package let strategy: ConfiguredStrategy
    /// How orders are filled.
    package let execution: ExecutionSettings
    /// The day on which trading and all figures begin; nil for the first bar.
    package let tradeFrom: CalendarDate?
    /// Where the prices come from, those that the order wants.
    package let source: any PriceSource
    /// The bars of the benchmark that the order names; nil without one.
    package let benchmark: Bars?
    /// What the columns of a stock may cost.
    private var limits: CostLimits

    /// Joins an order with what it names.
    package init(
        order: WorkOrder, strategy: ConfiguredStrategy, execution: ExecutionSettings,
        source: any PriceSource, tradeFrom: CalendarDate? = nil, benchmark: Bars? = nil,
        limits: CostLimits = CostLimits()
    ) {
        self.order = order
        self.strategy = strategy
        self.execution = execution
        self.source = source.prices(for: order.request)
        self.tradeFrom = tradeFrom
        self.benchmark = benchmark
        self.limits = limits
        self.limits.stocks = order.stocks
    }

    /// Computes what a task asks for; pure, and long if there are many bars.
    ///
    /// - Parameters:
    ///   - products: what is asked for; with nothing of it nothing is run.
    ///   - history: the prices.
    /// - Returns: what is asked for, or why there is none.
    package func products(
        _ products: Set<StockTask.Product>, of history: PriceHistory
    ) -> Result<StockOutcome.Products, StockFailure> {
        guard !products.isEmpty else {
            return .success(StockOutcome.Products(prices: ScanEvent.PriceRecord(history)))
        }
        let bars = history.bars
        let result: BacktestResult
        do throws(BacktestError) {
            result = try Backtest.run(
                strategy, on: bars, cash: order.request.cash,
                costs: TradingCosts(order.request), execution: execution,
                tradeFrom: tradeFrom, benchmark: benchmark, limits: limits)
        } catch {
            return .failure(
                StockFailure(code: FailureCode(rawValue: error.code), message: "\(error)"))
        }
        guard result.equity.allSatisfy(\.isFinite), result.maxDrawdownPercent.isFinite else {
            return .failure(
                StockFailure(
                    code: .badData,
                    message: "the account left the range of numbers; check the prices of "
                        + "\(bars.ticker) and the cash"))
        }
        let held = result.heldValues(of: bars, against: benchmark)
        return .success(
            StockOutcome.Products(
                prices: ScanEvent.PriceRecord(history),
                result: products.contains(.result)
                    ? StockResult(
                        ticker: bars.ticker, sector: nil, result,
                        against: result.compared(with: held, on: bars)) : nil,
                curve: products.contains(.curve)
                    ? StockCurve(
                        times: Array(bars.times[result.firstBar...]), values: result.equity,
                        benchmark: held) : nil,
                rules: products.contains(.rules) ? RuleTally(result) : nil,
                trades: products.contains(.trades)
                    ? ScanEvent.StockTraded(
                        result, of: strategy, on: bars, fills: execution.fills) : nil,
                signal: products.contains(.signal)
                    ? StockSignal(result, of: strategy, on: bars) : nil))
    }
}
