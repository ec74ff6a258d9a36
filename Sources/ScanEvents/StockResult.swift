package import JSONText

/// What a backtest made of one stock.
package struct StockResult: Equatable, Sendable {
    /// The stock.
    package var ticker: String
    /// Its sector; nil where none is known.
    package var sector: String?
    /// Profit or loss: `endValue - startValue`, open positions at the last close.
    package var pnl: Double
    /// The same in per cent of `startValue`.
    package var returnPct: Double
    /// Positions opened, the one that is still open included.
    package var totalTrades: Int
    /// Closed positions with a net profit of zero or more.
    package var winningTrades: Int
    /// Closed positions with a net loss.
    package var losingTrades: Int
    /// Positions still open at the end, 0 or 1.
    package var openTrades: Int
    /// Orders that the broker refused for want of cash.
    package var rejectedOrders: Int
    /// Mean over population deviation of the returns, annualised, risk-free rate 0; nil where that
    /// does not exist.
    ///
    /// Of days, weeks, months, quarters or years, as the bars are; times the root of 252, or 365
    /// where bars are on weekends, 52, 12, 4 or 1.
    package var sharpeRatio: Double?
    /// The deepest fall below a running peak of the daily values, in per cent, positive.
    package var maxDrawdown: Double
    /// The sum of the net profits of the closed positions that were won; not negative.
    package var grossProfit: Double
    /// The sum of the net losses of the closed positions that were lost, as a positive number.
    package var grossLoss: Double
    /// The share of the bars during which there was a position, in per cent.
    ///
    /// Bars of entry and of exit count whole, and so do those of a position that is still open.
    package var exposurePct: Double
    /// The cash at the start.
    package var startValue: Double
    /// Cash and position at the last close.
    package var endValue: Double

    /// Makes a result of all its figures.
    package init(
        ticker: String, sector: String? = nil, pnl: Double, returnPct: Double, totalTrades: Int,
        winningTrades: Int, losingTrades: Int, openTrades: Int, rejectedOrders: Int,
        sharpeRatio: Double?, maxDrawdown: Double, grossProfit: Double, grossLoss: Double,
        exposurePct: Double, startValue: Double, endValue: Double
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
    }

    /// Writes the result as an object.
    package func write(to json: inout JSONWriter) {
        json.object { json in
            json.member("ticker", ticker)
            json.nullableMember("sector", sector)
            json.member("pnl", pnl)
            json.member("return_pct", returnPct)
            json.member("total_trades", totalTrades)
            json.member("winning_trades", winningTrades)
            json.member("losing_trades", losingTrades)
            json.member("open_trades", openTrades)
            json.member("rejected_orders", rejectedOrders)
            json.member("sharpe_ratio", sharpeRatio)
            json.member("max_drawdown", maxDrawdown)
            json.member("gross_profit", grossProfit)
            json.member("gross_loss", grossLoss)
            json.member("exposure_pct", exposurePct)
            json.member("start_value", startValue)
            json.member("end_value", endValue)
        }
    }

    /// Reads a result; fields of a later version are passed over.
    package init(from scanner: inout JSONScanner) throws(JSONError) {
        // A bit for each required field, as a set of names costs more than all the rest.
        var found = 0
        self.init(
            ticker: "", pnl: 0, returnPct: 0, totalTrades: 0, winningTrades: 0, losingTrades: 0,
            openTrades: 0, rejectedOrders: 0, sharpeRatio: nil, maxDrawdown: 0, grossProfit: 0,
            grossLoss: 0, exposurePct: 0, startValue: 0, endValue: 0)
        try scanner.object { name, scanner throws(JSONError) in
            if let index = Self.required.firstIndex(of: name) { found |= 1 << index }
            switch name {
            case "ticker": ticker = try scanner.string()
            case "sector": sector = try scanner.nullableString()
            case "pnl": pnl = try scanner.number()
            case "return_pct": returnPct = try scanner.number()
            case "total_trades": totalTrades = try scanner.integer()
            case "winning_trades": winningTrades = try scanner.integer()
            case "losing_trades": losingTrades = try scanner.integer()
            case "open_trades": openTrades = try scanner.integer()
            case "rejected_orders": rejectedOrders = try scanner.integer()
            case "sharpe_ratio": sharpeRatio = try scanner.nullableNumber()
            case "max_drawdown": maxDrawdown = try scanner.number()
            case "gross_profit": grossProfit = try scanner.number()
            case "gross_loss": grossLoss = try scanner.number()
            case "exposure_pct": exposurePct = try scanner.number()
            case "start_value": startValue = try scanner.number()
            case "end_value": endValue = try scanner.number()
            default: try scanner.skip()
            }
        }
        guard found == (1 << Self.required.count) - 1 else {
            let missing = Self.required.indices.filter { found & (1 << $0) == 0 }
                .map { Self.required[$0] }
            throw scanner.error("a result with \(missing.joined(separator: ", "))")
        }
    }

    /// The fields that each result has, by name.
    private static let required = [
        "end_value", "exposure_pct", "gross_loss", "gross_profit", "losing_trades", "max_drawdown",
        "open_trades", "pnl", "rejected_orders", "return_pct", "sharpe_ratio", "start_value",
        "ticker", "total_trades", "winning_trades",
    ]
}
