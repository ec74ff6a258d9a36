internal import ScanEvents

/// The figures of a whole scan over its stocks' results.
///
/// Means, medians and population deviations (dividing by n), rounded to two decimals; zeros
/// where there is no stock. They do not depend on the order of the stocks.
struct MacroStatistics {
    private let pnl: Distribution?
    private let returnPct: Distribution?
    private let profitable: Int
    private let losing: Int
    private let stocks: Int
    private let trades: Int
    private let winningTrades: Int

    /// Takes the results, best first.
    init(ranking: [StockResult]) {
        pnl = Distribution(ranking.map(\.pnl))
        returnPct = Distribution(ranking.map(\.returnPct))
        profitable = ranking.count { $0.pnl > 0 }
        losing = ranking.count { $0.pnl < 0 }
        stocks = ranking.count
        trades = ranking.sum(\.totalTrades)
        winningTrades = ranking.sum(\.winningTrades)
    }

    /// Writes the sixteen figures as an object.
    func write(to json: inout JSONWriter) {
        json.object { json in
            for (name, figure) in [("pnl", pnl), ("return_pct", returnPct)] {
                json.member("avg_\(name)", figure?.mean ?? 0, places: 2)
                json.member("median_\(name)", figure?.median ?? 0, places: 2)
                json.member("std_\(name)", figure?.deviation ?? 0, places: 2)
                json.member("min_\(name)", figure?.least ?? 0, places: 2)
                json.member("max_\(name)", figure?.greatest ?? 0, places: 2)
            }
            json.member("profitable_stocks", profitable)
            json.member("losing_stocks", losing)
            json.member("neutral_stocks", stocks - profitable - losing)
            json.member("profitability_rate", percent(profitable, of: stocks) ?? 0, places: 2)
            json.member(
                "avg_trades_per_stock", stocks == 0 ? 0 : Double(trades) / Double(stocks), places: 2
            )
            json.member("win_rate", percent(winningTrades, of: trades) ?? 0, places: 2)
        }
    }
}
