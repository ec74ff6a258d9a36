import Testing

@testable import Backtesting

@Suite struct OrderColumnTests {
    /// Values of which many are equal, and some missing.
    private static func columns(_ seed: UInt64, _ count: Int) -> ([Double], [Double]) {
        var random = SeededGenerator(state: seed)
        func column() -> [Double] {
            (0..<count).map { _ in
                let value = Int.random(in: 0..<(seed % 2 == 0 ? 5 : 1_000), using: &random)
                return seed % 3 == 0 && value % 4 == 0 ? .nan : Double(value) - 2
            }
        }
        return (column(), column())
    }

    @Test(arguments: [1, 2, 3, 4, 5, 6] as [UInt64], [0, 1, 64, 65, 300])
    func comparisonsEqualThoseOfSingleValues(seed: UInt64, count: Int) {
        let (left, right) = Self.columns(seed, count)
        let order = OrderColumn(left, right)
        func truth(_ compare: (Double, Double) -> Bool) -> [Double?] {
            zip(left, right).map { $0.isNaN || $1.isNaN ? nil : compare($0, $1) ? 1 : 0 }
        }
        #expect(Self.values(order.isLess) == truth(<))
        #expect(Self.values(order.isLessOrEqual) == truth(<=))
        #expect(Self.values(order.isEqual) == truth(==))
        #expect(Self.values(order.reversed.isLess) == truth(>))
        #expect(Self.values(!order.isLess) == truth(>=))
    }

    @Test(arguments: [1, 2, 3, 4, 5, 6] as [UInt64], [0, 1, 64, 65, 300])
    func crossingIsAboveNowAndBelowWhenTheyLastDiffered(seed: UInt64, count: Int) {
        let (left, right) = Self.columns(seed, count)
        var wasBelow = false
        var expected: [Double?] = []
        for bar in 0..<count {
            let difference = left[bar] - right[bar]
            expected.append(
                bar < 1 || difference.isNaN ? nil : difference > 0 && wasBelow ? 1 : 0)
            if difference != 0, !difference.isNaN { wasBelow = difference < 0 }
        }
        #expect(Self.values(OrderColumn(left, right).crossesAbove(from: 1)) == expected)
    }

    @Test func truthTablesAreKleenes() {
        let values: [Double] = [0, 1, .nan]
        let left = TruthColumn(numbers: values.flatMap { [$0, $0, $0] })
        let right = TruthColumn(numbers: values + values + values)
        #expect(Self.values(left & right) == [0, 0, 0, 0, 1, nil, 0, nil, nil])
        #expect(Self.values(left | right) == [0, 1, nil, 1, 1, 1, nil, 1, nil])
        #expect(Self.values(!left) == [1, 1, 1, 0, 0, 0, nil, nil, nil])
        #expect(Self.values(left.known) == [1, 1, 1, 1, 1, 1, 0, 0, 0])
        #expect(Self.values(left.orElse(right)) == [0, 0, 0, 1, 1, 1, 0, 1, nil])
        #expect(Self.values(left.choose(right, !right)) == [1, 0, nil, 0, 1, nil, nil, nil, nil])
        #expect(Self.values(left.past(1)) == [nil, 0, 0, 0, 1, 1, 1, nil, nil])
    }

    private static func values(_ truth: TruthColumn) -> [Double?] {
        truth.numbers.map { $0.isNaN ? nil : $0 }
    }
}
