import PortableMath

/// A sum of Doubles that is exact whatever their magnitudes: one long fixed-point number.
///
/// All Doubles are multiples of 2⁻¹⁰⁷⁴, so 70 digits to the base 2³² hold any sum of them. Each
/// digit is kept in 64 bits, and carried when the sum is read (R. Neal, "Fast exact summation
/// using small and large superaccumulators", 2015). An addition costs a few steps, reading at most
/// some three passes over the digits in use: O(1), but ten times an `ExactRunningSum`.
struct ExactAccumulator {
    private static let digitBits = 32
    private static let mask: Int64 = 0xffff_ffff
    /// Digits to the base 2³², the lowest first; the highest in use has the sign.
    private var digits = [Int64](repeating: 0, count: 72)
    /// What `digits` is negated into, to be rounded as a magnitude.
    private var scratch = [Int64](repeating: 0, count: 72)
    private var lowest = 71
    private var highest = 0

    /// Adds a finite value times a whole number below 2¹⁸ in magnitude.
    mutating func add(_ value: Double, times factor: Int = 1) {
        guard value != 0, factor != 0 else { return }
        let pattern = Int(value.exponentBitPattern)
        let significand = value.significandBitPattern | (pattern == 0 ? 0 : 1 << 52)
        let position = max(pattern, 1) - 1
        let first = position / Self.digitBits
        var rest = UInt128(significand) * UInt128(factor.magnitude) << (position % Self.digitBits)
        let isNegative = (value < 0) != (factor < 0)
        lowest = min(lowest, first)
        for place in first..<(first + 4) {
            let digit = Int64(truncatingIfNeeded: rest) & Self.mask
            digits[place] += isNegative ? -digit : digit
            rest >>= 32
        }
        highest = max(highest, first + 3)
    }

    /// Carries what digits have gathered, which they have room for over 2²⁹ additions.
    mutating func settle() {
        guard lowest <= highest else { return }
        _ = Self.carry(&digits, lowest, &highest)
    }

    /// Takes the value of another sum away, which has been settled.
    mutating func subtract(_ other: ExactAccumulator) {
        guard other.lowest <= other.highest else { return }
        lowest = min(lowest, other.lowest)
        highest = max(highest, other.highest)
        for place in other.lowest...other.highest { digits[place] -= other.digits[place] }
    }

    /// The Double nearest to the sum, ties to even; infinite beyond the range of a Double.
    mutating func rounded() -> Double {
        guard lowest <= highest else { return 0 }
        guard Self.carry(&digits, lowest, &highest) else { return Self.round(digits, highest) }
        for place in lowest...highest { scratch[place] = -digits[place] }
        var top = highest
        _ = Self.carry(&scratch, lowest, &top)
        for place in scratch.indices where place < lowest || place > top { scratch[place] = 0 }
        return -Self.round(scratch, top)
    }

    /// The sum as two Doubles, the nearest and what it leaves, rounded.
    ///
    /// Where that would become half a unit in the last place, and make a tie, it is a little less.
    mutating func pair() -> ExactPair {
        let high = rounded()
        guard high.isFinite else { return ExactPair(high: high, low: 0) }
        var rest = self
        rest.add(-high)
        let low = rest.rounded()
        return ExactPair(
            high: high, low: high + low == high ? low : low * (1 - Double.ulpOfOne / 2))
    }

    /// Brings all digits but the highest between 0 and 2³² − 1; true where the sum is negative.
    private static func carry(
        _ digits: inout [Int64], _ lowest: Int, _ highest: inout Int
    ) -> Bool {
        var carried: Int64 = 0
        for place in lowest...highest {
            let value = digits[place] + carried
            digits[place] = value & mask
            carried = value >> 32
        }
        while carried != 0, carried != -1 {
            highest += 1
            digits[highest] = carried & mask
            carried >>= 32
        }
        if carried == -1 { digits[highest] -= 1 << 32 }
        return carried == -1
    }

    /// The Double nearest to digits that are all between 0 and 2³² − 1.
    private static func round(_ digits: [Int64], _ highest: Int) -> Double {
        var top = highest
        while top > 0, digits[top] == 0 { top -= 1 }
        guard digits[top] != 0 else { return 0 }
        func digit(_ place: Int) -> UInt128 { place < 0 ? 0 : UInt128(UInt64(digits[place])) }
        let head = digit(top) << 64 | digit(top - 1) << 32 | digit(top - 2)
        let shift = 128 - head.leadingZeroBitCount - 53
        var significand = UInt64(truncatingIfNeeded: head >> shift)
        let rest = head & (1 << shift - 1)
        let half: UInt128 = 1 << (shift - 1)
        var isSticky = rest & (half - 1) != 0
        var place = top - 3
        while !isSticky, place >= 0 {
            isSticky = digits[place] != 0
            place -= 1
        }
        if rest & half != 0, isSticky || significand & 1 == 1 { significand += 1 }
        // The last place of the significand is worth 2^(biased - 1075).
        let biased = (top - 2) * digitBits + shift + 1
        guard biased > 0 else { return Double(bitPattern: significand >> UInt64(1 - biased)) }
        guard biased < 2047 else { return .infinity }
        let bits = UInt64(biased - 1) << 52 + significand
        return Double(bitPattern: min(bits, Double.infinity.bitPattern))
    }
}
