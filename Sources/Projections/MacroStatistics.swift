internal import ScanEvents

/// The figures of a whole scan over its stocks' results.
///
/// Means, medians and population deviations (dividing by n), rounded to two decimals; zeros
/// where there is no stock. They do not depend on the order of the stocks.
struct MacroStatistics {
    private let pnl: Distribution
    private let returnPct: Distribution
    private let profitable: Int
    private let losing: Int
    private let stocks: Int
    private let trades: Int
    private let winningTrades: Int

    /// Takes the results in any order.
    init(_ results: [StockResult]) {
        pnl = Distribution(results.map(\.pnl))
        returnPct = Distribution(results.map(\.returnPct))
        profitable = results.count { $0.pnl > 0 }
        losing = results.count { $0.pnl < 0 }
        stocks = results.count
        trades = results.reduce(0) { $0 + $1.totalTrades }
        winningTrades = results.reduce(0) { $0 + $1.winningTrades }
    }

    /// Writes the sixteen figures as an object.
    func write(to json: inout JSONWriter) {
        json.object { json in
            json.member("avg_pnl", pnl.mean.rounded(places: 2))
            json.member("median_pnl", pnl.median.rounded(places: 2))
            json.member("std_pnl", pnl.deviation.rounded(places: 2))
            json.member("min_pnl", pnl.least.rounded(places: 2))
            json.member("max_pnl", pnl.greatest.rounded(places: 2))
            json.member("avg_return_pct", returnPct.mean.rounded(places: 2))
            json.member("median_return_pct", returnPct.median.rounded(places: 2))
            json.member("std_return_pct", returnPct.deviation.rounded(places: 2))
            json.member("min_return_pct", returnPct.least.rounded(places: 2))
            json.member("max_return_pct", returnPct.greatest.rounded(places: 2))
            json.member("profitable_stocks", profitable)
            json.member("losing_stocks", losing)
            json.member("neutral_stocks", stocks - profitable - losing)
            json.member("profitability_rate", percent(profitable, of: stocks))
            json.member("avg_trades_per_stock", ratio(trades, to: stocks).rounded(places: 2))
            json.member("win_rate", percent(winningTrades, of: trades))
        }
    }

    private func ratio(_ part: Int, to whole: Int) -> Double {
        whole == 0 ? 0 : Double(part) / Double(whole)
    }

    private func percent(_ part: Int, of whole: Int) -> Double {
        (ratio(part, to: whole) * 100).rounded(places: 2)
    }
}

/// Mean, median, population deviation and extremes of some numbers; all zero for none.
private struct Distribution {
    let mean: Double
    let median: Double
    let deviation: Double
    let least: Double
    let greatest: Double

    init(_ values: [Double]) {
        // Summed in sorted order, so that the order of the stocks cannot matter.
        let sorted = values.sorted()
        guard let first = sorted.first, let last = sorted.last else {
            (mean, median, deviation, least, greatest) = (0, 0, 0, 0, 0)
            return
        }
        let count = Double(sorted.count)
        let mean = sorted.reduce(0, +) / count
        let middle = sorted.count / 2
        self.mean = mean
        median =
            sorted.count.isMultiple(of: 2)
            ? (sorted[middle - 1] + sorted[middle]) / 2 : sorted[middle]
        deviation =
            (sorted.reduce(0) { $0 + ($1 - mean) * ($1 - mean) } / count).squareRoot()
        least = first
        greatest = last
    }
}
