import PortableMath

extension IndicatorCatalogue {
    /// The straight line through the last values, by least squares.
    static let regressions = [
        regression("linearreg", "at the newest value") { (1, ($0 - 1) / 2) },
        regression("tsf", "one bar on") { (1, ($0 + 1) / 2) },
        regression("linearreg_slope", "its rise a bar") { _ in (0, 1) },
        regression("linearreg_intercept", "at the oldest value") { (1, -($0 - 1) / 2) },
    ]

    /// A function that gives so many times the middle of the line, and its slope, by the length.
    private static func regression(
        _ name: String, _ part: String,
        _ weights: @escaping @Sendable (_ length: Double) -> (middle: Double, slope: Double)
    ) -> IndicatorFunction {
        .ofSeries(
            name, least: 2,
            rule: "The straight line of least squares through the last length values, \(part).",
            first: { $0 - 1 },
            { series, length, lead in
                let (middle, slope) = weights(Double(length))
                return Rolling.linear(
                    series, length, from: lead,
                    RegressionValue(timesMiddle: middle, timesSlope: slope))
            })
    }
}

/// So many times the middle of the straight line through a window, and its slope.
private struct RegressionValue: LinearRule {
    let timesMiddle: Double
    let timesSlope: Double

    @inline(__always)
    func value(of sums: LinearSums) -> Double {
        let line = RegressionLine(sums)
        return timesMiddle * line.middle + timesSlope * line.slope
    }
}

/// A straight line through values y of which the first is at i = 0, the last at i = n − 1.
///
/// With S = Σy and W = Σ(i + 1)·y, slope = 6·(2·W − (n + 1)·S)/(n·(n² − 1)), and the line passes
/// S/n in the middle (C. F. Gauss, 1809). What is left of the difference below 2⁻⁹⁰ of its terms is
/// taken as none, so that equal values lie on a level line.
private struct RegressionLine {
    let slope: Double
    let middle: Double

    @inline(__always)
    init(_ sums: LinearSums) {
        let length = sums.length
        let total = ExactPair(product: sums.sum.high, length + 1)
        let difference = ExactPair(sum: 2 * sums.weighted.high, -total.high)
        let lows = 2 * sums.weighted.low - total.low - sums.sum.low * (length + 1)
        let rest = difference.high + (difference.low + lows)
        let isNone = rest.magnitude <= 0x1p-90 * total.high.magnitude
        slope = isNone ? 0 : 6 * rest / (length * (length * length - 1))
        middle = sums.sum.value / length
    }
}
