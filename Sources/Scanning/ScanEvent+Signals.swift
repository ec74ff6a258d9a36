package import ScanEvents

extension ScanEvent {
    /// What is held and ordered of some stocks as events that fit into records, at least one.
    package static func given(_ signals: [StockSignal], of tickers: [String]) -> [ScanEvent] {
        let whole = SignalsGiven(whole: signals, of: tickers)
        let step = SignalsGiven.maxSignalsInRecord
        return stride(from: 0, to: max(1, whole.total), by: step).map { offset in
            var part = whole
            part.offset = offset
            part.signals = Array(whole.signals[offset..<min(offset + step, whole.total)])
            return .signalsGiven(part)
        }
    }
}

extension ScanEvent.SignalsGiven {
    /// All signals in one piece, which may be too long for a record.
    ///
    /// Stocks of which nothing is held or ordered are left out, but for those whose last bar is
    /// earlier than the latest of all.
    ///
    /// - Parameters:
    ///   - signals: one of each stock that has a result, in any order.
    ///   - tickers: the stocks of the scan, in its order.
    package init(whole signals: [StockSignal], of tickers: [String]) {
        self.init()
        let places = Dictionary(
            tickers.enumerated().map { ($1, $0) }, uniquingKeysWith: { first, _ in first })
        stocks = signals.count
        // Times are written so that the order of the texts is that of the times.
        let marketTime = signals.map(\.lastTime).max()
        self.marketTime = marketTime
        let told = signals.filter { !$0.isIdle || $0.lastTime != marketTime }
            .sorted { places[$0.ticker, default: .max] < places[$1.ticker, default: .max] }
        total = told.count
        self.signals = told
    }
}
