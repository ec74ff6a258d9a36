internal import ScanEvents

/// The best and the worst stocks of a scan as a table, for a terminal or a text file.
struct ResultTable {
    private static let most = 5

    private let best: [StockResult]
    private let worst: [StockResult]

    /// Takes the ends of a ranking, best first; no stock stands in both.
    init(ranking: [StockResult]) {
        best = Array(ranking.prefix(Self.most))
        worst = ranking.dropFirst(Self.most).suffix(Self.most).reversed()
    }

    /// The lines: a heading, the best from the best on, the worst from the worst on.
    ///
    /// Figures that do not fit into `columns` are left out, from the right.
    func lines(columns: Int = .max) -> [String] {
        guard !best.isEmpty else { return [] }
        var rows = [[""] + Self.columns.map(\.heading)]
        for (results, word) in [(best, "Best"), (worst, "Worst")] {
            for (index, result) in results.enumerated() {
                rows.append([index == 0 ? word : ""] + Self.columns.map { $0.cell(result) })
            }
        }
        return TextTable(rows, words: 2).lines(columns: columns)
    }

    /// A column: what stands above it, and a result's cell.
    private typealias Column = (heading: String, cell: @Sendable (StockResult) -> String)

    /// The columns behind the word, the most telling first: those on the right are left out first.
    private static let columns: [Column] = [
        ("Ticker", { $0.ticker.harmless }),
        ("PnL", { ScanState.dollars($0.pnl) }),
        ("Return", { percent($0.returnPct) }),
        ("Trades", { String($0.totalTrades) }),
        ("Won", { won($0) }),
        ("Drawdown", { percent($0.maxDrawdown) }),
        ("Sharpe", { $0.sharpeRatio.map { fixed($0) } ?? "-" }),
    ]

    private static func won(_ result: StockResult) -> String {
        let share = Projections.percent(
            result.winningTrades, of: result.winningTrades.adding(result.losingTrades))
        return share.map { "\(Int(min(max($0, 0), 100).rounded()))%" } ?? "-"
    }

    private static func percent(_ value: Double) -> String { fixed(value) + "%" }
}

/// Two decimals, all of them, so that the figures of a column stand below each other.
func fixed(_ value: Double) -> String {
    var text = String(value.rounded(places: 2))
    guard let point = text.firstIndex(of: "."), !text.contains("e") else { return text }
    if text.distance(from: point, to: text.endIndex) == 2 { text += "0" }
    return text == "-0.00" ? "0.00" : text
}
