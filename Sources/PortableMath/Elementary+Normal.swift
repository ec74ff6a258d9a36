extension Elementary {
    /// The probability that a standard normal variable is at most `value`.
    ///
    /// Up to 2 in magnitude the series 1/2 + φ(x) (x + x³/3 + x⁵/15 + …) (Abramowitz and Stegun,
    /// 26.2.11), beyond it the continued fraction of the tail (26.2.14): right to 1e-15 of 1, and in
    /// the lower tail to 1e-13 of itself.
    package static func normalCDF(_ value: Double) -> Double {
        if value.isNaN { return value }
        let magnitude = value.magnitude
        guard magnitude < .infinity else { return value > 0 ? 1 : 0 }
        if magnitude < 2 {
            var (term, sum) = (value, value)
            var odd = 1.0
            while true {
                odd += 2
                term *= value * value / odd
                let next = sum + term
                if next == sum { break }
                sum = next
            }
            return 0.5 + normalDensity(value) * sum
        }
        var fraction = magnitude
        for step in stride(from: 120.0, to: 0, by: -1) { fraction = magnitude + step / fraction }
        let tail = normalDensity(magnitude) / fraction
        return value > 0 ? 1 - tail : tail
    }

    /// The value that a standard normal variable is at most with that probability; −∞ of 0, ∞ of 1,
    /// NaN outside.
    ///
    /// M. Wichura, "Algorithm AS 241: The Percentage Points of the Normal Distribution", 1988,
    /// PPND16: right to 1e-15 of itself.
    package static func normalQuantile(_ probability: Double) -> Double {
        guard probability > 0, probability < 1 else {
            return probability == 0 ? -.infinity : probability == 1 ? .infinity : .nan
        }
        let offset = probability - 0.5
        if offset.magnitude <= 0.425 {
            let r = 0.180625 - offset * offset
            return offset * Quantile.centre.value(at: r)
        }
        let tail = offset < 0 ? probability : 1 - probability
        let r = (-log(tail)).squareRoot()
        let magnitude =
            r <= 5 ? Quantile.middle.value(at: r - 1.6) : Quantile.far.value(at: r - 5)
        return offset < 0 ? -magnitude : magnitude
    }

    /// e to the power of −x²/2, over the root of 2π; the square to 100 bits.
    private static func normalDensity(_ value: Double) -> Double {
        guard value.magnitude < 40 else { return 0 }
        let square = ExactPair(product: value, value)
        return exp(-0.5 * square.high) * (1 - 0.5 * square.low) * 0x1.9884533d43651p-2
    }

    /// A quotient of two polynomials; coefficients by ascending powers.
    private struct Quantile {
        let above: [Double]
        let below: [Double]

        func value(at x: Double) -> Double {
            polynomial(above, x) / polynomial(below, x)
        }

        private func polynomial(_ coefficients: [Double], _ x: Double) -> Double {
            coefficients.reversed().reduce(0) { $0 * x + $1 }
        }

        /// Probabilities from 0.075 to 0.925.
        static let centre = Quantile(
            above: [
                3.3871328727963666080e0, 1.3314166789178437745e2, 1.9715909503065514427e3,
                1.3731693765509461125e4, 4.5921953931549871457e4, 6.7265770927008700853e4,
                3.3430575583588128105e4, 2.5090809287301226727e3,
            ],
            below: [
                1, 4.2313330701600911252e1, 6.8718700749205790830e2, 5.3941960214247511077e3,
                2.1213794301586595867e4, 3.9307895800092710610e4, 2.8729085735721942674e4,
                5.2264952788528545610e3,
            ])

        /// Tails down to e⁻²⁵.
        static let middle = Quantile(
            above: [
                1.42343711074968357734e0, 4.63033784615654529590e0, 5.76949722146069140550e0,
                3.64784832476320460504e0, 1.27045825245236838258e0, 2.41780725177450611770e-1,
                2.27238449892691845833e-2, 7.74545014278341407640e-4,
            ],
            below: [
                1, 2.05319162663775882187e0, 1.67638483018380384940e0, 6.89767334985100004550e-1,
                1.48103976427480074590e-1, 1.51986665636164571966e-2, 5.47593808499534494600e-4,
                1.05075007164441684324e-9,
            ])

        /// Tails beyond.
        static let far = Quantile(
            above: [
                6.65790464350110377720e0, 5.46378491116411436990e0, 1.78482653991729133580e0,
                2.96560571828504891230e-1, 2.65321895265761230930e-2, 1.24266094738807843860e-3,
                2.71155556874348757815e-5, 2.01033439929228813265e-7,
            ],
            below: [
                1, 5.99832206555887937690e-1, 1.36929880922735805310e-1,
                1.48753612908506148525e-2, 7.86869131145613259100e-4, 1.84631831751005468180e-5,
                1.42151175831644588870e-7, 2.04426310338993978564e-15,
            ])
    }
}
