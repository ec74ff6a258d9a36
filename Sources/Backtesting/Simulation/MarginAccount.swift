/// A simulated account that trades one ticker by the conventions of backtesting.py 0.6.6.
///
/// An entry takes as many whole shares as a fraction of the cash pays at the price of the fill,
/// commission included; when that is none, it is rejected. Longs and shorts are treated alike:
/// cash is set aside, not spent, and changes by commissions and profits only. Exits always fill.
/// When nothing is left at a close, the position is closed there and the run ends. The first order
/// can be given on the second bar on which the strategy has all its values: the first is where
/// backtesting.py sees that there are any.
struct MarginAccount: Account {
    static let endsWithoutEquity = true
    static let decidesAfterWarmUp = true

    private let commissionRate: Double
    private let entryFraction: Double
    private var cash: Double
    private(set) var book = TradeBook()
    private var pending = Signal.hold

    init(cash: Double, commissionRate: Double, positionSizePercent: Double) {
        self.cash = cash
        self.commissionRate = commissionRate
        entryFraction = positionSizePercent / 100
    }

    static func profit(of holding: Holding, at price: Double) -> Double {
        holding.size * (price - holding.entryPrice)
    }

    func value(at price: Double) -> Double {
        guard let held = book.held else { return cash }
        return cash + Self.profit(of: held, at: price)
    }

    func value(at prices: [Double], in range: Range<Int>, into values: inout [Double]) {
        let held = book.held
        for index in range {
            values[index] = held.map { cash + Self.profit(of: $0, at: prices[index]) } ?? cash
        }
    }

    mutating func submit(_ signal: Signal, close: Double) {
        pending = signal
    }

    mutating func fillPending(at price: Double, bar: Int) {
        let signal = pending
        pending = .hold
        switch signal {
        case .hold: break
        case .enterLong: enter(direction: 1, price, bar)
        case .enterShort: enter(direction: -1, price, bar)
        case .exit: leave(at: price, bar: bar)
        }
    }

    mutating func leave(at price: Double, bar: Int) {
        guard let held = book.held else {
            preconditionFailure("a strategy left a position it has not")
        }
        let fee = commission(held.size, price)
        cash += Self.profit(of: held, at: price) - fee
        book.leave(at: price, bar: bar, commission: fee)
    }

    private mutating func enter(direction: Double, _ price: Double, _ bar: Int) {
        precondition(book.held == nil, "a strategy entered a position while holding one")
        // The commission of a unit by way of the fraction that is asked for, and division as Python
        // does it: the roundings decide whether the last unit is paid for.
        let costOfUnit = price + commission(entryFraction, price) / entryFraction
        let units = Self.wholeTimes(costOfUnit, in: cash * entryFraction)
        guard units > 0 else { return book.reject() }
        let fee = commission(units, price)
        cash -= fee
        book.enter(direction * units, at: price, bar: bar, commission: fee)
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
        size.magnitude * price * commissionRate
    }
}
