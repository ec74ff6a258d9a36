package import MarketData

/// Adds up, for each of several sets of parameters, the equities of many stocks, each of which
/// starts with the same cash.
///
/// Each set's curve is to the bit that of a `PortfolioAccumulator` given the same stocks, in any
/// order and however they were spread over portfolios that are merged. Memory is sets × times × 8
/// bytes; sums beyond 64 bits, which are rare, have their rest elsewhere.
package struct SetPortfolios: Sendable {
    /// All times at which a stock has a bar that counts, ascending.
    package let times: [BarTime]
    /// How many sets there are.
    package let sets: Int
    let money: MoneyUnits
    /// By how many units the sums change at each time, set after set; the lower 64 bits.
    var changes: [Int64]
    /// What the changes are besides, in 2⁶⁴ units, by their places.
    var carries: [Int: Int64] = [:]
    /// Whether what is added is taken off instead.
    var isTakingOff = false

    /// Starts portfolios of stocks with that much cash each, finite and above zero.
    package init(cash: Double, sets: Int, times: [BarTime]) {
        money = MoneyUnits(cash: cash)
        self.sets = sets
        self.times = times
        changes = Array(repeating: 0, count: sets * times.count)
    }

    /// Adds a stock to a set: what its account is worth at each of its times, ascending, all of
    /// which are among those given at the start.
    ///
    /// Values are finite; beyond 2⁵⁵ times the cash they count as that much. O(count of times).
    package mutating func add(set: Int, times other: [BarTime], equity: [Double]) {
        add(set: set, at: TimeSlots(of: other, in: times), equity: equity)
    }

    /// Adds a stock's values at places among the times.
    mutating func add(set: Int, at slots: TimeSlots, equity: [Double]) {
        precondition(0..<sets ~= set, "set \(set) of \(sets)")
        precondition(slots.count == equity.count, "every time needs one equity")
        let base = set * times.count
        var previous = money.units(of: money.cash)
        for index in equity.indices {
            let units = money.units(of: equity[index])
            if units != previous { add(units - previous, at: base + slots[index]) }
            previous = units
        }
    }

    /// Adds the stocks of other portfolios of the same sets, cash and times.
    package mutating func merge(_ other: SetPortfolios) {
        precondition(
            money == other.money && sets == other.sets && times == other.times,
            "portfolios of different cash, sets or times cannot be merged")
        for place in changes.indices {
            let (sum, overflow) = changes[place].addingReportingOverflow(other.changes[place])
            changes[place] = sum
            if overflow { carry(sum < 0 ? 1 : -1, at: place) }
        }
        for (place, units) in other.carries { carry(units, at: place) }
    }

    /// What all accounts of a set together are worth, of so many stocks.
    ///
    /// Those that were not added to the set count with their cash; one that was counts with its
    /// cash before its first bar, and with its last equity after its last bar. O(times).
    package func curve(of set: Int, stocks: Int) -> PortfolioCurve {
        precondition(0..<sets ~= set, "set \(set) of \(sets)")
        var sum = money.units(of: money.cash) * Int128(stocks)
        let start = money.money(sum)
        let base = set * times.count
        let values = times.indices.map { slot in
            sum += Int128(changes[base + slot])
            if !carries.isEmpty { sum += Int128(carries[base + slot] ?? 0) << 64 }
            return money.money(sum)
        }
        return PortfolioCurve(start: start, times: times, values: values)
    }

    /// Adds units to a change.
    mutating func add(_ units: Int128, at place: Int) {
        let units = isTakingOff ? -units : units
        let sum = Int128(changes[place]) + units
        changes[place] = Int64(truncatingIfNeeded: sum)
        let rest = (sum - Int128(changes[place])) >> 64
        if rest != 0 { carry(Int64(rest), at: place) }
    }

    mutating func carry(_ units: Int64, at place: Int) {
        let sum = (carries[place] ?? 0) + units
        carries[place] = sum == 0 ? nil : sum
    }
}
