/// The bars of many tickers, held in memory.
package struct PriceTable: Sendable {
    /// What messages call the table, such as `bundled`.
    package let name: String
    /// All tickers, in the order of their first rows.
    package let tickers: [String]
    /// First and last day of any ticker, or nil when there are no bars at all.
    package let coverage: ClosedRange<CalendarDate>?
    /// What was met while reading the rows.
    package let counts: SourceCounts
    private let barsByTicker: [String: Bars]

    /// Makes a table of bars; a ticker that comes twice is a broken promise of the caller.
    init(name: String, bars: [Bars], counts: SourceCounts) {
        self.name = name
        self.counts = counts
        tickers = bars.map(\.ticker)
        barsByTicker = Dictionary(uniqueKeysWithValues: bars.map { ($0.ticker, $0) })
        let ranges = bars.compactMap(\.coverage)
        let first = ranges.map(\.lowerBound).min()
        let last = ranges.map(\.upperBound).max()
        coverage = first.flatMap { first in last.map { first...$0 } }
    }

    /// The bars of one ticker between two days, both inclusive; nil means no limit on that side.
    ///
    /// Throws `unknown_ticker`, or `no_data` when no bar lies in the range. Without limits the
    /// answer shares the table's memory.
    package func bars(
        of ticker: String, from: CalendarDate?, to: CalendarDate?
    ) throws(PriceError) -> Bars {
        guard let all = barsByTicker[ticker] else {
            throw PriceError(.unknownTicker, unknownTickerMessage(ticker))
        }
        let bars = all.clipped(from: from, to: to)
        guard !bars.isEmpty else {
            throw PriceError(.noData, noDataMessage(all, from: from, to: to))
        }
        return bars
    }

    private func unknownTickerMessage(_ ticker: String) -> String {
        let message = "the \(name) prices have no ticker '\(ticker)'"
        let upper = ticker.uppercased()
        let respelled = String(upper.map { $0 == "-" ? "." : $0 })
        if let near = [upper, respelled].first(where: { barsByTicker[$0] != nil }) {
            return message + "; did you mean '\(near)'?"
        }
        guard let first = tickers.first, let last = tickers.last else {
            return message + "; they are empty"
        }
        return message + "; they hold \(tickers.count), from '\(first)' to '\(last)'"
    }

    private func noDataMessage(_ all: Bars, from: CalendarDate?, to: CalendarDate?) -> String {
        let message =
            "the \(name) prices have no bars of '\(all.ticker)'"
            + (from.map { " from \($0)" } ?? "") + (to.map { " up to \($0)" } ?? "")
        guard let range = all.coverage else { return message + "; all its rows lack a price" }
        return message
            + "; they have \(all.count), from \(range.lowerBound) to \(range.upperBound)"
    }
}
