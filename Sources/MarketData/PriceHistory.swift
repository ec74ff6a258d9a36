package import Foundation

/// The bars of one ticker, and what is to be said of how they were had.
package struct PriceHistory: Sendable {
    /// The bars in the range that was asked for.
    package let bars: Bars
    /// What was met while reading all rows of the ticker, those outside the range included.
    package let counts: RowCounts
    /// When a server gave them; nil for prices from a file of the user's or of the program.
    package let fetchedAt: Date?
    /// When the session of the last bar ends, which had not ended when the bars were fetched; nil
    /// where the last bar is as closed as the others.
    package let openUntil: Date?

    /// Joins bars with what is to be said of them.
    package init(
        bars: Bars, counts: RowCounts, fetchedAt: Date? = nil, openUntil: Date? = nil
    ) {
        self.bars = bars
        self.counts = counts
        self.fetchedAt = fetchedAt
        self.openUntil = openUntil
    }

    /// The history without its last bar where the session of that one has not ended, which the
    /// counts tell; the bars may be none.
    package var closed: PriceHistory {
        guard openUntil != nil else { return self }
        var counts = counts
        counts.rowsOpen += 1
        return PriceHistory(
            bars: bars.first(bars.count - 1), counts: counts, fetchedAt: fetchedAt)
    }

    /// The first so many of its bars; all where there are no more.
    package func first(_ count: Int) -> PriceHistory {
        guard count < bars.count else { return self }
        return PriceHistory(bars: bars.first(count), counts: counts, fetchedAt: fetchedAt)
    }

    /// The same history under another spelling of its ticker.
    func renamed(_ ticker: String) -> PriceHistory {
        let bars = Bars(
            checked: ticker, times: bars.times, open: bars.open, high: bars.high, low: bars.low,
            close: bars.close, volume: bars.volume)
        return PriceHistory(
            bars: bars, counts: counts, fetchedAt: fetchedAt, openUntil: openUntil)
    }
}

/// What was met while reading rows of prices.
package struct RowCounts: Hashable, Sendable {
    /// Rows read, headers not counted.
    package var rows: Int
    /// Rows left out of the bars because a price is missing or the time comes twice.
    package var rowsDropped: Int
    /// Rows kept although the open or the close lies outside low…high.
    package var rowsOutsideRange: Int
    /// Rows left out of the bars because their session had not ended.
    package var rowsOpen: Int

    /// Makes counts, zero unless given.
    package init(
        rows: Int = 0, rowsDropped: Int = 0, rowsOutsideRange: Int = 0, rowsOpen: Int = 0
    ) {
        self.rows = rows
        self.rowsDropped = rowsDropped
        self.rowsOutsideRange = rowsOutsideRange
        self.rowsOpen = rowsOpen
    }

    /// Adds the counts of other rows.
    package static func += (left: inout RowCounts, right: RowCounts) {
        left.rows += right.rows
        left.rowsDropped += right.rowsDropped
        left.rowsOutsideRange += right.rowsOutsideRange
        left.rowsOpen += right.rowsOpen
    }
}
