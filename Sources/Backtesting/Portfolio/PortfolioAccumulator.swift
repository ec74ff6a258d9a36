package import MarketData

/// Adds up the equities of many stocks, each of which starts with the same cash.
///
/// Stocks can be added and accumulators merged in any order: the curve is the same to the bit,
/// because sums are of whole numbers. One unit is 2⁻⁵² to 2⁻⁵³ of the cash; equities are cut to
/// units, at most one a stock is lost at any time. Memory is in proportion to the distinct times.
package struct PortfolioAccumulator: Sendable {
    /// What each stock starts with.
    package let cash: Double
    /// Stocks added so far.
    package private(set) var stockCount = 0
    /// All times at which a stock has a bar, ascending.
    private var times: [BarTime] = []
    /// By how many units the sum of all equities changes at each time.
    private var changes: [Int128] = []
    /// Units of money, a power of two, so that scaling loses nothing.
    private let unitsPerMoney: Double

    /// Starts a portfolio of stocks with that much cash each, finite and above zero.
    package init(cash: Double) {
        precondition(cash > 0 && cash.isFinite, "cash is \(cash)")
        self.cash = cash
        // Tiny cash has coarser units, lest their number leaves the range of exponents.
        unitsPerMoney = Double(
            sign: .plus, exponent: 52 - max(Int(cash.exponent), -900), significand: 1)
    }

    /// Adds a stock: what its account is worth at each of its times, ascending.
    ///
    /// Equities are finite; beyond 2⁵⁵ times the cash they count as that much. O(count), but
    /// in proportion to all times when these are not the same.
    package mutating func add(times other: [BarTime], equity: [Double]) {
        precondition(other.count == equity.count, "every time needs one equity")
        stockCount += 1
        let isAligned = times == other
        if !isAligned {
            include(other)
        }
        var previous = units(of: cash)
        var slot = -1
        for (index, time) in other.enumerated() {
            slot += 1
            while !isAligned, times[slot] < time {
                slot += 1
            }
            let value = units(of: equity[index])
            changes[slot] += value - previous
            previous = value
        }
    }

    /// Adds the stocks of another accumulator, started with the same cash.
    package mutating func merge(_ other: PortfolioAccumulator) {
        precondition(cash == other.cash, "portfolios of different cash cannot be merged")
        stockCount += other.stockCount
        include(other.times)
        var slot = 0
        for (time, change) in zip(other.times, other.changes) {
            while times[slot] < time {
                slot += 1
            }
            changes[slot] += change
        }
    }

    /// What all accounts together are worth, at every time at which a stock has a bar.
    ///
    /// A stock counts with its cash before its first bar, and with its last equity after its
    /// last bar. O(count).
    package func curve() -> PortfolioCurve {
        var sum = units(of: cash) * Int128(stockCount)
        let start = money(sum)
        let values = changes.map { change in
            sum += change
            return money(sum)
        }
        return PortfolioCurve(start: start, times: times, values: values)
    }

    /// Makes room for times that are not there yet.
    private mutating func include(_ other: [BarTime]) {
        var (merged, mergedChanges) = ([BarTime](), [Int128]())
        merged.reserveCapacity(times.count + other.count)
        mergedChanges.reserveCapacity(times.count + other.count)
        var (left, right) = (0, 0)
        while left < times.count || right < other.count {
            let isOld = right == other.count || left < times.count && times[left] <= other[right]
            let time = isOld ? times[left] : other[right]
            merged.append(time)
            mergedChanges.append(isOld ? changes[left] : 0)
            left += isOld ? 1 : 0
            right += right < other.count && other[right] == time ? 1 : 0
        }
        (times, changes) = (merged, mergedChanges)
    }

    private func units(of value: Double) -> Int128 {
        precondition(value.isFinite, "an equity is \(value)")
        let scaled = value * unitsPerMoney
        // Conversion by way of 64 bits is the fast one; few accounts grow a thousandfold.
        if scaled.magnitude < 0x1p63 {
            return Int128(Int64(scaled))
        }
        let limit = 0x1p108
        return Int128(max(-limit, min(limit, scaled)))
    }

    private func money(_ units: Int128) -> Double {
        let value = Double(units) / unitsPerMoney
        return max(-.greatestFiniteMagnitude, min(.greatestFiniteMagnitude, value))
    }
}
