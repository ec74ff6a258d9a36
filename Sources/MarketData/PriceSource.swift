/// Where bars come from.
package protocol PriceSource: Sendable {
    /// The source as a request names it, options included, such as `bundled?delay=20ms`.
    var name: String { get }
    /// How much time each of its bars covers.
    var interval: BarInterval { get }
    /// Whether it asks a server that minds how often, rather than memory or a disk.
    var isLive: Bool { get }
    /// First and last day there can be bars for, or nil when the source does not know.
    var coverage: ClosedRange<CalendarDate>? { get }
    /// All tickers in the order of the source; empty when it cannot list them.
    var tickers: [String] { get }
    /// For how many days up to today it keeps its bars; nil for no limit.
    var lookbackDays: Int? { get }
    /// What its prices are adjusted for; nil where nobody knows.
    var adjustment: PriceAdjustment? { get }

    /// The bars of one ticker between two days, both inclusive; nil means no limit on that side.
    ///
    /// Never returns empty bars: it throws `unknown_ticker` or `no_data`, saying what there is.
    /// A cancelled task gets an error whose `isCancellation` is true. All errors are
    /// `PriceError`; they are untyped because Swift 6.3.1 miscompiles asynchronous functions
    /// with a typed error that return more than a few words.
    func history(
        of ticker: String, from: CalendarDate?, to: CalendarDate?
    ) async throws -> PriceHistory

    /// The bars that were had of the ticker before, however old they are; nil where none are kept
    /// that cover the days.
    func keptHistory(
        of ticker: String, from: CalendarDate?, to: CalendarDate?
    ) async -> PriceHistory?
}

extension PriceSource {
    /// No limit.
    package var lookbackDays: Int? { nil }
    /// Not known.
    package var adjustment: PriceAdjustment? { nil }

    /// None.
    package func keptHistory(
        of ticker: String, from: CalendarDate?, to: CalendarDate?
    ) async -> PriceHistory? {
        nil
    }
}

/// What prices of the past are changed for, so that they stand beside those of today.
package enum PriceAdjustment: String, CaseIterable, Sendable {
    /// Nothing: they are what was paid.
    case none
    /// Splits: a price is what was paid, in the shares of today.
    case splits
    /// Splits and dividends: before a dividend prices are lowered by its share, so that it makes no
    /// gap, and returns count it as if it had been invested again.
    case splitsAndDividends = "splits_and_dividends"
}
