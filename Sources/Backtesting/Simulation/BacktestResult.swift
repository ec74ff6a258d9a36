import MarketData

/// What came of running a strategy over one ticker.
package struct BacktestResult: Hashable, Sendable {
    /// All trades by time of entry; only the last can still be open.
    package let trades: [Trade]
    /// Index of the first bar that counts; those before it only warmed up.
    package let firstBar: Int
    /// What the account was worth at the close of each bar from the first that counts on.
    package let equity: [Double]
    /// The cash at the start.
    package let startValue: Double
    /// What the account is worth at the last close, an open position included.
    package let endValue: Double
    /// Closed trades whose net profit is not negative; a trade that earned nothing is won.
    package let winningTrades: Int
    /// Closed trades whose net profit is negative.
    package let losingTrades: Int
    /// Sum of the net profits of closed trades that earned, in money; zero or above.
    package let grossProfit: Double
    /// Sum of the net profits of closed trades that lost, in money; zero or below.
    package let grossLoss: Double
    /// Share of the bars that count during which there was a position, in per cent.
    ///
    /// Bars of entry and of exit count whole, as in backtesting.py; so does an open position.
    package let exposurePercent: Double
    /// Index of the first bar that counts and on which all that the strategy looks at has a value.
    ///
    /// From its close, backtesting.py measures what buying and holding would have earned.
    package let firstTradingBar: Int
    /// Orders that the cash did not suffice for.
    package let rejectedOrders: Int
    /// The sum of all charges for orders: fractions, fixed fees and fees a share.
    package let commissionPaid: Double
    /// What borrowing the shares of short positions cost.
    package let borrowCost: Double
    /// What the cash earned; no trade has a part of it.
    package let interest: Double
    /// The deepest fall of the equity below its peak so far, in per cent of that peak.
    ///
    /// Not negative; above 100 when a short position ran the account into debt.
    package let maxDrawdownPercent: Double
    /// Mean of the returns over their population standard deviation, annualised; backtrader's.
    ///
    /// Simple returns between closes, for bars within days between the days' last closes; the
    /// first against the start value. Times the root of the periods in a year, 252 for the bars
    /// of stocks by day; no risk-free rate. Nil when all returns are equal, or the equity
    /// reached zero.
    package let sharpeRatio: Double?

    /// What became of each rule, in the order of the strategy.
    package let rules: [RuleUse]
    /// Stops, targets and trails that were missing when a position was entered.
    package let missingLevels: Int

    /// What is held and ordered at the last bar.
    package let standing: Standing

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
    init<A: Account>(
        _ account: A, _ input: SimulationInput, reasons: TradeReasons, equity: [Double],
        firstTradingBar: Int, rules: [RuleUse], missingLevels: Int, standing: Standing
    ) {
        let (book, bars) = (account.book, input.bars)
        var trades: [Trade] = []
        trades.reserveCapacity(book.closed.count + 1)
        var (winning, barsInPosition, profit, loss) = (0, 0, 0.0, 0.0)
        for place in 0..<(book.closed.count + (book.held == nil ? 0 : 1)) {
            let holding = place < book.closed.count ? book.closed[place] : book.held
            guard let holding else { continue }
            let price = holding.exitPrice ?? bars.close[bars.count - 1]
            let trade = Trade(
                holding, bars, entryRule: reasons.entryRules[place],
                exit: place < reasons.exits.count ? reasons.exits[place] : nil,
                grossPnl: A.profit(of: holding, at: price))
            trades.append(trade)
            barsInPosition += trade.barsHeld + 1
            guard trade.isClosed else { continue }
            winning += trade.netPnl >= 0 ? 1 : 0
            profit += max(trade.netPnl, 0)
            loss += min(trade.netPnl, 0)
        }
        self.trades = trades
        firstBar = input.firstBar
        self.equity = equity
        self.firstTradingBar = firstTradingBar
        self.rules = rules
        self.missingLevels = missingLevels
        self.standing = standing
        startValue = input.cash
        endValue = equity.last ?? input.cash
        winningTrades = winning
        losingTrades = book.closed.count - winning
        grossProfit = profit
        grossLoss = loss
        exposurePercent = Double(barsInPosition) / Double(max(equity.count, 1)) * 100
        rejectedOrders = book.rejectedOrders
        commissionPaid = book.commissionPaid
        borrowCost = book.borrowCost
        interest = book.interest
        let times = bars.times.dropping(input.firstBar)
        (maxDrawdownPercent, sharpeRatio) = figures(
            of: equity, at: times, ReturnPeriod(of: times), start: input.cash)
    }
}

extension Array {
    /// All but so many of the first; not a copy when that is all of them.
    func dropping(_ count: Int) -> [Element] { count == 0 ? self : Array(dropFirst(count)) }
}

extension Trade {
    /// Places a holding in time.
    fileprivate init(
        _ holding: Holding, _ bars: Bars, entryRule: Int, exit: TradeExit?, grossPnl: Double
    ) {
        entryBar = holding.entryBar
        exitBar = holding.exitBar
        self.entryRule = entryRule
        self.exit = exit
        entryTime = bars.times[holding.entryBar]
        exitTime = holding.exitBar.map { bars.times[$0] }
        side = holding.size > 0 ? .long : .short
        size = holding.size.magnitude
        entryPrice = holding.entryPrice
        exitPrice = holding.exitPrice
        self.grossPnl = grossPnl
        commission = holding.commission
        borrowCost = holding.borrowCost
        netPnl = grossPnl - holding.costs
        barsHeld = (holding.exitBar ?? bars.count - 1) - holding.entryBar
    }
}
