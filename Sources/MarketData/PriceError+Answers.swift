extension PriceError {
    /// The error of a source that has never heard of a ticker, with what it has instead.
    static func unknownTicker(_ ticker: String, source: String, tickers: [String]) -> PriceError {
        let message = "the \(source) prices have no ticker '\(ticker)'"
        guard let first = tickers.first, let last = tickers.last else {
            return PriceError(.unknownTicker, message + "; they are empty")
        }
        return PriceError(
            .unknownTicker,
            message + "; they hold \(tickers.count), from '\(first)' to '\(last)'")
    }
}

extension PriceHistory {
    /// The history with only the bars between two days, both inclusive; counts stay.
    ///
    /// Throws `no_data`, saying what there is, when that leaves none.
    func clipped(
        from: CalendarDate?, to: CalendarDate?, source: String
    ) throws(PriceError) -> PriceHistory {
        let clipped = bars.clipped(from: from, to: to)
        if !clipped.isEmpty {
            return PriceHistory(bars: clipped, counts: counts, fetchedAt: fetchedAt)
        }
        let message =
            "the \(source) prices have no bars of '\(bars.ticker)'"
            + (from.map { " from \($0)" } ?? "") + (to.map { " up to \($0)" } ?? "")
        guard let range = bars.coverage else {
            throw PriceError(.noData, message + "; all its rows lack a price")
        }
        throw PriceError(
            .noData,
            message + "; they have \(bars.count), from \(range.lowerBound) to \(range.upperBound)")
    }
}
