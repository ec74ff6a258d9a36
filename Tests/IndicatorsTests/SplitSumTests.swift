import Testing

@testable import Indicators

/// Sums of values of many magnitudes in three parts equal those of the long accumulator, to the bit.
@Suite struct SplitSumTests {
    @Test(arguments: 0..<200 as Range<UInt64>)
    func sumsAreThoseOfTheAccumulator(seed: UInt64) throws {
        var state = seed &* 0x9e37_79b9_7f4a_7c15 | 1
        func next() -> UInt64 {
            state ^= state << 13
            state ^= state >> 7
            state ^= state << 17
            return state
        }
        // Few significant bits make ties.
        let mask: UInt64 = seed.isMultiple(of: 2) ? .max : 0xf000_0000_0000_0003
        let values = (0..<300).map { _ in
            let bits = next() & 0xf_ffff_ffff_ffff & mask
            let exponent = 1_000 + next() % 80
            let value = Double(bitPattern: exponent << 52 | bits)
            return next() % 5 == 0 ? 0 : next() % 2 == 0 ? -value : value
        }
        var sum = try #require(Self.sum(values, 20))
        var accumulator = ExactAccumulator()
        for (bar, value) in values.enumerated() {
            let leaving = bar < 20 ? 0 : values[bar - 20]
            sum.add(value, removing: leaving)
            accumulator.add(value)
            accumulator.add(-leaving)
            var copy = accumulator
            #expect(sum.value == copy.rounded(), "bar \(bar)")
        }
    }

    /// Half a place of the sum, and in the lowest part something that decides.
    @Test func whatIsFarBelowATieDecidesIt() throws {
        for (least, expected) in [(0x1p-110, 1 + 0x1p-52), (-0x1p-110, 1.0), (0x0p0, 1.0)] {
            for sign in [1.0, -1.0] {
                let values = [1, 0x1p-53, 0x1p-70 + least, -0x1p-70].map { sign * $0 }
                var sum = try #require(Self.sum(values, 4))
                for value in values { sum.add(value, removing: 0) }
                #expect(sum.value == sign * expected)
            }
        }
    }

    @Test func valuesTooFarApartHaveNoSum() {
        #expect(Self.sum([1, 0x1p82], 20) != nil)
        #expect(Self.sum([1, 0x1p83], 20) == nil)
        #expect(Self.sum([0, 0], 20) == nil)
        #expect(Self.sum([.leastNonzeroMagnitude], 1) == nil)
        #expect(Self.sum([1, .nan], 1) == nil)
    }

    private static func sum(_ values: [Double], _ capacity: Int) -> SplitSum? {
        SplitSum(of: values.span, capacity: capacity)
    }
}
