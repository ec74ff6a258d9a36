/// A source in front of another one, which it is like but for what it says itself.
package protocol LayeredPrices: PriceSource {
    /// The source behind it.
    var base: any PriceSource { get }
}

extension LayeredPrices {
    /// The name of the source behind it.
    package var name: String { base.name }
    /// How much time each bar covers.
    package var interval: BarInterval { base.interval }
    /// Whether the source behind it asks a server.
    package var isLive: Bool { base.isLive }
    /// First and last day there can be bars for, if the source knows.
    package var coverage: ClosedRange<CalendarDate>? { base.coverage }
    /// All tickers in the order of the source.
    package var tickers: [String] { base.tickers }
    /// For how many days the source behind it keeps its bars.
    package var lookbackDays: Int? { base.lookbackDays }
    /// What the prices of the source behind it are adjusted for.
    package var adjustment: PriceAdjustment? { base.adjustment }
}
