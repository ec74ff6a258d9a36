/// The money side of a run: what orders cost, and what a position is worth.
///
/// Where orders fill is up to the simulation; whether they do, and for how many shares, is up to
/// the account.
protocol Account {
    /// Whether a run ends at the close that finds nothing left of the account.
    static var endsWithoutEquity: Bool { get }

    /// Whether no order is given before the second bar on which a strategy has all its values.
    static var decidesAfterWarmUp: Bool { get }

    /// What a holding earns at a price, costs aside.
    static func profit(of holding: Holding, at price: Double) -> Double

    /// Opens an account.
    init(cash: Double, costs: TradingCosts)

    /// The positions so far.
    var book: TradeBook { get set }

    /// What the account is worth, by the price.
    var worth: Worth { get }

    /// What the account is worth at a price.
    func value(at price: Double) -> Double

    /// What the account is worth at each of some prices, into the same places of `values`.
    func value(at prices: [Double], in range: Range<Int>, into values: inout [Double])

    /// Charges for a short position that was held for so many days, and credits what cash earned.
    mutating func accrue(days: Double)

    /// Takes an order, given at a close; there is none that waits.
    mutating func submit(_ order: Order, close: Double)

    /// Fills or rejects the order that waits, if there is one; slippage moves the price.
    mutating func fillPending(at price: Double, bar: Int)

    /// Counts an order that is not given for want of money or of a size.
    mutating func refuse()

    /// Closes the position that is held, whatever the cash; slippage moves the price.
    mutating func leave(at price: Double, bar: Int)
}

/// What an account is worth at a price: `cash + size * (price - base)`, rounded step by step.
struct Worth: Equatable {
    let cash: Double
    /// Shares, negative when short; 0 while flat.
    let size: Double
    let base: Double

    /// The value at a price.
    @inline(__always)
    func value(at price: Double) -> Double { cash + size * (price - base) }
}
