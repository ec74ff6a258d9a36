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

    /// Index of the bar on which the entry filled.
    package let entryBar: Int
    /// The time of that bar.
    package let entryTime: BarTime
    /// The place of the strategy's rule that entered.
    package let entryRule: Int
    /// Index of the bar on which the exit filled, or nil when the position is still open.
    package let exitBar: Int?
    /// The time of that bar.
    package let exitTime: BarTime?
    /// Why it was left, or nil when it is still open.
    package let exit: TradeExit?
    /// Which way the position earns.
    package let side: Side
    /// Shares, above zero on both sides.
    package let size: Double
    /// The price at which it was entered.
    package let entryPrice: Double
    /// The price at which it was left, or nil when it is still open.
    package let exitPrice: Double?
    /// Profit without commission and the cost of borrowing; of an open position, at the last close.
    package let grossPnl: Double
    /// What its orders were charged so far: fraction, fixed fee and fee a share.
    package let commission: Double
    /// What borrowing its shares cost so far; zero of a long position.
    package let borrowCost: Double
    /// Profit less commission and the cost of borrowing so far.
    package let netPnl: Double
    /// Bars from the entry to the exit, or to the last bar.
    package let barsHeld: Int

    /// Whether the position was left before the bars ended.
    package var isClosed: Bool { exitTime != nil }
}
