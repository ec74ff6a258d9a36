/// The positions of an account, and what they cost in commission.
struct TradeBook {
    private(set) var closed: [Holding] = []
    private(set) var held: Holding?
    private(set) var commissionPaid = 0.0
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

    mutating func leave(at price: Double, bar: Int, commission: Double) {
        guard var holding = held else { preconditionFailure("an exit outlived its position") }
        commissionPaid += commission
        holding.commission += commission
        holding.exitBar = bar
        holding.exitPrice = price
        closed.append(holding)
        held = nil
    }
}

/// A closed or open position, by index of bars.
struct Holding {
    let entryBar: Int
    /// Shares, negative when short.
    let size: Double
    let entryPrice: Double
    var commission: Double
    var exitBar: Int?
    var exitPrice: Double?
}
