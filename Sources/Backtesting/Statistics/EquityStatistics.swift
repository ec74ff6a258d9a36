import MarketData

/// The deepest fall below the running peak, in per cent of the peak; zero for rising values.
func maximumDrawdownPercent(of values: [Double]) -> Double {
    guard let first = values.first else { return 0 }
    var drawdown = RunningDrawdown(first)
    for value in values { drawdown.include(value) }
    return drawdown.deepestPercent
}

/// Mean over population standard deviation of the simple returns, times the root of the periods
/// in a year; no risk-free rate.
///
/// The first return is that of the first period on `start`. Nil when the returns do not vary, or
/// one of them does not exist (W. Sharpe, "The Sharpe Ratio", 1994; the details are those of
/// backtrader's `SharpeRatio(timeframe=Days, riskfreerate=0, annualize=True)`).
func annualisedSharpeRatio(of values: [Double], at times: [BarTime], start: Double) -> Double? {
    let period = ReturnPeriod(of: times)
    return sharpeRatio(of: period.lastValues(of: values, at: times), period, start: start) { _ in }
}

/// The deepest drawdown and the Sharpe ratio, as above, of a run.
///
/// Sums wait for their last addition, so that the drawdown is found meanwhile.
func figures(
    of equity: [Double], at times: [BarTime], _ period: ReturnPeriod, start: Double
) -> (maxDrawdownPercent: Double, sharpeRatio: Double?) {
    guard !period.isIntraday, let first = equity.first else {
        let values = period.lastValues(of: equity, at: times)
        return (
            maximumDrawdownPercent(of: equity),
            sharpeRatio(of: values, period, start: start) { _ in }
        )
    }
    var drawdown = RunningDrawdown(first)
    let ratio = sharpeRatio(of: equity, period, start: start) { drawdown.include($0) }
    return (drawdown.deepestPercent, ratio)
}

@inline(__always)
private func sharpeRatio(
    of values: [Double], _ period: ReturnPeriod, start: Double, _ visit: (Double) -> Void
) -> Double? {
    let count = Double(values.count)
    var (sum, squares) = (0.0, 0.0)
    let returns = simpleReturns(of: values, start: start) { change, value in
        sum += change
        visit(value)
    }
    let mean = sum / count
    for value in returns { squares += (value - mean) * (value - mean) }
    let variance = squares / count
    guard variance > 0, variance.isFinite else { return nil }
    return (mean / variance.squareRoot() * period.countPerYear.squareRoot()).ifFinite
}

/// The changes of values, each in parts of the one before, the first of `start`.
@inline(__always)
func simpleReturns(
    of values: [Double], start: Double,
    _ visit: (_ change: Double, _ value: Double) -> Void = { _, _ in }
) -> [Double] {
    [Double](capacity: values.count) { returns in
        var earlier = start
        for value in values {
            // While flat there is nothing to divide.
            let change = value == earlier && value != 0 ? 0 : value / earlier - 1
            returns.append(change)
            earlier = value
            visit(change, value)
        }
    }
}

/// The deepest fall so far.
///
/// One division a peak: below a peak, the lowest value is the deepest fall.
private struct RunningDrawdown {
    private var peak: Double
    private var trough: Double
    private var deepest = 0.0

    init(_ first: Double) {
        (peak, trough) = (first, first)
    }

    @inline(__always)
    mutating func include(_ value: Double) {
        if value > peak {
            deepest = deepestPercent
            (peak, trough) = (value, value)
        } else {
            trough = min(trough, value)
        }
    }

    var deepestPercent: Double { max(deepest, 100 * (peak - trough) / peak) }
}

extension Double {
    /// The number, or nil when it is infinite or not a number.
    var ifFinite: Double? { isFinite ? self : nil }
}
