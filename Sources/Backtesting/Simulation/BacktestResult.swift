import MarketData

/// What came of running a strategy over one ticker.
package struct BacktestResult: Hashable, Sendable {
    /// All trades by time of entry; only the last can still be open.
    package let trades: [Trade]
    /// What the account was worth at the close of each bar.
    package let equity: [Double]
    /// The cash at the start.
    package let startValue: Double
    /// What the account is worth at the last close, an open position included.
    package let endValue: Double
    /// Closed trades whose net profit is not negative; a trade that earned nothing is won.
    package let winningTrades: Int
    /// Closed trades whose net profit is negative.
    package let losingTrades: Int
    /// Orders that the cash did not suffice for, at the signal's close or at the open.
    package let rejectedOrders: Int
    /// The sum of all commissions.
    package let commissionPaid: Double
    /// The deepest fall of the equity below its peak so far, in per cent of that peak.
    ///
    /// Not negative; above 100 when a short position ran the account into debt.
    package let maxDrawdownPercent: Double
    /// Mean of the daily returns over their population standard deviation, times √252.
    ///
    /// Simple returns between closes, the first bar's against the start value; no risk-free
    /// rate. Nil when all returns are equal, or the equity reached zero.
    package let sharpeRatio: Double?

    /// Number of trades, open ones included.
    package var totalTrades: Int { trades.count }

    /// Positions still open at the end, one or none; neither won nor lost.
    package var openTrades: Int { trades.last.map { $0.isClosed ? 0 : 1 } ?? 0 }

    /// The end value less the start value.
    package var pnl: Double { endValue - startValue }

    /// The profit in per cent of the start value.
    package var returnPercent: Double { pnl / startValue * 100 }
}

extension BacktestResult {
    /// Draws up the result of a finished run.
    init(_ broker: Broker, _ input: SimulationInput, equity: [Double]) {
        var trades = broker.closed.map { Trade($0, input.bars) }
        let winning = trades.count { $0.netPnl >= 0 }
        losingTrades = trades.count - winning
        winningTrades = winning
        if let held = broker.held {
            trades.append(Trade(held, input.bars))
        }
        self.trades = trades
        self.equity = equity
        startValue = input.cash
        endValue = equity.last ?? input.cash
        rejectedOrders = broker.rejectedOrders
        commissionPaid = broker.commissionPaid
        maxDrawdownPercent = maximumDrawdownPercent(of: equity)
        sharpeRatio = annualisedSharpeRatio(of: equity, start: input.cash)
    }
}

extension Trade {
    /// Dates a holding, and values it at its exit or at the last close.
    init(_ holding: Broker.Holding, _ bars: Bars) {
        let lastBar = holding.exitBar ?? bars.count - 1
        let lastPrice = holding.exitPrice ?? bars.close[lastBar]
        entryDate = bars.dates[holding.entryBar]
        exitDate = holding.exitBar.map { bars.dates[$0] }
        side = holding.size > 0 ? .long : .short
        size = holding.size.magnitude
        entryPrice = holding.entryPrice
        exitPrice = holding.exitPrice
        // backtrader averages entry prices even when there is one, which can lose an ulp; so a
        // trade that leaves at its entry price may be lost by 1e-12 instead of won by zero.
        let averagePrice = holding.size * holding.entryPrice / holding.size
        grossPnl = holding.size * (lastPrice - averagePrice)
        netPnl = grossPnl - holding.commission
        barsHeld = lastBar - holding.entryBar
    }
}
