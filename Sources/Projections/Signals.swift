package import ScanEvents

/// What a strategy holds and orders at the end of the bars, all stocks of a scan taken together.
package struct Signals: Equatable, Sendable {
    /// How many stocks were looked at.
    package let stocks: Int
    /// The time of the latest bar of all; nil without a stock.
    package let marketTime: String?
    /// How many signals there are once all parts are there.
    package let total: Int
    /// The signals so far: those of stocks of which something is held or ordered, or whose last bar
    /// is earlier than the latest of all.
    package private(set) var signals: [StockSignal] = []

    /// Whether all parts are there.
    var isWhole: Bool { signals.count == total }

    /// About how much memory it takes, in bytes.
    var approximateBytes: Int { signals.count * MemoryLayout<StockSignal>.stride }

    /// Starts with the first part; nil where `part` is none.
    package init?(_ part: ScanEvent.SignalsGiven) {
        guard part.offset == 0 else { return nil }
        stocks = part.stocks
        marketTime = part.marketTime
        total = part.total
        append(part)
    }

    /// Appends the part that comes next.
    ///
    /// - Returns: false for any other, which is passed over.
    @discardableResult
    package mutating func append(_ part: ScanEvent.SignalsGiven) -> Bool {
        guard part.offset == signals.count, part.total == total, part.stocks == stocks,
            part.marketTime == marketTime, part.isConsistent,
            part.signals.count <= total - signals.count
        else { return false }
        signals += part.signals
        return true
    }

    /// The signals as rows, by the stocks' sectors.
    func rows(sectors: [String: String], fillsAtOpen: Bool) -> [SignalRow] {
        signals.map { signal in
            SignalRow(
                signal, sector: sectors[signal.ticker], isStale: signal.lastTime != marketTime,
                fillsAtOpen: fillsAtOpen)
        }
    }
}
