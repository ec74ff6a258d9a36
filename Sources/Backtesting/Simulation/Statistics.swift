/// Trading days in a year, by convention.
private let tradingDaysPerYear = 252.0

/// The deepest fall below the running peak, in per cent of the peak; zero for rising values.
func maximumDrawdownPercent(of values: [Double]) -> Double {
    var peak = -Double.infinity
    var deepest = 0.0
    for value in values {
        peak = max(peak, value)
        deepest = max(deepest, 100 * (peak - value) / peak)
    }
    return deepest
}

/// Mean over population standard deviation of the simple returns, times √252; no risk-free rate.
///
/// The first return is that of the first value on `start`. Nil when the returns do not vary, or
/// one of them does not exist (W. Sharpe, "The Sharpe Ratio", 1994; the details are those of
/// backtrader's `SharpeRatio(timeframe=Days, riskfreerate=0, annualize=True)`).
func annualisedSharpeRatio(of values: [Double], start: Double) -> Double? {
    var returns: [Double] = []
    returns.reserveCapacity(values.count)
    var previous = start
    for value in values {
        returns.append(value / previous - 1)
        previous = value
    }
    let count = Double(returns.count)
    let mean = returns.reduce(0, +) / count
    let variance = returns.reduce(0) { $0 + ($1 - mean) * ($1 - mean) } / count
    guard variance > 0, variance.isFinite else { return nil }
    return mean / variance.squareRoot() * tradingDaysPerYear.squareRoot()
}
