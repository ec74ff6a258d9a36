internal import Indicators

/// What a run holds at the last bar, and what it orders at that bar's close.
///
/// A run that ended in a ruin holds and orders nothing.
package struct Standing: Hashable, Sendable {
    /// The position that is held when the last bar has closed, whether it is closed at the end of the
    /// bars or not.
    package struct Position: Hashable, Sendable {
        /// Shares, negative when short.
        package let size: Double
        /// Index of the bar on which the entry filled.
        package let entryBar: Int
        /// The price of the entry, slippage included.
        package let entryPrice: Double
        /// The place of the rule that entered.
        package let entryRule: Int
        /// The stop or trail in force on the next bar, the nearest of several; nil without one.
        package let stop: Double?
        /// The target in force on the next bar, the nearest of several; nil without one.
        package let target: Double?
    }

    /// The order that the first true rule gives at the last close.
    package struct Order: Hashable, Sendable {
        /// What is to be done with the position.
        package enum Action: String, CaseIterable, Sendable {
            /// Opens a long position, of none.
            case enterLong = "enter_long"
            /// Opens a short position, of none.
            case enterShort = "enter_short"
            /// Closes the position.
            case exit
            /// Closes a short position and opens a long one.
            case reverseToLong = "reverse_to_long"
            /// Closes a long position and opens a short one.
            case reverseToShort = "reverse_to_short"
        }

        /// What is to be done.
        package let action: Action
        /// The place of the rule.
        package let rule: Int
        /// Shares of the new position, above zero, were it filled at the last close; nil of an exit,
        /// and where that close does not allow the entry.
        ///
        /// In parts of shares they are those of any fill; whole shares are reckoned anew at the price
        /// of the fill.
        package let size: Double?
        /// Whether it would be refused for want of cash or of a size at the last close.
        package let isRefused: Bool
        /// The stop or trail of the new position, were it filled at the last close.
        package let stop: Double?
        /// The target of the new position, were it filled at the last close.
        package let target: Double?
    }

    /// What is held; nil for nothing.
    package var position: Position?
    /// What is ordered; nil for nothing.
    package var order: Order?
}

extension StrategyRun {
    /// What the run holds and orders at its last bar, which it has come to.
    ///
    /// An order that waits for the next open is filled at the last close in a copy of the run, which
    /// shows what would become of it.
    func standing() -> Standing {
        let last = prices.close.count - 1
        var standing = Standing(position: position)
        guard let given, given.bar == last else { return standing }
        var after = self
        if fillsAtOpen { after.fill(at: prices.close[last], last, seenFrom: last + 1) }
        let hasLeft =
            fillsAtOpen
            ? after.account.book.closed.count > account.book.closed.count
            : reasons.exits.last == .rule(given.rule)
                && account.book.closed.last?.exitBar == last
        let wasHeld = account.book.held != nil
        guard let side = prepared.entryPositions[given.rule] else {
            standing.order = Standing.Order(
                action: .exit, rule: given.rule, size: nil, isRefused: !hasLeft, stop: nil,
                target: nil)
            return standing
        }
        let isLong = side == .long
        let entered = after.position.flatMap { ($0.size > 0) == isLong ? $0 : nil }
        let isReversal = hasLeft || wasHeld && (fillsAtOpen || entered == nil)
        standing.order = Standing.Order(
            action: isReversal
                ? isLong ? .reverseToLong : .reverseToShort
                : isLong ? .enterLong : .enterShort,
            rule: given.rule, size: entered?.size.magnitude, isRefused: entered == nil,
            stop: entered?.stop, target: entered?.target)
        return standing
    }

    /// What is held now.
    private var position: Standing.Position? {
        guard let held = account.book.held, let rule = reasons.entryRules.last else { return nil }
        return Standing.Position(
            size: held.size, entryBar: held.entryBar, entryPrice: held.entryPrice,
            entryRule: rule, stop: levels.flatMap { $0.stop.isFinite ? $0.stop : nil },
            target: levels.flatMap { $0.target.isFinite ? $0.target : nil })
    }
}
