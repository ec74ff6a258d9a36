internal import ScanEvents

extension ScanState {
    /// The scan in a few lines for a terminal: counts, sums, best and worst stocks, failures,
    /// and what the price source had to leave out.
    package var summary: [String] {
        let ranking = ranking.map(\.result)
        let trades = ranking.reduce(0) { $0 + $1.totalTrades }
        let won = ranking.reduce(0) { $0 + $1.winningTrades }
        let lost = ranking.reduce(0) { $0 + $1.losingTrades }
        var lines = [
            "\(stocks.count) of \(total) stocks with \(requested?.request.strategy ?? "none"), "
                + "\(requested?.request.startDate ?? "?") to \(requested?.request.endDate ?? "?")",
            "PnL \(Self.dollars(pnl)): \(ranking.count { $0.pnl > 0 }) stocks gained, "
                + "\(ranking.count { $0.pnl < 0 }) lost; "
                + "\(trades) trades, \(won) won, \(lost) lost",
        ]
        if !ranking.isEmpty {
            lines.append("Best:  " + Self.line(of: ranking.prefix(5)))
            lines.append("Worst: " + Self.line(of: ranking.reversed().prefix(5)))
        }
        for (code, count) in failureCounts { lines.append("Failed: \(count) by \(code)") }
        if let started {
            lines.append(
                "Prices: \(started.rowsRead) rows read, \(started.rowsDropped) dropped for want "
                    + "of a price, \(started.rowsOutsideRange) kept with open or close outside "
                    + "low…high")
        }
        return lines
    }

    private var failureCounts: [(code: String, count: Int)] {
        Dictionary(grouping: failures, by: \.code.rawValue)
            .map { ($0.key, $0.value.count) }
            .sorted { $0.1 != $1.1 ? $0.1 > $1.1 : $0.0 < $1.0 }
    }

    private static func line(of results: some Sequence<StockResult>) -> String {
        results.map { "\($0.ticker) \(dollars($0.pnl))" }.joined(separator: ", ")
    }
}
