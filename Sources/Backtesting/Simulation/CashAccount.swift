/// A simulated account that trades one ticker by the conventions of backtrader 1.9.78.
///
/// An entry takes a fraction of the cash, in parts of shares, at the close of its signal. Cash
/// is tested twice: at that close, and at the price of the fill, commission included. Entering
/// short pays no attention to margin: proceeds are credited to the cash.
struct CashAccount: Account {
    private struct Order {
        /// Shares to trade, negative when selling.
        let size: Double
        /// The close the order was given on.
        let signalPrice: Double
        let isEntry: Bool
    }

    static let endsWithoutEquity = false
    static let decidesAfterWarmUp = false

    private let commissionRate: Double
    private let entryFraction: Double
    private var cash: Double
    private(set) var book = TradeBook()
    private var pending: Order?

    init(cash: Double, commissionRate: Double, positionSizePercent: Double) {
        self.cash = cash
        self.commissionRate = commissionRate
        entryFraction = positionSizePercent / 100
    }

    static func profit(of holding: Holding, at price: Double) -> Double {
        // backtrader averages entry prices even when there is one, which can lose an ulp; so a
        // trade that leaves at its entry price may be lost by 1e-12 instead of won by zero.
        let averagePrice = holding.size * holding.entryPrice / holding.size
        return holding.size * (price - averagePrice)
    }

    func value(at price: Double) -> Double {
        guard let held = book.held else { return cash }
        return cash + held.size * price
    }

    func value(at prices: [Double], in range: Range<Int>, into values: inout [Double]) {
        let size = book.held?.size
        for index in range { values[index] = size.map { cash + $0 * prices[index] } ?? cash }
    }

    mutating func submit(_ signal: Signal, close: Double) {
        switch signal {
        case .hold: break
        case .enterLong: submitEntry(direction: 1, close)
        case .enterShort: submitEntry(direction: -1, close)
        case .exit:
            guard let held = book.held else {
                preconditionFailure("a strategy left a position it has not")
            }
            pending = Order(size: -held.size, signalPrice: close, isEntry: false)
        }
    }

    mutating func fillPending(at price: Double, bar: Int) {
        guard let order = pending else { return }
        pending = nil
        let cashAtSubmit =
            cash - order.size * order.signalPrice - commission(order.size, order.signalPrice)
        guard cashAtSubmit >= 0 else { return book.reject() }
        if order.isEntry {
            enter(order.size, price, bar)
        } else {
            leave(at: price, bar: bar)
        }
    }

    mutating func leave(at price: Double, bar: Int) {
        guard let held = book.held else { preconditionFailure("there is nothing to leave") }
        let fee = commission(held.size, price)
        // The entry's value and the profit apart, as backtrader books them: the roundings decide
        // the size of the next entry.
        cash += held.size * held.entryPrice + held.size * (price - held.entryPrice)
        cash -= fee
        book.leave(at: price, bar: bar, commission: fee)
    }

    private mutating func submitEntry(direction: Double, _ close: Double) {
        precondition(book.held == nil, "a strategy entered a position while holding one")
        // An account that shorts have run into debt has negative cash; backtrader takes the
        // magnitude as the size, and the cash test then rejects the order.
        let size = (cash / close * entryFraction).magnitude
        guard size > 0 else { return }
        pending = Order(size: direction * size, signalPrice: close, isEntry: true)
    }

    private mutating func enter(_ size: Double, _ price: Double, _ bar: Int) {
        let fee = commission(size, price)
        let cashAfter = cash - size * price - fee
        guard cashAfter >= 0 else { return book.reject() }
        cash = cashAfter
        book.enter(size, at: price, bar: bar, commission: fee)
    }

    private func commission(_ size: Double, _ price: Double) -> Double {
        size.magnitude * commissionRate * price
    }
}
