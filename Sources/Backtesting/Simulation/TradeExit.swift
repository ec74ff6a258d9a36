/// Why a position was left.
package enum TradeExit: Hashable, Sendable {
    /// The strategy's rule in that place was true: one that leaves, or one that enters the other side.
    case rule(Int)
    /// A stop of the strategy's was met.
    case stop
    /// A target was met.
    case target
    /// A trail was met.
    case trail
    /// The bars ended, and positions are closed then.
    case end
    /// Nothing was left of the account.
    case ruin
}
