/// The positions of an account, what they cost, and what its cash earned.
struct TradeBook {
    /// Whether closed positions are kept, and not only counted.
    var keepsClosed = true
    private(set) var closed: [Holding] = []
    /// Number of closed positions.
    private(set) var closedCount = 0
    /// Bars of closed positions, those of entries and exits included.
    private(set) var closedBars = 0
    private(set) var held: Holding?
    private(set) var commissionPaid = 0.0
    private(set) var borrowCost = 0.0
    private(set) var interest = 0.0
    private(set) var rejectedOrders = 0

    var position: Position {
        guard let held else { return .flat }
        return held.size > 0 ? .long : .short
    }

    mutating func reject() {
        rejectedOrders += 1
    }

    mutating func enter(_ size: Double, at price: Double, bar: Int, commission: Double) {
        commissionPaid += commission
        held = Holding(entryBar: bar, size: size, entryPrice: price, commission: commission)
    }

    /// Takes what so many days cost and earn, and returns how the cash changes.
    ///
    /// The shares of a short position are lent at their value at its entry, as backtrader's
    /// `get_credit_interest` has it: days · price · shares · rate / 365. `free` is the cash of the
    /// account but for what a short position's entry brought in, or a long one's costs; it earns
    /// days · cash · rate / 365 where there is some.
    mutating func accrue(days: Double, free: Double, _ costs: TradingCosts) -> Double {
        let earned = max(free, 0) * days * (costs.cashRate / 365)
        interest += earned
        guard var held, held.size < 0 else { return earned }
        let borrowed = days * held.entryPrice * held.size.magnitude * (costs.borrowRate / 365)
        borrowCost += borrowed
        held.borrowCost += borrowed
        self.held = held
        return earned - borrowed
    }

    mutating func leave(at price: Double, bar: Int, commission: Double) {
        guard var holding = held else { preconditionFailure("an exit outlived its position") }
        commissionPaid += commission
        holding.commission += commission
        closedCount += 1
        closedBars += bar - holding.entryBar + 1
        held = nil
        guard keepsClosed else { return }
        holding.exitBar = bar
        holding.exitPrice = price
        closed.append(holding)
    }
}

/// A closed or open position, by index of bars.
struct Holding {
    let entryBar: Int
    /// Shares, negative when short.
    let size: Double
    let entryPrice: Double
    /// Charged for the orders that filled.
    var commission: Double
    /// Charged for borrowed shares.
    var borrowCost = 0.0
    var exitBar: Int?
    var exitPrice: Double?

    /// All that it cost so far.
    var costs: Double { commission + borrowCost }
}
