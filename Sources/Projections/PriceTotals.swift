internal import JSONText
internal import ScanEvents

/// The prices that the results so far rest on, all stocks taken together.
package struct PriceTotals: Equatable, Sendable {
    /// Rows that the source has of the stocks.
    package private(set) var rowsRead = 0
    /// Rows left out because a price is missing or a time comes twice.
    package private(set) var rowsDropped = 0
    /// Rows kept although open or close lies outside low to high.
    package private(set) var rowsOutsideRange = 0
    /// Bars left out because their session had not ended.
    package private(set) var rowsOpen = 0
    /// When a server gave the oldest of them; nil where all are from files.
    package private(set) var oldestFetchedAt: String?

    /// Adds the prices of one more stock.
    mutating func add(_ prices: ScanEvent.PriceRecord) {
        rowsRead = rowsRead.adding(prices.rowsRead)
        rowsDropped = rowsDropped.adding(prices.rowsDropped)
        rowsOutsideRange = rowsOutsideRange.adding(prices.rowsOutsideRange)
        rowsOpen = rowsOpen.adding(prices.rowsOpen)
        if let fetchedAt = prices.fetchedAt {
            oldestFetchedAt = min(oldestFetchedAt ?? fetchedAt, fetchedAt)
        }
    }

    /// Writes the totals as an object.
    func write(to json: inout JSONWriter) {
        json.object { json in
            json.member("rows_read", rowsRead)
            json.member("rows_dropped", rowsDropped)
            json.member("rows_outside_range", rowsOutsideRange)
            if rowsOpen > 0 { json.member("rows_open", rowsOpen) }
            json.nullableMember("oldest_fetched_at", oldestFetchedAt)
        }
    }
}
