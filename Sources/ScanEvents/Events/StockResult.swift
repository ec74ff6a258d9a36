/// What a backtest made of one stock.
package struct StockResult: Form {
    package static let about: StaticString =
        "What a backtest made of one stock. Amounts are in the currency of the prices."
    package static let noun = "a result"

    /// The stock.
    package var ticker = ""
    /// Its sector; nil where none is known.
    package var sector: String?
    /// Profit or loss: `endValue - startValue`, open positions at the last close.
    package var pnl = 0.0
    /// The same in per cent of `startValue`.
    package var returnPct = 0.0
    /// Positions opened, the one that is still open included.
    package var totalTrades = 0
    /// Closed positions with a net profit of zero or more.
    package var winningTrades = 0
    /// Closed positions with a net loss.
    package var losingTrades = 0
    /// Positions still open at the end, 0 or 1.
    package var openTrades = 0
    /// Orders that the broker refused for want of cash.
    package var rejectedOrders = 0
    /// Mean over population deviation of the returns, annualised, risk-free rate 0; nil where that
    /// does not exist.
    ///
    /// Of days, weeks, months, quarters or years, as the bars are; times the root of 252, or 365
    /// where bars are on weekends, 52, 12, 4 or 1.
    package var sharpeRatio: Double?
    /// The deepest fall below a running peak of the daily values, in per cent, positive.
    package var maxDrawdown = 0.0
    /// The sum of the net profits of the closed positions that were won; not negative.
    package var grossProfit = 0.0
    /// The sum of the net losses of the closed positions that were lost, as a positive number.
    package var grossLoss = 0.0
    /// The share of the bars during which there was a position, in per cent.
    ///
    /// Bars of entry and of exit count whole, and so do those of a position that is still open.
    package var exposurePct = 0.0
    /// The cash at the start.
    package var startValue = 0.0
    /// Cash and position at the last close.
    package var endValue = 0.0
    /// What holding the stock would have earned; nil for tapes of earlier versions.
    package var benchmark: StockBenchmark?

    /// Whether the account was worth nothing or less at any time.
    package var isRuined: Bool {
        Self.isRuined(maxDrawdown: maxDrawdown, endValue: endValue)
    }

    /// Whether an account with these figures was ruined.
    package static func isRuined(maxDrawdown: Double, endValue: Double) -> Bool {
        maxDrawdown >= 100 || endValue <= 0
    }

    /// Joins its fields.
    package init() {}

    /// Makes a result of all its figures.
    package init(
        ticker: String, sector: String? = nil, pnl: Double, returnPct: Double, totalTrades: Int,
        winningTrades: Int, losingTrades: Int, openTrades: Int, rejectedOrders: Int,
        sharpeRatio: Double?, maxDrawdown: Double, grossProfit: Double, grossLoss: Double,
        exposurePct: Double, startValue: Double, endValue: Double,
        benchmark: StockBenchmark? = nil
    ) {
        self.ticker = ticker
        self.sector = sector
        self.pnl = pnl
        self.returnPct = returnPct
        self.totalTrades = totalTrades
        self.winningTrades = winningTrades
        self.losingTrades = losingTrades
        self.openTrades = openTrades
        self.rejectedOrders = rejectedOrders
        self.sharpeRatio = sharpeRatio
        self.maxDrawdown = maxDrawdown
        self.grossProfit = grossProfit
        self.grossLoss = grossLoss
        self.exposurePct = exposurePct
        self.startValue = startValue
        self.endValue = endValue
        self.benchmark = benchmark
    }

    package mutating func members<Visitor: FormVisitor>(
        _ form: inout Visitor
    ) throws(Visitor.Failure) {
        try form.member("ticker", &ticker, .ticker)
        try form.member("sector", &sector, .sector)
        try form.member(
            "pnl", &pnl, .any,
            "Profit or loss: end_value less start_value, an open position at the last close.")
        try form.member("return_pct", &returnPct, .any, "pnl in per cent of start_value.")
        try form.member(
            "total_trades", &totalTrades, .count,
            "Positions opened, the one still open included.")
        try form.member(
            "winning_trades", &winningTrades, .count,
            "Closed positions with a net profit of zero or more.")
        try form.member(
            "losing_trades", &losingTrades, .count,
            "Closed positions with a net loss.")
        try form.member(
            "open_trades", &openTrades, .atMostOne,
            "Positions still open at the end.")
        try form.member(
            "rejected_orders", &rejectedOrders, .count,
            "Orders that the broker refused for want of cash.")
        try form.member(
            "sharpe_ratio", &sharpeRatio, .any,
            """
            Mean over population standard deviation of the returns of the periods, \
            annualised, risk-free rate 0: times √252 for days on which stocks trade, \
            √365 for days that include weekends, √52, √12, √4 or 1 for bars of weeks, \
            months, quarters or years; bars within days count by their days; null where \
            that does not exist.
            """)
        try form.member(
            "max_drawdown", &maxDrawdown, .notNegative,
            """
            Deepest fall of the daily values below their running peak, in per cent of \
            the peak; 100 or more where the account was ruined, above 100 where it was in \
            debt.
            """)
        try form.member(
            "gross_profit", &grossProfit, .notNegative,
            "Sum of the net profits of the closed positions that were won.")
        try form.member(
            "gross_loss", &grossLoss, .notNegative,
            """
            Sum of the net losses of the closed positions that were lost, as a positive \
            number.
            """)
        try form.member(
            "exposure_pct", &exposurePct, .percent,
            """
            Bars during which there was a position, in per cent of all; the bars of \
            entry and of exit count whole, and so do those of a position that is still \
            open.
            """)
        try form.member("start_value", &startValue, .positive, "Cash at the start.")
        try form.member("end_value", &endValue, .any, "Cash and position at the last close.")
        try form.object("benchmark", &benchmark)
    }
}
