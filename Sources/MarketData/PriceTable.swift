/// The bars of many tickers, held in memory.
package struct PriceTable: Sendable {
    /// What messages call the table.
    package let name: String
    /// All tickers, in the order of their first rows.
    package let tickers: [String]
    /// First and last day of any ticker, or nil when there are no bars at all.
    package let coverage: ClosedRange<CalendarDate>?
    private let results: [String: Result<PriceHistory, PriceError>]

    /// Makes a table of what was read; a ticker that comes twice is a broken promise of the caller.
    init(name: String, _ outcomes: [PriceCSV.Outcome]) {
        self.name = name
        tickers = outcomes.map(\.ticker)
        results = Dictionary(uniqueKeysWithValues: outcomes.map { ($0.ticker, $0.result) })
        let ranges = outcomes.compactMap { try? $0.result.get().bars.coverage }
        let first = ranges.map(\.lowerBound).min()
        let last = ranges.map(\.upperBound).max()
        coverage = first.flatMap { first in last.map { first...$0 } }
    }

    /// The bars of one ticker between two days, both inclusive; nil means no limit on that side.
    ///
    /// Throws `unknown_ticker`, `no_data` when no bar lies in the range, or what was wrong with the
    /// ticker's rows. Without limits the answer shares the table's memory.
    package func history(
        of ticker: String, from: CalendarDate?, to: CalendarDate?
    ) throws(PriceError) -> PriceHistory {
        guard let result = results[ticker] else {
            throw PriceError.unknownTicker(ticker, source: name, tickers: tickers)
        }
        return try result.get().clipped(from: from, to: to, source: name)
    }

    /// Whether there are rows of a ticker, spelled exactly so.
    func contains(_ ticker: String) -> Bool {
        results[ticker] != nil
    }
}
