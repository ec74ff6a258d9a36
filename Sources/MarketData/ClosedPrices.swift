/// The prices of a source without the bar of a session that has not ended.
///
/// At noon the last bar of a live source is what was traded until then: its close is none, and a
/// rule that is true of it may be false in the evening.
package struct ClosedPrices: LayeredPrices {
    /// The source behind it.
    package let base: any PriceSource

    /// Leaves the open bar of a source out.
    package init(_ base: any PriceSource) {
        self.base = base
    }

    /// The bars of one ticker between two days, both inclusive, whose sessions have ended.
    ///
    /// Throws what the source throws, and `no_data` where nothing but the open bar is left.
    package func history(
        of ticker: String, from: CalendarDate?, to: CalendarDate?
    ) async throws -> PriceHistory {
        let history = try await base.history(of: ticker, from: from, to: to)
        let closed = history.closed
        guard !closed.bars.isEmpty else {
            let day = history.bars.times.last.map { " of \($0)" } ?? ""
            throw PriceError(
                .noData,
                "the only bar of '\(ticker)' is that\(day), whose session has not ended; ask again "
                    + "when it has, take more days, or take it as it stands with include_open "
                    + "(--include-open)")
        }
        return closed
    }

    /// What the source behind it keeps, without the bar that was open when it was fetched.
    package func keptHistory(
        of ticker: String, from: CalendarDate?, to: CalendarDate?
    ) async -> PriceHistory? {
        guard let closed = await base.keptHistory(of: ticker, from: from, to: to)?.closed,
            !closed.bars.isEmpty
        else { return nil }
        return closed
    }
}
