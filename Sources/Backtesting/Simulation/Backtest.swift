package import MarketData

/// Running a strategy over the bars of one ticker.
package enum Backtest {
    /// Runs a strategy over bars, with an account of its own.
    ///
    /// `cash` is what the account starts with, above zero; `commission` is a fraction of the
    /// price, paid at entry and at exit, from 0 to below 1; `execution` says how signals become
    /// trades. Pure: equal arguments give equal results. Throws `insufficientBars` and
    /// `invalidTerms`. O(count).
    package static func run(
        _ strategy: ConfiguredStrategy, on bars: Bars, cash: Double = 10_000,
        commission: Double = 0, execution: ExecutionSettings = ExecutionSettings()
    ) throws(BacktestError) -> BacktestResult {
        guard cash > 0, cash.isFinite else {
            throw BacktestError.invalidTerms("cash is \(cash); it must be finite and above zero")
        }
        guard 0..<1 ~= commission else {
            throw BacktestError.invalidTerms(
                "commission is \(commission); it is a fraction of the price, from 0 to below 1, "
                    + "such as 0.001 for 0.1 %")
        }
        guard bars.count >= strategy.minimumBars else {
            throw BacktestError.insufficientBars(
                ticker: bars.ticker, strategy: strategy.declaration.name, available: bars.count,
                needed: strategy.minimumBars)
        }
        return simulate(
            strategy.plan,
            SimulationInput(
                bars: bars, cash: cash, commission: commission, execution: execution))
    }
}
