package import MarketData

/// One position from entry to exit, or to the last bar when it was still open then.
package struct Trade: Hashable, Sendable {
    /// Which way a position earns.
    package enum Side: String, Sendable {
        /// Earns when the price rises.
        case long
        /// Earns when the price falls.
        case short
    }

    /// The day whose open filled the entry.
    package let entryDate: CalendarDate
    /// The day whose open filled the exit, or nil when the position is still open.
    package let exitDate: CalendarDate?
    /// Which way the position earns.
    package let side: Side
    /// Shares, fractional and above zero on both sides.
    package let size: Double
    /// The open at which it was entered.
    package let entryPrice: Double
    /// The open at which it was left, or nil when it is still open.
    package let exitPrice: Double?
    /// Profit without commission; of an open position, at the last close.
    package let grossPnl: Double
    /// Profit less the commission paid so far.
    package let netPnl: Double
    /// Bars from the entry to the exit, or to the last bar.
    package let barsHeld: Int

    /// Whether the position was left before the bars ended.
    package var isClosed: Bool { exitDate != nil }
}
