/// A simulated account that trades one ticker by the conventions of backtesting.py 0.6.6.
///
/// An entry takes as many whole shares as a fraction of the cash pays at the price of the fill,
/// slippage and commission included; when that is none, it is rejected. Longs and shorts are treated alike:
/// cash is set aside, not spent, and changes by costs and profits only. Exits always fill.
/// When nothing is left at a close, the position is closed there and the run ends. The first order
/// can be given on the second bar on which the strategy has all its values: the first is where
/// backtesting.py sees that there are any.
struct MarginAccount: Account {
    static let endsWithoutEquity = true
    static let decidesAfterWarmUp = true

    private let costs: TradingCosts
    private var cash: Double
    var book = TradeBook()
    private var pending: Order?

    init(cash: Double, costs: TradingCosts) {
        self.cash = cash
        self.costs = costs
    }

    static func profit(of holding: Holding, at price: Double) -> Double {
        holding.size * (price - holding.entryPrice)
    }

    var worth: Worth {
        Worth(cash: cash, size: book.held?.size ?? 0, base: book.held?.entryPrice ?? 0)
    }

    func value(at price: Double) -> Double {
        guard let held = book.held else { return cash }
        return cash + Self.profit(of: held, at: price)
    }

    func value(at prices: [Double], in range: Range<Int>, into values: inout [Double]) {
        guard let held = book.held else {
            for index in range { values[index] = cash }
            return
        }
        for index in range { values[index] = cash + Self.profit(of: held, at: prices[index]) }
    }

    mutating func accrue(days: Double) {
        // What a long position cost was only set aside.
        let spent = book.held.map { max(0, $0.size * $0.entryPrice) } ?? 0
        cash += book.accrue(days: days, free: cash - spent, costs)
    }

    mutating func submit(_ order: Order, close: Double) {
        pending = order
    }

    mutating func fillPending(at price: Double, bar: Int) {
        guard let order = pending else { return }
        pending = nil
        switch order {
        case .enter(let side, let size): enter(side, size, price, bar)
        case .exit: leave(at: price, bar: bar)
        case .reverse(let side, let size):
            leave(at: price, bar: bar)
            enter(side, size, price, bar)
        }
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
        cash += Self.profit(of: held, at: price) - fee
        book.leave(at: price, bar: bar, commission: fee)
    }

    private mutating func enter(
        _ side: Position, _ size: EntrySize, _ price: Double, _ bar: Int
    ) {
        precondition(book.held == nil, "a strategy entered a position while holding one")
        let price = costs.fillPrice(side == .long ? 1 : -1, at: price)
        let units = units(size, price)
        guard units > 0 else { return book.reject() }
        let fee = commission(units, price)
        cash -= fee
        book.enter(side == .long ? units : -units, at: price, bar: bar, commission: fee)
    }

    /// Whole shares that an entry takes at the price of its fill; 0 for one that is not paid for.
    private func units(_ size: EntrySize, _ price: Double) -> Double {
        switch size {
        case .percent(let percent): return units(percent / 100, price)
        case .shares(let shares):
            let units = shares.rounded(.down)
            return units * price + commission(units, price) <= cash ? units : 0
        case .risk(let percent, let distance, let most):
            let units = (cash * (percent / 100) / distance).rounded(.down)
            return min(units, self.units(most / 100, price))
        }
    }

    /// As many as a fraction of the cash pays, commission included.
    private func units(_ fraction: Double, _ price: Double) -> Double {
        // The commission of a unit by way of the fraction that is asked for, and division as Python
        // does it: the roundings decide whether the last unit is paid for. So a fixed or a least fee
        // is reckoned for each unit, as backtesting.py does, and the entry is smaller than it could be.
        let costOfUnit = price + commission(fraction, price) / fraction
        return Self.wholeTimes(costOfUnit, in: cash * fraction)
    }

    /// How many times one number is in another, both above zero: Python's `//` of floats.
    ///
    /// By the remainder, which is exact, so that 9,500 holds 0.1 but 94,999 times: 0.1 as a Double
    /// is a little more than a tenth, which a rounded quotient does not show.
    private static func wholeTimes(_ divisor: Double, in dividend: Double) -> Double {
        let remainder = dividend.truncatingRemainder(dividingBy: divisor)
        return ((dividend - remainder) / divisor).rounded()
    }

    private func commission(_ size: Double, _ price: Double) -> Double {
        costs.fee(
            shares: size.magnitude, fraction: size.magnitude * price * costs.commissionRate)
    }
}
