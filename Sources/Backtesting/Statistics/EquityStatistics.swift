import MarketData

/// The deepest fall below the running peak, in per cent of the peak; zero for rising values.
func maximumDrawdownPercent(of values: [Double]) -> Double {
    guard var peak = values.first else { return 0 }
    var (trough, deepest) = (peak, 0.0)
    // One division a peak: below a peak, the lowest value is the deepest fall.
    for value in values {
        if value > peak {
            deepest = max(deepest, 100 * (peak - trough) / peak)
            (peak, trough) = (value, value)
        } else {
            trough = min(trough, value)
        }
    }
    return max(deepest, 100 * (peak - trough) / peak)
}

/// Mean over population standard deviation of the simple returns, times the root of the periods
/// in a year; no risk-free rate.
///
/// The first return is that of the first period on `start`. Nil when the returns do not vary, or
/// one of them does not exist (W. Sharpe, "The Sharpe Ratio", 1994; the details are those of
/// backtrader's `SharpeRatio(timeframe=Days, riskfreerate=0, annualize=True)`).
func annualisedSharpeRatio(of values: [Double], at times: [BarTime], start: Double) -> Double? {
    let period = ReturnPeriod(of: times)
    let values = period.lastValues(of: values, at: times)
    let count = Double(values.count)
    var (sum, squares) = (0.0, 0.0)
    let returns = [Double](capacity: values.count) { returns in
        var earlier = start
        for value in values {
            let change = value / earlier - 1
            returns.append(change)
            sum += change
            earlier = value
        }
    }
    let mean = sum / count
    for value in returns { squares += (value - mean) * (value - mean) }
    let variance = squares / count
    guard variance > 0, variance.isFinite else { return nil }
    return (mean / variance.squareRoot() * period.countPerYear.squareRoot()).ifFinite
}

extension Double {
    /// The number, or nil when it is infinite or not a number.
    var ifFinite: Double? { isFinite ? self : nil }
}
