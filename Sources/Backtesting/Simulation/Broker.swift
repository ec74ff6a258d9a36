/// A simulated account that trades one ticker by the conventions of backtrader 1.9.78.
///
/// An order is given after the close of a bar and fills whole at the next open. Cash is tested
/// twice: at the close the order was given on, and at the open, commission included. Entering
/// short and leaving it pays no attention to margin: proceeds are credited to the cash.
struct Broker {
    private struct Order {
        /// Shares to trade, negative when selling.
        let size: Double
        /// The close the order was given on.
        let signalPrice: Double
        let isEntry: Bool
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

    private let commissionRate: Double
    private let entryFraction: Double
    private(set) var cash: Double
    private(set) var commissionPaid = 0.0
    private(set) var rejectedOrders = 0
    private(set) var closed: [Holding] = []
    private(set) var held: Holding?
    private var pending: Order?

    init(cash: Double, commissionRate: Double, positionSizePercent: Double) {
        self.cash = cash
        self.commissionRate = commissionRate
        entryFraction = positionSizePercent / 100
    }

    var position: Position {
        guard let held else { return .flat }
        return held.size > 0 ? .long : .short
    }

    /// What the account is worth at a price.
    func value(at price: Double) -> Double {
        guard let held else { return cash }
        return cash + held.size * price
    }

    /// Turns a signal at the close into an order for the next open.
    mutating func submit(_ signal: Signal, close: Double) {
        switch signal {
        case .hold: break
        case .enterLong: submitEntry(direction: 1, close)
        case .enterShort: submitEntry(direction: -1, close)
        case .exit:
            guard let held else { preconditionFailure("a strategy left a position it has not") }
            pending = Order(size: -held.size, signalPrice: close, isEntry: false)
        }
    }

    /// Fills or rejects the order given after the last bar, if there is one.
    mutating func fillPending(open: Double, bar: Int) {
        guard let order = pending else { return }
        pending = nil
        let cashAtSubmit =
            cash - order.size * order.signalPrice - commission(order.size, order.signalPrice)
        guard cashAtSubmit >= 0 else {
            rejectedOrders += 1
            return
        }
        if order.isEntry {
            enter(order.size, open, bar)
        } else {
            leave(open, bar)
        }
    }

    private mutating func submitEntry(direction: Double, _ close: Double) {
        precondition(held == nil, "a strategy entered a position while holding one")
        // An account that shorts have run into debt has negative cash; backtrader takes the
        // magnitude as the size, and the cash test then rejects the order.
        let size = (cash / close * entryFraction).magnitude
        guard size > 0 else { return }
        pending = Order(size: direction * size, signalPrice: close, isEntry: true)
    }

    private mutating func enter(_ size: Double, _ price: Double, _ bar: Int) {
        let fee = commission(size, price)
        let cashAfter = cash - size * price - fee
        guard cashAfter >= 0 else {
            rejectedOrders += 1
            return
        }
        cash = cashAfter
        commissionPaid += fee
        held = Holding(entryBar: bar, size: size, entryPrice: price, commission: fee)
    }

    private mutating func leave(_ price: Double, _ bar: Int) {
        guard var holding = held else { preconditionFailure("an exit outlived its position") }
        let fee = commission(holding.size, price)
        // The entry's value and the profit apart, as backtrader books them: the roundings decide
        // the size of the next entry.
        cash +=
            holding.size * holding.entryPrice + holding.size * (price - holding.entryPrice)
        cash -= fee
        commissionPaid += fee
        holding.commission += fee
        holding.exitBar = bar
        holding.exitPrice = price
        closed.append(holding)
        held = nil
    }

    private func commission(_ size: Double, _ price: Double) -> Double {
        size.magnitude * commissionRate * price
    }
}
