internal import ScanEvents

extension ScanState {
    /// The scan in a few lines for a terminal: counts, sums, the portfolio, best and worst
    /// stocks, failures, and what was met in the prices.
    package var summary: [String] { summary(columns: .max) }

    /// The same for a terminal with so many columns, which has room for some of the figures.
    package func summary(columns: Int) -> [String] {
        if let sweep { return summary(of: sweep, columns: columns) }
        let ranking = ranking.map(\.result)
        var lines = [
            "\(stocks.count) of \(total) stocks with \(requested?.request.strategy ?? "none"), "
                + "\(requested?.request.startDate ?? "the first day") to "
                + (requested?.request.endDate ?? "the last")
                + (requested?.request.tradeFrom.map { ", trading from \($0)" } ?? ""),
            "PnL \(Self.dollars(pnl)): \(ranking.count { $0.pnl > 0 }) stocks gained, "
                + "\(ranking.count { $0.pnl < 0 }) lost; "
                + "\(ranking.sum(\.totalTrades)) trades, \(ranking.sum(\.winningTrades)) won, "
                + "\(ranking.sum(\.losingTrades)) lost",
        ]
        lines += Self.troubles(of: ranking)
        if let portfolio {
            lines += Self.lines(of: portfolio, against: requested?.request.benchmark)
        }
        if !leftOut.isEmpty {
            lines.append(
                "Not in the portfolio: "
                    + leftOut.map { "\($0.ticker) (\($0.code.rawValue))" }.sorted()
                    .joined(separator: ", "))
        }
        lines += signalLine.map { [$0] } ?? []
        lines += rules?.warnings ?? []
        lines += ResultTable(ranking: ranking).lines(columns: columns)
        lines += FailureCauses(failures).lines
        if !ranking.isEmpty { lines.append(Self.line(of: prices)) }
        return lines
    }

    /// What the accounts met that the sums do not show.
    private static func troubles(of results: [StockResult]) -> [String] {
        let refused = results.filter { $0.rejectedOrders > 0 }.map(\.ticker).sorted()
        let ruined = results.filter(\.isRuined).map(\.ticker).sorted()
        var lines: [String] = []
        if !refused.isEmpty {
            lines.append(
                "Orders: \(results.sum(\.rejectedOrders)) refused for want of cash, of "
                    + listed(refused.map(\.harmless), most: 8))
        }
        if !ruined.isEmpty {
            lines.append(
                "Ruined: accounts of \(listed(ruined.map(\.harmless), most: 8)), worth nothing or "
                    + "less at some time")
        }
        return lines
    }

    /// What all stocks earned together, and what holding them, or the benchmark, would have.
    private static func lines(of portfolio: Portfolio, against name: String?) -> [String] {
        let own = "Portfolio of \(portfolio.stocks): \(text(of: portfolio.statistics))"
        guard let benchmark = portfolio.benchmark else { return [own] }
        return [
            own,
            "Holding \(name?.harmless ?? "the same \(portfolio.stocks)"): \(text(of: benchmark.statistics))"
                + (benchmark.comparison.excessReturnPct.map { "; \(verdict($0))" } ?? ""),
        ]
    }

    /// The figures in a line.
    static func text(of figures: PortfolioStatistics) -> String {
        let parts = [
            figures.returnPct.map { "return \($0.rounded(places: 2))%" },
            figures.maxDrawdown.map { "max drawdown \($0.rounded(places: 2))%" },
            figures.sharpeRatio.map { "Sharpe \($0.rounded(places: 2))" },
        ]
        return parts.compactMap(\.self).joined(separator: ", ")
    }

    /// Whether a strategy earned more than holding, and by how many points.
    private static func verdict(_ excess: Double) -> String {
        let points = excess.magnitude.rounded(places: 2)
        guard points > 0 else { return "the strategy earned as much" }
        return "the strategy earned \(points) points \(excess < 0 ? "less" : "more")"
    }

    /// What was met in the prices.
    static func line(of prices: PriceTotals) -> String {
        "Prices: \(prices.rowsRead) rows read, \(prices.rowsDropped) dropped as incomplete or "
            + "repeated, \(prices.rowsOutsideRange) kept with open or close outside low…high"
            + (prices.rowsOpen > 0
                ? ", \(prices.rowsOpen) bars of a session that has not ended left out (--include-open "
                    + "takes them)" : "")
            + (prices.oldestFetchedAt.map { ", fetched from \($0) on" } ?? "")
    }
}
