extension Elementary {
    /// e to the power of a number; 0 and ∞ beyond the range of a Double.
    ///
    /// P. Tang, "Table-Driven Implementation of the Exponential Function in IEEE Floating-Point
    /// Arithmetic", 1989: right to 0.51 units in the last place, and below 1 where it is subnormal.
    package static func exp(_ value: Double) -> Double {
        value.isNaN ? value : exponential(ExactPair(high: value))
    }

    /// A number to the power of another.
    ///
    /// exp(y · ln x), the logarithm and the product to 66 bits: right to 0.55 units in the last place,
    /// and below 1 where it is subnormal. Of a number below zero, whole powers only; else NaN.
    package static func pow(_ base: Double, _ exponent: Double) -> Double {
        if exponent == 0 || base == 1 { return 1 }
        if base.isNaN || exponent.isNaN { return .nan }
        let magnitude = power(of: base.magnitude, exponent)
        guard base.sign == .minus else { return magnitude }
        if isOdd(exponent) { return -magnitude }
        let isWhole = exponent.rounded(.towardZero) == exponent
        return base == 0 || base.isInfinite || isWhole ? magnitude : .nan
    }

    /// The power of a number that is not below zero, of an exponent other than zero.
    private static func power(of base: Double, _ exponent: Double) -> Double {
        if base == 1 { return 1 }
        if base == 0 || base.isInfinite {
            return (base == 0) == (exponent < 0) ? .infinity : 0
        }
        if exponent.isInfinite { return (base > 1) == (exponent > 0) ? .infinity : 0 }
        let logarithm = logarithm(base)
        // Beyond that the power is infinite or zero, and the product might not be exact.
        let product = logarithm.high * exponent
        guard product.magnitude < 800 else { return product > 0 ? .infinity : 0 }
        // Below that it is 1, and the product might lose bits.
        guard product.magnitude > 0x1p-60 else { return 1 + product }
        var pair = ExactPair(product: logarithm.high, exponent)
        pair.low += logarithm.low * exponent
        return exponential(pair)
    }

    private static func isOdd(_ value: Double) -> Bool {
        guard value.magnitude < 0x1p53, value.rounded(.towardZero) == value else { return false }
        return Int(value) & 1 == 1
    }

    /// e to the power of a number that is not NaN.
    ///
    /// With x = k · ln 2/64 + r, r at most ln 2/128, and k = 64 · n + j: eˣ = 2ⁿ · 2^(j/64) · eʳ.
    private static func exponential(_ value: ExactPair) -> Double {
        guard value.high < 710 else { return .infinity }
        guard value.high > -746 else { return 0 }
        let steps = nearestWhole(value.high * 0x1.71547652b82fep6)
        // ln 2/64 in 36 bits, so that its product is exact and the difference, too, and the rest.
        let r = ExactPair(
            sum: value.high - steps * 0x1.62e42fefap-7,
            value.low - steps * 0x1.cf79abc9e3b3ap-46)
        var series = 1.0 / 720
        series = series * r.high + 1.0 / 120
        series = series * r.high + 1.0 / 24
        series = series * r.high + 1.0 / 6
        series = series * r.high + 1.0 / 2
        let surplus = r.high + (r.low + series * r.high * r.high)
        let (high, low) = PowerTable.rows[Int(steps) & 63]
        let result = high + (low + high * surplus)
        let exponent = Int(steps) >> 6
        // Where it is subnormal, in two steps, of which the second rounds.
        guard exponent > -1022 else {
            return result * powerOfTwo(exponent + 128) * 0x1p-128
        }
        guard exponent < 1024 else { return result * powerOfTwo(exponent - 1) * 2 }
        return result * powerOfTwo(exponent)
    }

    /// The whole number nearest to one below 2⁵¹ in magnitude, ties to even.
    private static func nearestWhole(_ value: Double) -> Double {
        value + 0x1.8p52 - 0x1.8p52
    }

    private static func powerOfTwo(_ exponent: Int) -> Double {
        Double(bitPattern: UInt64(exponent + 1023) << 52)
    }
}
