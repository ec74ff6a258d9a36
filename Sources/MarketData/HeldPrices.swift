internal import Synchronization

/// The prices of a source, each kept in memory from when it was first had, for work that needs them
/// several times.
///
/// Memory is in proportion to all bars that were asked for.
package final class HeldPrices: LayeredPrices {
    package let base: any PriceSource
    private let histories = Mutex<[String: PriceHistory]>([:])

    /// Keeps nothing yet.
    package init(_ base: any PriceSource) {
        self.base = base
    }

    /// What was had of a ticker, of the days that were asked for; nil for one that was not.
    package subscript(ticker: String) -> PriceHistory? {
        histories.withLock { $0[ticker] }
    }

    package func history(
        of ticker: String, from: CalendarDate?, to: CalendarDate?
    ) async throws -> PriceHistory {
        hold(try await base.history(of: ticker, from: from, to: to), ticker)
    }

    package func keptHistory(
        of ticker: String, from: CalendarDate?, to: CalendarDate?
    ) async -> PriceHistory? {
        await base.keptHistory(of: ticker, from: from, to: to).map { hold($0, ticker) }
    }

    private func hold(_ history: PriceHistory, _ ticker: String) -> PriceHistory {
        histories.withLock { $0[ticker] = history }
        return history
    }
}
