import PortableMath

/// Numbers as multiples of a small power of two, of which 128 bits hold sums exactly.
struct FixedPoint {
    /// The exponent pattern of the least value that is not zero.
    private let lowest: Int
    /// What a unit is worth.
    private let unit: Double

    /// A scale for sums of so many of some values; nil where these are too far apart, too small or
    /// too large.
    init?(of values: Span<Double>, capacity: Int) {
        let range = ExponentRange(of: values)
        guard !range.isEmpty else { return nil }
        lowest = Int(range.lowest)
        // A significand has 53 bits; no sum, and no unit, comes near the ends of the range.
        guard range.width + 53 + bitCount(capacity) < 127, range.lowest > 60,
            range.highest < 1_900
        else { return nil }
        unit = Double(sign: .plus, exponent: lowest - 1_075, significand: 1)
        guard unit.isNormal else { return nil }
    }

    /// A value in units.
    @inline(__always)
    func units(_ value: Double) -> Int128 {
        let bits = value.bitPattern
        guard bits << 1 != 0 else { return 0 }
        let significand = Int64(bitPattern: bits & 0xf_ffff_ffff_ffff | 1 << 52)
        let shift = Int(bits >> 52 & 0x7ff) - lowest
        let magnitude = Int128(significand) &<< Int128(truncatingIfNeeded: shift)
        return bits >> 63 == 0 ? magnitude : -magnitude
    }

    /// The Double nearest to so many units, ties to even.
    @inline(__always)
    func rounded(_ units: Int128) -> Double {
        let magnitude = units.magnitude
        let excess = 128 - magnitude.leadingZeroBitCount - 53
        guard excess > 0 else {
            let value = Double(UInt64(truncatingIfNeeded: magnitude)) * unit
            return units < 0 ? -value : value
        }
        let shift = UInt128(truncatingIfNeeded: excess)
        var significand = UInt64(truncatingIfNeeded: magnitude &>> shift)
        let half: UInt128 = 1 &<< (shift - 1)
        let rest = magnitude & (half + (half - 1))
        if rest > half || rest == half && significand & 1 == 1 { significand += 1 }
        let scale = Double(bitPattern: UInt64(1_023 + excess) << 52)
        let value = Double(significand) * scale * unit
        return units < 0 ? -value : value
    }
}
