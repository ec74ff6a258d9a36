/// Money in whole units, so that sums are the same to the bit in whatever order they are made.
///
/// One unit is 2⁻⁵² to 2⁻⁵³ of the cash; what is less than a unit is cut off.
struct MoneyUnits: Equatable, Sendable {
    /// What each stock starts with.
    let cash: Double
    /// Units of money, a power of two, so that scaling loses nothing.
    let perMoney: Double

    /// Units for that much cash, finite and above zero.
    init(cash: Double) {
        precondition(cash > 0 && cash.isFinite, "cash is \(cash)")
        self.cash = cash
        // Tiny cash has coarser units, lest their number leaves the range of exponents.
        perMoney = Double(
            sign: .plus, exponent: 52 - max(Int(cash.exponent), -900), significand: 1)
    }

    /// A finite amount in units; beyond 2⁵⁵ times the cash it counts as that much.
    func units(of value: Double) -> Int128 {
        precondition(value.isFinite, "an equity is \(value)")
        let scaled = value * perMoney
        // Conversion by way of 64 bits is the fast one; few accounts grow a thousandfold.
        if scaled.magnitude < 0x1p63 {
            return Int128(Int64(scaled))
        }
        let limit = 0x1p108
        return Int128(max(-limit, min(limit, scaled)))
    }

    /// Units as money.
    func money(_ units: Int128) -> Double {
        let value = Double(units) / perMoney
        return max(-.greatestFiniteMagnitude, min(.greatestFiniteMagnitude, value))
    }
}
