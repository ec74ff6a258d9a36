package import MarketData
package import StrategyText

/// Running a strategy over the bars of one ticker.
package enum Backtest {
    /// Runs a strategy over bars, with an account of its own.
    ///
    /// `cash` is what the account starts with, above zero; `commission` is a fraction of the
    /// price, paid at entry and at exit, from 0 to below 1; `execution` says how signals become
    /// trades. With `tradeFrom`, the bars before that day only warm up: decisions and all figures
    /// begin at the first bar on or after it. `stocks` is how many a scan has, which share what it
    /// may cost. Pure: equal arguments give equal results. Throws `insufficientBars`,
    /// `noBarsToTrade`, `invalidTerms` and `tooCostly`. O(count).
    package static func run(
        _ strategy: ConfiguredStrategy, on bars: Bars, cash: Double = 10_000,
        commission: Double = 0, execution: ExecutionSettings = ExecutionSettings(),
        tradeFrom: CalendarDate? = nil, stocks: Int = 1
    ) throws(BacktestError) -> BacktestResult {
        let input = try SimulationInput(
            strategy, on: bars, cash: cash, commission: commission, execution: execution,
            tradeFrom: tradeFrom)
        try strategy.checkMemory(columns: strategy.prepared.peakColumns, bars: bars.count)
        try strategy.checkCost(bars: bars.count, stocks: stocks)
        return simulate(strategy.prepared, input)
    }

    /// The most memory for the columns of one stock, in bytes.
    static let mostColumnBytes = 256 << 20
    /// The most columns times bars of a scan; its stocks have equal shares of it.
    static let mostColumnBars = 5_000_000_000
}

extension StrategyCost {
    /// The most bars of all stocks of a scan; nil where nothing is computed.
    package var mostBars: Int? {
        nodeBars(1) == 0 ? nil : Backtest.mostColumnBars / nodeBars(1)
    }
}

extension ConfiguredStrategy {
    /// Throws `tooCostly` when so many columns at once are more than the most.
    func checkMemory(
        columns: Int, bars: Int, most: Int = Backtest.mostColumnBytes
    ) throws(BacktestError) {
        let bytes = columns * bars * MemoryLayout<Double>.stride
        guard bytes > most else { return }
        throw BacktestError.tooCostly(
            "'\(declaration.name)' keeps \(columns) columns of \(bars) bars at once, "
                + "\(bytes) bytes; at most \(most) are allowed: "
                + "use fewer columns, or fewer bars")
    }

    /// Throws `tooCostly` when the columns on so many bars are more than a stock's share.
    ///
    /// A share does not depend on the bars of other stocks, so that neither the order of the stocks nor
    /// the number of workers decides which one is refused.
    func checkCost(bars: Int, stocks: Int) throws(BacktestError) {
        let share = Backtest.mostColumnBars / max(1, stocks)
        let columnBars = cost.nodeBars(bars)
        guard columnBars > share else { return }
        throw BacktestError.tooCostly(
            "'\(declaration.name)' computes \(cost.nodeBars(1)) columns on \(bars) bars, "
                + "\(columnBars) column-bars; the share of a stock among \(stocks) is \(share): "
                + "use fewer columns, bars or stocks")
    }
}

extension SimulationInput {
    /// Checks what a run is given.
    init(
        _ strategy: ConfiguredStrategy, on bars: Bars, cash: Double, commission: Double,
        execution: ExecutionSettings, tradeFrom: CalendarDate?
    ) throws(BacktestError) {
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
        self.init(
            bars: bars, cash: cash, commission: commission, execution: execution,
            firstBar: try Self.firstBar(of: bars, from: tradeFrom))
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
