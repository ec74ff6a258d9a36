internal import Backtesting
internal import MarketData
internal import Projections
internal import ScanEvents
internal import Scanning
internal import StockWork

extension Recomputation {
    /// Takes a part of the trades of the stock whose result comes next.
    mutating func take(_ part: ScanEvent.StockTraded) {
        if part.offset == 0 { recordedTrades = [] }
        recordedTrades.append(part)
    }

    /// The first trade that differs from what the tape has.
    func tradeDifference(_ result: BacktestResult, _ bars: Bars) -> Difference? {
        let computed = ScanEvent.StockTraded(
            result, of: plan.strategy, on: bars, fills: plan.execution.fills)
        let expected = (computed?.parts() ?? []).compactMap { event in
            if case .stockTraded(let part) = event { part } else { nil }
        }
        let found = recordedTrades.filter { $0.ticker == bars.ticker }
        return Self.difference(bars.ticker, expected, found, plan.request)
    }

    /// The first trade that differs in the parts of a stock's trades.
    private static func difference(
        _ ticker: String, _ expected: [ScanEvent.StockTraded], _ found: [ScanEvent.StockTraded],
        _ request: ScanRequest
    ) -> Difference? {
        guard expected != found else { return nil }
        let (ours, theirs) = (trades(expected, request), trades(found, request))
        let place = ours.indices.first { $0 >= theirs.count || ours[$0] != theirs[$0] }
        guard let place = place ?? (theirs.count > ours.count ? ours.count : nil) else {
            return Difference(
                ticker: ticker, what: "trades", expected: "\(expected.count) records of them",
                found: "\(found.count) others")
        }
        return Difference(
            ticker: ticker, what: "trade \(place + 1)",
            expected: place < ours.count ? ours[place].words : "none",
            found: place < theirs.count ? theirs[place].words : "none")
    }

    private static func trades(
        _ parts: [ScanEvent.StockTraded], _ request: ScanRequest
    ) -> [StockTrade] {
        var fold = TradeFold(request)
        for part in parts { fold.add(part) }
        return parts.first.flatMap { fold.take(of: $0.ticker) } ?? []
    }
}

extension StockTrade {
    /// What is told of it.
    fileprivate var words: String {
        let exit = exitTime.map { ", left \($0) at \(exitPrice ?? 0) by \(self.exit ?? "-")" }
        return "\(isLong ? "long" : "short") \(size) from \(entryTime) at \(entryPrice)"
            + (exit ?? ", open") + ", between \(low) and \(high), pnl \(pnl)"
    }
}
