internal import Projections
internal import ScanEvents

extension FoldCheck {
    /// Whether a part of a stock's trades goes on from the one before it.
    mutating func check(_ part: ScanEvent.StockTraded) {
        if trades?.add(part) == false, !hasGap {
            note(
                "trades of \(part.ticker)", "the part that goes on",
                "one from trade \(part.offset) of \(part.trades)")
        }
    }

    /// Whether the trades of a stock add up to its result.
    mutating func checkTrades(_ result: StockResult) {
        let taken = trades?.take(of: result.ticker)
        guard request?.trades == true, !hasGap else { return }
        guard let trades = taken else {
            return note("trades of \(result.ticker)", "all parts of them", "some")
        }
        let closed = trades.filter(\.isClosed)
        let counts = [
            ("total_trades", trades.count, result.totalTrades),
            ("winning_trades", closed.count { $0.pnl >= 0 }, result.winningTrades),
            ("losing_trades", closed.count { $0.pnl < 0 }, result.losingTrades),
        ]
        for (what, expected, found) in counts where expected != found {
            note("\(what) of \(result.ticker)", "\(expected), by its trades", "\(found)")
        }
        // What is lost beyond all that there was is forgiven.
        if trades.last?.exit == "ruin" { return }
        let sum = trades.reduce(0) { $0 + $1.pnl }
        // The account adds in another order.
        let size = trades.reduce(result.startValue) { $0 + abs($1.pnl) }
        let rest = result.pnl - sum
        // What the cash earned is of no trade.
        let hasInterest = request?.costs.cashRate != 0
        if !(rest >= -size * 1e-9 && (hasInterest || rest <= size * 1e-9)) {
            note("pnl of \(result.ticker)", "\(sum), the sum of its trades", "\(result.pnl)")
        }
    }
}
