package import MarketData

/// Adds up the equities of many stocks, each of which starts with the same cash, and what they are
/// compared with.
///
/// Stocks can be added and accumulators merged in any order: the curve is the same to the bit,
/// because sums are of whole units of money; at most one a stock is lost at any time. Memory is in
/// proportion to the distinct times.
package struct PortfolioAccumulator: Sendable {
    /// What each stock starts with.
    package var cash: Double { money.cash }
    /// Stocks added so far.
    package private(set) var stockCount = 0
    /// All times at which a stock has a bar, ascending.
    private var times: [BarTime] = []
    /// By how many units the sums change at each time.
    private var changes: [Change] = []
    private let money: MoneyUnits

    /// By how many units the sum of all equities changes, and that of all benchmarks.
    private struct Change {
        var equity: Int128 = 0
        var benchmark: Int128 = 0
    }

    /// Starts a portfolio of stocks with that much cash each, finite and above zero.
    package init(cash: Double) {
        money = MoneyUnits(cash: cash)
    }

    /// Adds a stock: what its account and its benchmark are worth at each of its times, ascending.
    ///
    /// Values are finite; beyond 2⁵⁵ times the cash they count as that much. O(count), but
    /// in proportion to all times when these are not the same.
    package mutating func add(times other: [BarTime], equity: [Double], benchmark: [Double]) {
        precondition(other.count == equity.count, "every time needs one equity")
        precondition(other.count == benchmark.count, "every time needs one value of the benchmark")
        stockCount += 1
        let isAligned = times == other
        if !isAligned {
            include(other)
        }
        var (previous, previousBenchmark) = (money.units(of: cash), money.units(of: cash))
        var slot = -1
        for (index, time) in other.enumerated() {
            slot += 1
            while !isAligned, times[slot] < time {
                slot += 1
            }
            let value = money.units(of: equity[index])
            changes[slot].equity += value - previous
            previous = value
            let benchmarkValue = money.units(of: benchmark[index])
            changes[slot].benchmark += benchmarkValue - previousBenchmark
            previousBenchmark = benchmarkValue
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
            changes[slot].equity += change.equity
            changes[slot].benchmark += change.benchmark
        }
    }

    /// What all accounts together are worth, at every time at which a stock has a bar.
    ///
    /// A stock counts with its cash before its first bar, and with its last equity after its
    /// last bar. O(count).
    package func curve() -> PortfolioCurve { curve(of: \.equity) }

    /// What all benchmarks together are worth, at the same times and by the same rules.
    package func benchmarkCurve() -> PortfolioCurve { curve(of: \.benchmark) }

    private func curve(of part: KeyPath<Change, Int128>) -> PortfolioCurve {
        var sum = money.units(of: cash) * Int128(stockCount)
        let start = money.money(sum)
        let values = changes.map { change in
            sum += change[keyPath: part]
            return money.money(sum)
        }
        return PortfolioCurve(start: start, times: times, values: values)
    }

    /// Makes room for times that are not there yet.
    private mutating func include(_ other: [BarTime]) {
        var (merged, mergedChanges) = ([BarTime](), [Change]())
        merged.reserveCapacity(times.count + other.count)
        mergedChanges.reserveCapacity(times.count + other.count)
        var (left, right) = (0, 0)
        while left < times.count || right < other.count {
            let isOld = right == other.count || left < times.count && times[left] <= other[right]
            let time = isOld ? times[left] : other[right]
            merged.append(time)
            mergedChanges.append(isOld ? changes[left] : Change())
            left += isOld ? 1 : 0
            right += right < other.count && other[right] == time ? 1 : 0
        }
        (times, changes) = (merged, mergedChanges)
    }
}
