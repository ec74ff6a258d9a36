/// Where daily bars come from.
package protocol PriceSource: Sendable {
    /// The source as a request names it, options included, such as `bundled?delay=20ms`.
    var name: String { get }
    /// First and last day there can be bars for, or nil when the source does not know.
    var coverage: ClosedRange<CalendarDate>? { get }
    /// All tickers in the order of the source; empty when it cannot list them.
    var tickers: [String] { get }
    /// What was met while reading the source so far.
    var counts: SourceCounts { get }

    /// The bars of one ticker between two days, both inclusive; nil means no limit on that side.
    ///
    /// Never returns empty bars: it throws `unknown_ticker` or `no_data`, saying what there is.
    /// A cancelled task gets an error whose `isCancellation` is true.
    func bars(
        of ticker: String, from: CalendarDate?, to: CalendarDate?
    ) async throws(PriceError) -> Bars
}

/// What a source met while reading its rows.
package struct SourceCounts: Hashable, Sendable {
    /// Rows read, the header not counted.
    package var rows: Int
    /// Rows left out of the bars because a price is missing.
    package var rowsDropped: Int
    /// Rows kept although the open or the close lies outside low…high.
    package var rowsOutsideRange: Int

    /// Makes counts, zero unless given.
    package init(rows: Int = 0, rowsDropped: Int = 0, rowsOutsideRange: Int = 0) {
        self.rows = rows
        self.rowsDropped = rowsDropped
        self.rowsOutsideRange = rowsOutsideRange
    }
}
