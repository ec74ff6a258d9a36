/// Elementary functions made of + − × ÷ and bit patterns: the same bits on every processor.
///
/// The system's functions differ from processor to processor and from version to version. These call
/// nothing, fuse nothing, and are right to less than one unit in the last place; special cases are
/// those of C99, annex F.
package enum Elementary {}

extension Elementary {
    /// The natural logarithm; −∞ of zero, NaN of less.
    ///
    /// P. Tang, "Table-Driven Implementation of the Logarithm Function in IEEE Floating-Point
    /// Arithmetic", 1990, with sums of two Doubles: right to 0.51 units in the last place.
    package static func log(_ value: Double) -> Double {
        guard value > 0, value < .infinity else {
            return value == 0 ? -.infinity : value < 0 ? .nan : value
        }
        let pair = logarithm(value)
        return pair.high + pair.low
    }

    /// The logarithm of a finite number above zero, to 66 bits or more.
    ///
    /// With x = 2^k · m, m around 1, and a reciprocal R of a number near m: ln x = k · ln 2 − ln R +
    /// ln(1 + r), where r = m · R − 1 is at most 2⁻⁷ and known exactly, and so is its square.
    static func logarithm(_ value: Double) -> ExactPair {
        var bits = value.bitPattern
        var exponent = 0
        if bits < 1 << 52 {
            bits = (value * 0x1p54).bitPattern
            exponent = -54
        }
        exponent += Int(bits >> 52) - 1023
        let row = Int(bits >> 45 & 127)
        var significand = Double(bitPattern: bits & 0xf_ffff_ffff_ffff | 0x3ff0_0000_0000_0000)
        if row >= LogarithmTable.firstHalved {
            significand *= 0.5
            exponent += 1
        }
        let (reciprocal, high, low) = LogarithmTable.rows[row]
        let head = ExactPair.head(significand)
        let r = ExactPair(
            sum: head * reciprocal - 1, (significand - head) * reciprocal)
        let square = ExactPair(product: r.high, r.high)
        // r³/3 − r⁴/4 + … over r³, of which the first term that is left out is below 2⁻⁸⁰. Two terms at
        // a time, so that no more than four wait for each other.
        let (z, zz) = (r.high, square.high)
        let tail = (1.0 / 7 - z * (1.0 / 8)) + zz * (1.0 / 9 - z * (1.0 / 10))
        let series = (1.0 / 3 - z * (1.0 / 4)) + zz * ((1.0 / 5 - z * (1.0 / 6)) + zz * tail)
        let k = Double(exponent)
        let whole = ExactPair(sum: k * Logarithm.ofTwo, high)
        let first = ExactPair(sum: whole.high, r.high)
        let second = ExactPair(sum: first.high, -0.5 * square.high)
        let rest =
            (whole.low + first.low + second.low) + (k * Logarithm.ofTwoRest + low)
            + (r.low - 0.5 * square.low - r.high * r.low) + series * square.high * r.high
        return ExactPair(sum: second.high, rest)
    }

    /// ln 2 in 42 bits, so that its product with an exponent is exact, and the rest.
    private enum Logarithm {
        static let ofTwo = 0x1.62e42fefa38p-1
        static let ofTwoRest = 0x1.ef35793c7673p-45
    }
}
