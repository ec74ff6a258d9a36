/// Prices that wait before every answer, to watch a scan at the pace of a slow source.
package struct DelayedPrices: LayeredPrices {
    /// The source as a request names it, the delay included.
    package let name: String
    /// How long to wait before the bars of each ticker.
    package let delay: Duration
    /// The source behind it.
    package let base: any PriceSource
    private let sleep: @Sendable (Duration) async throws -> Void

    /// Puts a delay in front of a source.
    ///
    /// `sleep` must return after the given time, or throw as soon as its task is cancelled.
    package init(
        _ base: any PriceSource,
        name: String,
        delay: Duration,
        sleep: @escaping @Sendable (Duration) async throws -> Void = {
            try await Task.sleep(for: $0)
        }
    ) {
        self.base = base
        self.name = name
        self.delay = delay
        self.sleep = sleep
    }

    /// The bars of one ticker between two days, both inclusive, after the delay.
    ///
    /// Throws what the source throws; a cancelled wait ends at once with a cancellation.
    package func history(
        of ticker: String, from: CalendarDate?, to: CalendarDate?
    ) async throws -> PriceHistory {
        do {
            try await sleep(delay)
        } catch {
            throw PriceError.cancelled(ticker: ticker, source: name)
        }
        return try await base.history(of: ticker, from: from, to: to)
    }

    /// What the source behind it keeps, at once.
    package func keptHistory(
        of ticker: String, from: CalendarDate?, to: CalendarDate?
    ) async -> PriceHistory? {
        await base.keptHistory(of: ticker, from: from, to: to)
    }
}
