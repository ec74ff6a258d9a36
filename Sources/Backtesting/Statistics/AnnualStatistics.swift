import MarketData
import PortableMath

/// What a series of values earned a year, and how it varied, by backtesting.py's definitions.
///
/// Returns are simple, between the ends of periods (see `ReturnPeriod`); there is no risk-free
/// rate. N is the number of periods in a year, g the geometric mean of the returns. Nothing of
/// it exists when there are less than two periods, or a value is not above zero.
package struct AnnualStatistics: Hashable, Sendable {
    /// (1 + g)ᴺ − 1, in per cent.
    package let returnPercent: Double?
    /// √((s² + (1 + g)²)ᴺ − (1 + g)²ᴺ), in per cent; s² is the sample variance, ddof 1.
    ///
    /// The deviation of a year's return when its periods' returns are independent.
    package let volatilityPercent: Double?
    /// The annual return over the volatility, so a geometric one; nil without volatility.
    package let sharpeRatio: Double?
    /// The annual return over the downside deviation times √N; nil when no return is negative.
    ///
    /// The downside deviation is the root of the mean, over all returns, of min(return, 0)².
    package let sortinoRatio: Double?

    /// Measures values, each at its time; O(count).
    init(of values: [Double], at times: [BarTime]) {
        let period = ReturnPeriod(of: times)
        let values = period.lastValues(of: values, at: times)
        let count = Double(values.count - 1)
        var (sum, squares, downsideSquares) = (0.0, 0.0, 0.0)
        var lowest = values.first ?? 0
        for index in values.indices.dropFirst() {
            let change = values[index] / values[index - 1] - 1
            sum += change
            squares += change * change
            downsideSquares += min(change, 0) * min(change, 0)
            lowest = min(lowest, values[index])
        }
        guard let first = values.first, let last = values.last, count > 0, lowest > 0 else {
            (returnPercent, volatilityPercent, sharpeRatio, sortinoRatio) = (nil, nil, nil, nil)
            return
        }
        // Of the deviations from the mean; returns are far larger than their mean.
        squares -= sum * sum / count
        let periods = period.countPerYear
        let growth = Elementary.pow(last / first, periods / count)
        let squaredGrowth = Elementary.pow(last / first, 2 / count)
        let volatility =
            (Elementary.pow(max(squares, 0) / (count - 1) + squaredGrowth, periods) - growth
            * growth)
            .squareRoot()
        let downside = (downsideSquares / count * periods).squareRoot()
        returnPercent = ((growth - 1) * 100).ifFinite
        volatilityPercent = (volatility * 100).ifFinite
        sharpeRatio = ((growth - 1) / volatility).ifFinite
        sortinoRatio = ((growth - 1) / downside).ifFinite
    }
}
