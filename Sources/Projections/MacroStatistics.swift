internal import JSONText
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

    /// The sixteen figures, in their order.
    var figures: [(name: String, figure: MacroFigure)] {
        var figures: [(String, MacroFigure)] = []
        for (name, figure) in [("pnl", pnl), ("return_pct", returnPct)] {
            figures.append(("avg_\(name)", .rounded(figure?.mean)))
            figures.append(("median_\(name)", .rounded(figure?.median)))
            figures.append(("std_\(name)", .rounded(figure?.deviation)))
            figures.append(("min_\(name)", .rounded(figure?.least)))
            figures.append(("max_\(name)", .rounded(figure?.greatest)))
        }
        return figures + [
            ("profitable_stocks", .count(profitable)), ("losing_stocks", .count(losing)),
            ("neutral_stocks", .count(stocks - profitable - losing)),
            ("profitability_rate", .rounded(percent(profitable, of: stocks))),
            (
                "avg_trades_per_stock",
                .rounded(stocks == 0 ? nil : Double(trades) / Double(stocks))
            ),
            ("win_rate", .rounded(percent(winningTrades, of: trades))),
        ]
    }

    /// Writes the figures as an object.
    func write(to json: inout JSONWriter) {
        json.object { json in
            for (name, figure) in figures {
                switch figure {
                case .count(let count): json.member(name, count)
                case .amount(let amount): json.member(name, amount)
                }
            }
        }
    }
}

/// A figure of a whole scan.
package enum MacroFigure: Equatable, Sendable {
    /// How many there are of something.
    case count(Int)
    /// An amount or a share, rounded to two decimals.
    case amount(Double)

    /// An amount to two decimals, zero where there is none.
    fileprivate static func rounded(_ number: Double?) -> MacroFigure {
        .amount((number ?? 0).rounded(places: 2))
    }
}

extension ScanState {
    /// The macro statistics of the results so far, by name, as the final message has them.
    package var macroFigures: [(name: String, figure: MacroFigure)] {
        MacroStatistics(ranking: ranking.map(\.result)).figures
    }
}
