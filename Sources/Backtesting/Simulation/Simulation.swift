import MarketData
import StrategyText

/// What a run needs besides the strategy; checked by `Backtest.run`.
struct SimulationInput {
    let bars: Bars
    let cash: Double
    let commission: Double
    var execution = ExecutionSettings()
}

/// Runs a strategy over bars, with the account that the settings ask for.
func simulate(_ plan: StrategyPlan, _ input: SimulationInput) -> BacktestResult {
    var columns = StockColumns(
        plan, on: input.bars, functions: FunctionCatalogue.language1.functions)
    if input.execution.wholeUnits {
        var run = StrategyRun(&columns, input, MarginAccount.self)
        return run.result()
    }
    var run = StrategyRun(&columns, input, CashAccount.self)
    return run.result()
}
