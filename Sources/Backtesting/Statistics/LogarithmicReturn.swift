import Foundation

/// The natural logarithm of `value / earlier`, both above zero.
///
/// Near one, where returns from bar to bar are, by ln r = 2 artanh((r − 1) / (r + 1)) and the
/// series artanh z = z + z³/3 + z⁵/5 + … (Abramowitz and Stegun, 4.1.27), which is as exact there
/// as a Double can be, needs one division and calls nothing; elsewhere by the system's function.
@inline(__always)
func logarithmicReturn(of value: Double, over earlier: Double) -> Double {
    let z = (value - earlier) / (value + earlier)
    // The first term that is left out is below z¹⁵/15: 2e-21 of z.
    guard z.magnitude < 0.05 else { return log(value / earlier) }
    let square = z * z
    var series = 1.0 / 13
    series = series * square + 1.0 / 11
    series = series * square + 1.0 / 9
    series = series * square + 1.0 / 7
    series = series * square + 1.0 / 5
    series = series * square + 1.0 / 3
    series = series * square + 1
    return 2 * z * series
}
