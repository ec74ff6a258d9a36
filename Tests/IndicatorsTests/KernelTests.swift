import PortableMath
import Testing

@testable import Indicators

/// The weighted sum itself.
private struct WeightedSum: LinearRule {
    func value(of sums: LinearSums) -> Double { sums.weighted.value }
}

/// Windows against the simple way of computing them, to the last bit.
@Suite struct KernelTests {
    private static let count = 700

    /// Compares a column with what `expected` makes of each window of it, of long ones every fifth.
    private func check(
        _ column: [Double], _ values: [Double], _ length: Int, from lead: Int, _ place: String,
        _ expected: (ArraySlice<Double>) -> Double
    ) {
        for bar in values.indices where length < 60 || bar % 5 == 4 {
            let window = values[max(0, bar + 1 - length)...bar]
            let isThere = bar + 1 - length >= lead && !window.contains(where: \.isNaN)
            let value = isThere ? expected(window) : .nan
            guard !(column[bar].isNaN && !value.isFinite),
                column[bar].bitPattern != value.bitPattern
            else { continue }
            Issue.record("\(place), bar \(bar): \(column[bar]), expected \(value)")
            return
        }
    }

    @Test(arguments: SampleColumn.allCases, [1, 2, 3, 7, 20, 64, 65, 500])
    func sumsAreRoundedOnce(sample: SampleColumn, length: Int) {
        for (lead, step) in [(0, Int.max), (0, 41), (13, Int.max), (13, 5)] {
            var values = sample.values(Self.count, seed: 0x5eed, missingEvery: step)
            for bar in 0..<lead { values[bar] = .nan }
            check(
                Rolling.sum(values, length, from: lead), values, length, from: lead,
                "\(sample), length \(length), lead \(lead), missing every \(step)", sumRoundedOnce)
        }
    }

    @Test(arguments: SampleColumn.allCases)
    func totalsAreRoundedOnce(sample: SampleColumn) {
        let values = sample.values(300, seed: 0x5eed, missingEvery: 50)
        let totals = Rolling.total(values, from: 0)
        for bar in values.indices {
            let expected =
                values[bar].isNaN
                ? .nan : sumRoundedOnce(values[...bar].filter { !$0.isNaN })
            #expect(totals[bar].bitPattern == expected.bitPattern || expected.isNaN, "\(bar)")
        }
    }

    @Test(arguments: SampleColumn.allCases, [1, 2, 3, 8, 20, 65])
    func weightedSumsAreRoundedOnce(sample: SampleColumn, length: Int) {
        let values = sample.values(Self.count, seed: 0x5eed, missingEvery: 300)
        let column = Rolling.linear(values, length, from: 0, WeightedSum())
        check(column, values, length, from: 0, "\(sample), length \(length)") { window in
            // Each product as two that are exact.
            sumRoundedOnce(
                window.enumerated().flatMap { place, value in
                    let head = Double(bitPattern: value.bitPattern & ~0x7ff_ffff)
                    return [Double(place + 1) * head, Double(place + 1) * (value - head)]
                })
        }
    }

    @Test(arguments: SampleColumn.allCases, [1, 2, 3, 7, 20, 350, 700])
    func extremesAreThoseOfTheWindow(sample: SampleColumn, length: Int) {
        for (lead, step) in [(0, Int.max), (13, 41)] {
            var values = sample.values(Self.count, seed: 0x5eed, missingEvery: step)
            for bar in 0..<lead { values[bar] = .nan }
            let place = "\(sample), length \(length), lead \(lead)"
            check(Rolling.maximum(values, length, from: lead), values, length, from: lead, place) {
                $0.max() ?? .nan
            }
            check(Rolling.minimum(values, length, from: lead), values, length, from: lead, place) {
                $0.min() ?? .nan
            }
        }
    }

    /// Up to 64 values are summed one by one, more by blocks; both are the same to 1e-14.
    @Test(arguments: [2, 20, 64, 65, 100, 333])
    func meanDeviationsAreThoseOfTheWindow(length: Int) {
        for sample in SampleColumn.allCases where sample != .subnormal {
            let values = sample.values(Self.count, seed: 0x5eed, missingEvery: 600)
            let column = Rolling.meanDeviation(values, length, from: 0)
            let means = Rolling.mean(values, length, from: 0)
            for bar in means.indices where !means[bar].isNaN {
                let window = values[(bar + 1 - length)...bar]
                let expected =
                    sumRoundedOnce(window.map { ($0 - means[bar]).magnitude }) / Double(length)
                let isNear = (column[bar] - expected).magnitude <= 1e-14 * expected
                #expect(isNear || !expected.isFinite, "\(sample), length \(length), bar \(bar)")
                if !isNear { break }
            }
        }
    }

    @Test(arguments: SampleColumn.allCases, [1, 2, 9, 100])
    func ranksAreThoseOfTheSortedWindow(sample: SampleColumn, length: Int) throws {
        let values = sample.values(Self.count, seed: 0x5eed, missingEvery: 300)
        let place = "\(sample), length \(length)"
        for percent in [0, 1, 25, 50, 99.5, 100] {
            let rank = max(1, Int((percent * Double(length) / 100).rounded(.up)))
            let column = try IndicatorCatalogue.line(
                "percentile", [values], [Double(length), percent])
            check(column, values, length, from: 0, place) { $0.sorted()[rank - 1] }
        }
        let ranks = try IndicatorCatalogue.line("percentrank", [values], [Double(length)])
        check(ranks, values, length + 1, from: 0, place) { window in
            let last = window.last ?? .nan
            return 100 * Double(window.filter { $0 < last }.count) / Double(length)
        }
    }

    @Test func aRecursionSkipsWhatIsMissing() {
        let values = SampleColumn.prices.values(60, seed: 0x5eed)
        let holes: Set = [2, 9, 10, 30]
        var spread = values
        for bar in holes.sorted() { spread.insert(.nan, at: bar) }
        let average = Recursive.exponential(values, 7, from: 0)
        let column = Recursive.exponential(spread, 7, from: 0)
        for bar in holes { #expect(column[bar].isNaN) }
        let present = spread.indices.filter { !holes.contains($0) }.map { column[$0] }
        #expect(present.map(\.bitPattern) == average.map(\.bitPattern))
    }

    @Test func lengthsBeyondTheBarsGiveNothing() {
        for length in [4, 5, 100_000] {
            for column in [
                Rolling.sum([1, 2, 3], length, from: 0),
                Rolling.maximum([1, 2, 3], length, from: 0),
                Rolling.weightedMean([1, 2, 3], length, from: 0),
                Rolling.meanDeviation([1, 2, 3], length, from: 0),
                Recursive.wilder([1, 2, 3], length, from: 0), Rolling.sum([], length, from: 0),
                Rolling.sum([.nan, .nan, 3], 3, from: 2), Rolling.sum([.nan], 1, from: 5),
            ] {
                #expect(column.filter { !$0.isNaN }.isEmpty)
            }
        }
    }

    /// So long that what gathers before the first reading would overflow if it were not carried.
    @Test func theLongestWindowOfAnyMagnitudesHasAWeightedSum() {
        let length = 100_000
        let values = (0..<(length + 1)).map { $0 % 2 == 0 ? 3.0 : 0x1p-200 }
        let column = Rolling.weightedMean(values, length, from: 0)
        // Of 3 on the odd weights 1, 3 … n − 1, then on the even ones.
        let half = Double(length / 2)
        let divisor = Double(length * (length + 1) / 2)
        #expect(column[length - 1] == 3 * half * half / divisor)
        #expect(column[length] == 3 * half * (half + 1) / divisor)
    }
}
