package import ScanEvents

extension ScanEvent {
    /// What is held and ordered of some stocks as events that fit into records.
    ///
    /// - Parameters:
    ///   - signals: one of each stock that has a result, in any order.
    ///   - tickers: the stocks of the scan, in its order.
    /// - Returns: at least one event; stocks of which nothing is held or ordered are left out, but
    ///   for those whose last bar is earlier than the latest of all.
    package static func given(_ signals: [StockSignal], of tickers: [String]) -> [ScanEvent] {
        let places = Dictionary(
            tickers.enumerated().map { ($1, $0) }, uniquingKeysWith: { first, _ in first })
        // Times are written so that the order of the texts is that of the times.
        let marketTime = signals.map(\.lastTime).max()
        let told = signals.filter { !$0.isIdle || $0.lastTime != marketTime }
            .sorted { places[$0.ticker, default: .max] < places[$1.ticker, default: .max] }
        let step = SignalsGiven.maxSignalsInRecord
        return stride(from: 0, to: max(1, told.count), by: step).map { offset in
            var part = SignalsGiven()
            part.stocks = signals.count
            part.marketTime = marketTime
            part.total = told.count
            part.offset = offset
            part.signals = Array(told[offset..<min(offset + step, told.count)])
            return .signalsGiven(part)
        }
    }
}
