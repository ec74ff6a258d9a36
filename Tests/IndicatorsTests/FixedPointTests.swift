import Testing

@testable import Indicators

/// Sums of values of many magnitudes in 128 bits equal those of the long accumulator, to the bit.
@Suite struct FixedPointTests {
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
            let exponent = 1_000 + next() % 60
            let value = Double(bitPattern: exponent << 52 | bits)
            return next() % 5 == 0 ? 0 : next() % 2 == 0 ? -value : value
        }
        let scale = try #require(Self.scale(values, 20))
        var (sum, accumulator) = (Int128(0), ExactAccumulator())
        for (bar, value) in values.enumerated() {
            sum += scale.units(value)
            accumulator.add(value)
            if bar >= 20 {
                sum -= scale.units(values[bar - 20])
                accumulator.add(-values[bar - 20])
            }
            var copy = accumulator
            #expect(scale.rounded(sum) == copy.rounded(), "bar \(bar)")
        }
    }

    @Test func valuesTooFarApartHaveNoScale() {
        #expect(Self.scale([1, 0x1p68], 20) != nil)
        #expect(Self.scale([1, 0x1p69], 20) == nil)
        #expect(Self.scale([0, 0], 20) == nil)
        #expect(Self.scale([.leastNonzeroMagnitude], 1) == nil)
        #expect(Self.scale([1, .nan], 1) == nil)
    }

    private static func scale(_ values: [Double], _ capacity: Int) -> FixedPoint? {
        FixedPoint(of: values.span, capacity: capacity)
    }
}
