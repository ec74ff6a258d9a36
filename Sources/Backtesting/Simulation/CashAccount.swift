/// A simulated account that trades one ticker by the conventions of backtrader 1.9.78.
///
/// An entry takes a fraction of the cash, in parts of shares, at the close of its signal. Cash
/// is tested twice: at that close, and at the price of the fill, slippage and commission included.
/// Entering short pays no attention to margin: proceeds are credited to the cash.
struct CashAccount: Account {
    /// An order that waits for its price.
    private struct Pending {
        /// Whether what is held is closed.
        let leaves: Bool
        /// Shares to enter with, negative when selling short; 0 for none.
        let entrySize: Double
        /// The close the order was given on.
        let signalPrice: Double
        /// Whether the cash of that close pays for leaving.
        var canLeave = true
    }

    static let endsWithoutEquity = false
    static let decidesAfterWarmUp = false

    private let costs: TradingCosts
    private var cash: Double
    var book = TradeBook()
    private var pending: Pending?

    init(cash: Double, costs: TradingCosts) {
        self.cash = cash
        self.costs = costs
    }

    static func profit(of holding: Holding, at price: Double) -> Double {
        // backtrader averages entry prices even when there is one, which can lose an ulp; so a
        // trade that leaves at its entry price may be lost by 1e-12 instead of won by zero.
        let averagePrice = holding.size * holding.entryPrice / holding.size
        return holding.size * (price - averagePrice)
    }

    /// Taking zero off a price changes nothing of it.
    var worth: Worth { Worth(cash: cash, size: book.held?.size ?? 0, base: 0) }

    func value(at price: Double) -> Double {
        guard let held = book.held else { return cash }
        return cash + held.size * price
    }

    func value(at prices: [Double], in range: Range<Int>, into values: inout [Double]) {
        guard let size = book.held?.size else {
            for index in range { values[index] = cash }
            return
        }
        for index in range { values[index] = cash + size * prices[index] }
    }

    mutating func accrue(days: Double) {
        // The cash has what a short position's entry brought in.
        let proceeds = book.held.map { max(0, -$0.size * $0.entryPrice) } ?? 0
        cash += book.accrue(days: days, free: cash - proceeds, costs)
    }

    mutating func submit(_ order: Order, close: Double) {
        let canLeave = book.held.map { canPay(-$0.size, close) } ?? true
        switch order {
        case .exit:
            pending = Pending(
                leaves: true, entrySize: 0, signalPrice: close, canLeave: canLeave)
        case .enter(let side, let size):
            precondition(book.held == nil, "a strategy entered a position while holding one")
            let shares = shares(size, close)
            guard shares > 0 else { return }
            pending = Pending(
                leaves: false, entrySize: side == .long ? shares : -shares, signalPrice: close)
        case .reverse(let side, let size):
            let shares = shares(size, close)
            pending = Pending(
                leaves: true, entrySize: side == .long ? shares : -shares, signalPrice: close,
                canLeave: canLeave)
        }
    }

    mutating func fillPending(at price: Double, bar: Int) {
        guard let order = pending else { return }
        pending = nil
        if order.leaves {
            guard order.canLeave else { return book.reject() }
            leave(at: price, bar: bar)
        }
        guard order.entrySize != 0 else { return }
        guard canPay(order.entrySize, order.signalPrice) else { return book.reject() }
        enter(order.entrySize, costs.fillPrice(order.entrySize, at: price), bar)
    }

    mutating func refuse() {
        book.reject()
    }

    mutating func leave(at price: Double, bar: Int) {
        guard let held = book.held else {
            preconditionFailure("a strategy left a position it has not")
        }
        let price = costs.fillPrice(-held.size, at: price)
        let fee = commission(held.size, price)
        // The entry's value and the profit apart, as backtrader books them: the roundings decide
        // the size of the next entry.
        cash += held.size * held.entryPrice + held.size * (price - held.entryPrice)
        cash -= fee
        book.leave(at: price, bar: bar, commission: fee)
    }

    /// Shares of an entry at the close of its signal.
    ///
    /// An account that shorts have run into debt is worth less than nothing; backtrader takes the
    /// magnitude as the size of a share of it, and the cash test then rejects the order. Sizes of a
    /// strategy's own are none then.
    private func shares(_ size: EntrySize, _ close: Double) -> Double {
        let equity = value(at: close)
        switch size {
        case .percent(let percent): return (equity / close * (percent / 100)).magnitude
        case .shares(let shares): return shares
        case .risk(let percent, let distance, let most):
            return min(equity * (percent / 100) / distance, equity / close * (most / 100))
        }
    }

    private func canPay(_ size: Double, _ price: Double) -> Bool {
        cash - size * price - commission(size, price) >= 0
    }

    private mutating func enter(_ size: Double, _ price: Double, _ bar: Int) {
        let fee = commission(size, price)
        let cashAfter = cash - size * price - fee
        guard cashAfter >= 0, price > 0 else { return book.reject() }
        cash = cashAfter
        book.enter(size, at: price, bar: bar, commission: fee)
    }

    private func commission(_ size: Double, _ price: Double) -> Double {
        costs.fee(
            shares: size.magnitude, fraction: size.magnitude * costs.commissionRate * price)
    }
}
