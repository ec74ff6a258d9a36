extension Elementary {
    /// The natural logarithms of `values / earlier`, all above zero, two at a time.
    ///
    /// Near one, where returns from bar to bar are, by ln r = 2 artanh((r − 1) / (r + 1)) and the
    /// series artanh z = z + z³/3 + z⁵/5 + … (Abramowitz and Stegun, 4.1.27), with one division and
    /// no table; elsewhere by `log`. Exact to a few units in the last place of 1 or of the return,
    /// whichever is larger.
    package static func logarithmicReturns(
        of values: SIMD2<Double>, over earlier: SIMD2<Double>
    ) -> SIMD2<Double> {
        let z = (values - earlier) / (values + earlier)
        let square = z * z
        var series = SIMD2<Double>(repeating: 1.0 / 13)
        series = series * square + 1.0 / 11
        series = series * square + 1.0 / 9
        series = series * square + 1.0 / 7
        series = series * square + 1.0 / 5
        series = series * square + 1.0 / 3
        series = series * square + 1
        var returns = 2 * z * series
        // Up to z = 0.05, the first term that is left out is below z¹⁵/15: 2e-21 of z.
        for lane in 0..<2 where !(square[lane] < 0.0025) {
            returns[lane] = log(values[lane] / earlier[lane])
        }
        return returns
    }
}
