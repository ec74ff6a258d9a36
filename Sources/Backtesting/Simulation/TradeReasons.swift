/// Which rules entered the positions of a run, and why these were left, in their order.
struct TradeReasons {
    /// The places of the rules.
    var entryRules: [Int] = []
    /// One fewer than of the rules while there is a position.
    var exits: [TradeExit] = []
}
