import Indicators
import MarketData
import StrategyText

/// What a run needs besides the strategy; checked by `Backtest.run`.
struct SimulationInput {
    let bars: Bars
    let cash: Double
    var costs = TradingCosts()
    var execution = ExecutionSettings()
    /// The first bar that counts; those before it only warm up.
    var firstBar = 0
    /// The bars of the benchmark, brought to those; nil without one.
    var benchmark: PriceColumns?
}

/// Runs a strategy over bars, with the account that the settings ask for.
func simulate(_ plan: PreparedPlan, _ input: SimulationInput) -> BacktestResult {
    var columns = StockColumns(plan, on: input.bars, benchmark: input.benchmark)
    if input.execution.wholeUnits {
        var run = StrategyRun(&columns, input, MarginAccount.self)
        return run.result()
    }
    var run = StrategyRun(&columns, input, CashAccount.self)
    return run.result()
}
