extension Elementary {
    /// The sine of an angle in radians, however large; NaN of an infinite one.
    ///
    /// Right to 0.8 units in the last place.
    package static func sin(_ angle: Double) -> Double {
        guard angle.magnitude < .infinity else { return .nan }
        guard angle.magnitude >= 0x1p-27 else { return angle }
        let (quadrant, rest) = reduced(angle.magnitude)
        let value = quadrant & 1 == 0 ? sine(rest) : cosine(rest)
        return (quadrant & 2 != 0) == (angle > 0) ? -value : value
    }

    /// The cosine of an angle in radians, however large; NaN of an infinite one.
    ///
    /// Right to 0.8 units in the last place.
    package static func cos(_ angle: Double) -> Double {
        guard angle.magnitude < .infinity else { return .nan }
        let (quadrant, rest) = reduced(angle.magnitude)
        let value = quadrant & 1 == 0 ? cosine(rest) : sine(rest)
        return (quadrant + 1) & 2 != 0 ? -value : value
    }

    /// The sine of an angle of at most π/4: its power series.
    private static func sine(_ angle: ExactPair) -> Double {
        let x = angle.high
        let square = x * x
        var series = 1.0 / 355_687_428_096_000
        series = series * square - 1.0 / 1_307_674_368_000
        series = series * square + 1.0 / 6_227_020_800
        series = series * square - 1.0 / 39_916_800
        series = series * square + 1.0 / 362_880
        series = series * square - 1.0 / 5040
        series = series * square + 1.0 / 120
        series = series * square - 1.0 / 6
        return x + (series * square * x + angle.low * (1 - 0.5 * square))
    }

    /// The cosine of an angle of at most π/4: its power series, half of the square exactly.
    private static func cosine(_ angle: ExactPair) -> Double {
        let x = angle.high
        let half = ExactPair(product: x, 0.5 * x)
        let square = 2 * half.high
        var series = 1.0 / 6_402_373_705_728_000
        series = 1.0 / 20_922_789_888_000 - series * square
        series = series * square - 1.0 / 87_178_291_200
        series = series * square + 1.0 / 479_001_600
        series = series * square - 1.0 / 3_628_800
        series = series * square + 1.0 / 40320
        series = series * square - 1.0 / 720
        series = series * square + 1.0 / 24
        let begin = ExactPair(sum: 1, -half.high)
        return begin.high
            + (begin.low + (series * square * square - half.low - x * angle.low))
    }

    /// A positive angle without its nearest multiple of π/2, and how many of these that is, modulo 4.
    ///
    /// The angle times 2/π in whole numbers: of the digits of 2/π, those that make multiples of 4
    /// are left out, and 256 bits taken, so that at least 140 bits of the fraction are right
    /// whatever the angle (M. Payne and R. Hanek, "Radian Reduction for Trigonometric Functions",
    /// 1983).
    private static func reduced(_ angle: Double) -> (quadrant: Int, rest: ExactPair) {
        guard angle > 0x1.921fb54442d18p-1 else { return (0, ExactPair(high: angle)) }
        let significand = angle.significandBitPattern | 1 << 52
        let exponent = Int(angle.exponentBitPattern) - 1075
        let skipped = max(0, exponent - 2)
        var product = Limbs(TwoOverPi.words, from: skipped, times: significand)
        product.shiftRight(by: skipped + 2 - exponent)
        // The first two of 256 bits are the quadrant, the others the fraction.
        let quadrant = Int(product.words[3] >> 62)
        product.words[3] &= 1 << 62 - 1
        let isUpper = product.words[3] >> 61 == 1
        if isUpper { product.subtractFromPower(of: 254) }
        let fraction = product.leadingPair(exponent: -254)
        let rest =
            fraction * ExactPair(high: 0x1.921fb54442d18p0, low: 0x1.1a62633145c07p-54)
        return isUpper
            ? ((quadrant + 1) & 3, ExactPair(high: -rest.high, low: -rest.low)) : (quadrant, rest)
    }
}
