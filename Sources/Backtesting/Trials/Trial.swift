/// What came of one set of parameters over one stock, to the bit what `Backtest.run` gives.
package struct Trial: Hashable, Sendable {
    /// The value at the end less the cash, in money.
    package let pnl: Double
    /// As `BacktestResult.sharpeRatio`.
    package let sharpeRatio: Double?
    /// As `BacktestResult.maxDrawdownPercent`.
    package let maxDrawdownPercent: Double
    /// Number of trades, open ones included.
    package let trades: Int
    /// Bars of all trades, those of entries and exits included.
    package let barsInPosition: Int

    /// Joins the figures.
    package init(
        pnl: Double, sharpeRatio: Double?, maxDrawdownPercent: Double, trades: Int,
        barsInPosition: Int
    ) {
        self.pnl = pnl
        self.sharpeRatio = sharpeRatio
        self.maxDrawdownPercent = maxDrawdownPercent
        self.trades = trades
        self.barsInPosition = barsInPosition
    }

    /// The figures of a run.
    init(_ result: BacktestResult) {
        self.init(
            pnl: result.pnl, sharpeRatio: result.sharpeRatio,
            maxDrawdownPercent: result.maxDrawdownPercent, trades: result.totalTrades,
            barsInPosition: result.trades.reduce(0) { $0 + $1.barsHeld + 1 })
    }

    /// The profit in per cent of the cash, as `BacktestResult.returnPercent`.
    package func returnPercent(cash: Double) -> Double { pnl / cash * 100 }

    /// Share of the bars that count with a position, in per cent, as
    /// `BacktestResult.exposurePercent`.
    package func exposurePercent(bars: Int) -> Double {
        Double(barsInPosition) / Double(max(bars, 1)) * 100
    }
}

/// What came of several sets over one stock.
package struct StockTrials: Equatable, Sendable {
    /// A trial of each set, in their order; nil for a set that has too few bars to decide on, or
    /// no bar to trade on: it counts as cash.
    package let trials: [Trial?]
    /// Index of the first bar that counts; the number of bars if none does.
    package let firstBar: Int
    /// How many bars count.
    package let bars: Int
}
