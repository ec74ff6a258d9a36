package import MarketData

/// Running a strategy over the bars of one ticker.
package enum Backtest {
    /// Runs a strategy over bars, with an account of its own.
    ///
    /// `cash` is what the account starts with, above zero; `costs` are what the broker takes and
    /// pays; `execution` says how signals become trades. With `tradeFrom`, the bars before that
    /// day only warm up: decisions and all figures begin at the first bar on or after it. `benchmark` is
    /// what the strategy reads by that name, of each bar its last bar at or before it; `limits` is
    /// what its columns may cost. Pure: equal arguments give equal results. Throws `insufficientBars`,
    /// `noBarsToTrade`, `invalidTerms` and `tooCostly`. O(count).
    package static func run(
        _ strategy: ConfiguredStrategy, on bars: Bars, cash: Double = 10_000,
        costs: TradingCosts = TradingCosts(), execution: ExecutionSettings = ExecutionSettings(),
        tradeFrom: CalendarDate? = nil, benchmark: Bars? = nil,
        limits: CostLimits = CostLimits()
    ) throws(BacktestError) -> BacktestResult {
        let input = try SimulationInput(
            strategy, on: bars, cash: cash, costs: costs, execution: execution,
            tradeFrom: tradeFrom, benchmark: benchmark)
        try strategy.check(limits, columns: strategy.prepared.peakColumns, bars: bars.count)
        return simulate(strategy.prepared, input)
    }
}

extension SimulationInput {
    /// Checks what a run is given.
    init(
        _ strategy: ConfiguredStrategy, on bars: Bars, cash: Double, costs: TradingCosts,
        execution: ExecutionSettings, tradeFrom: CalendarDate?, benchmark: Bars?
    ) throws(BacktestError) {
        try Self.checkTerms(cash, costs)
        guard bars.count >= strategy.minimumBars else {
            throw BacktestError.insufficientBars(
                ticker: bars.ticker, strategy: strategy.declaration.name, available: bars.count,
                needed: strategy.minimumBars)
        }
        self.init(
            bars: bars, cash: cash, costs: costs, execution: execution,
            firstBar: try Self.firstBar(of: bars, from: tradeFrom),
            benchmark: strategy.readsBenchmark ? benchmark?.columns(at: bars.times) : nil)
    }

    /// Throws `invalidTerms` where cash or costs make no sense.
    func checkTerms() throws(BacktestError) { try Self.checkTerms(cash, costs) }

    private static func checkTerms(
        _ cash: Double, _ costs: TradingCosts
    ) throws(BacktestError) {
        guard cash > 0, cash.isFinite else {
            throw BacktestError.invalidTerms("cash is \(cash); it must be finite and above zero")
        }
        if let problem = costs.problems.first {
            throw BacktestError.invalidTerms("\(problem.name) is \(problem.detail)")
        }
    }

    private static func firstBar(
        of bars: Bars, from day: CalendarDate?
    ) throws(BacktestError) -> Int {
        guard let day, let last = bars.times.last else { return 0 }
        guard let first = bars.times.firstIndex(where: { $0.day >= day }) else {
            throw BacktestError.noBarsToTrade(ticker: bars.ticker, from: day, last: last.day)
        }
        return first
    }
}
