internal import ScanEvents

extension ScanState {
    /// The scan in a few lines for a terminal: counts, sums, the portfolio, best and worst
    /// stocks, failures, and what was met in the prices.
    package var summary: [String] { summary(columns: .max) }

    /// The same for a terminal with so many columns, which has room for some of the figures.
    package func summary(columns: Int) -> [String] {
        let ranking = ranking.map(\.result)
        var lines = [
            "\(stocks.count) of \(total) stocks with \(requested?.request.strategy ?? "none"), "
                + "\(requested?.request.startDate ?? "the first day") to "
                + "\(requested?.request.endDate ?? "the last")",
            "PnL \(Self.dollars(pnl)): \(ranking.count { $0.pnl > 0 }) stocks gained, "
                + "\(ranking.count { $0.pnl < 0 }) lost; "
                + "\(ranking.sum(\.totalTrades)) trades, \(ranking.sum(\.winningTrades)) won, "
                + "\(ranking.sum(\.losingTrades)) lost",
        ]
        if let portfolio { lines.append(Self.line(of: portfolio)) }
        if !leftOut.isEmpty {
            lines.append(
                "Not in the portfolio: "
                    + leftOut.map { "\($0.ticker) (\($0.code.rawValue))" }.sorted()
                    .joined(separator: ", "))
        }
        lines += ResultTable(ranking: ranking).lines(columns: columns)
        for (code, count) in failures.countsByCode { lines.append("Failed: \(count) by \(code)") }
        if !ranking.isEmpty { lines.append(Self.line(of: prices)) }
        return lines
    }

    private static func line(of portfolio: Portfolio) -> String {
        let figures = portfolio.statistics
        let parts = [
            figures.returnPct.map { "return \($0.rounded(places: 2))%" },
            figures.maxDrawdown.map { "max drawdown \($0.rounded(places: 2))%" },
            figures.sharpeRatio.map { "Sharpe \($0.rounded(places: 2))" },
        ]
        return "Portfolio of \(portfolio.stocks): "
            + parts.compactMap(\.self).joined(separator: ", ")
    }

    private static func line(of prices: PriceTotals) -> String {
        "Prices: \(prices.rowsRead) rows read, \(prices.rowsDropped) dropped as incomplete or "
            + "repeated, \(prices.rowsOutsideRange) kept with open or close outside low…high"
            + (prices.oldestFetchedAt.map { ", fetched from \($0) on" } ?? "")
    }
}
