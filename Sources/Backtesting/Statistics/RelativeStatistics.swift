import Indicators
package import MarketData
import PortableMath

/// What a series of values earned against a benchmark, by empyrical's definitions.
///
/// Returns are simple, those that the Sharpe ratio is of (see `BacktestResult.sharpeRatio`): r of
/// the values, b of the benchmark, the first of both on the start value. N is the number of periods
/// in a year (see `ReturnPeriod`); there is no risk-free rate. What does not exist is nil.
package struct RelativeStatistics: Hashable, Sendable {
    /// What the benchmark earned, in per cent of the start value.
    package let benchmarkReturnPercent: Double?
    /// The return less that of the benchmark, in percentage points.
    package let excessReturnPercent: Double?
    /// (1 + mean(r − β · b))ᴺ − 1, in per cent.
    ///
    /// M. Jensen, "The Performance of Mutual Funds in the Period 1945–1964", 1968.
    package let alphaPercent: Double?
    /// cov(r, b) / var(b), both ddof 1; nil where the benchmark's returns do not vary.
    package let beta: Double?
    /// Standard deviation of r − b, ddof 1, times √N, in per cent.
    package let trackingErrorPercent: Double?
    /// Mean of r − b over their standard deviation, times √N; nil where r − b does not vary.
    ///
    /// W. Sharpe, "The Sharpe Ratio", 1994; empyrical's `excess_sharpe` is the same without √N.
    package let informationRatio: Double?
    /// The annual return in the periods in which the benchmark rose, over that of the benchmark.
    ///
    /// Each is the product of 1 + return to the power of N over the number of these periods, less 1.
    package let upCapture: Double?
    /// The same of the periods in which the benchmark fell.
    package let downCapture: Double?

    /// Measures values that earned that much against those of a benchmark, both at these times.
    ///
    /// O(count).
    init(
        of values: [Double], against benchmark: [Double], at times: [BarTime], start: Double,
        returnPercent: Double?
    ) {
        let period = ReturnPeriod(of: times)
        let returns = simpleReturns(of: period.lastValues(of: values, at: times), start: start)
        let others = simpleReturns(of: period.lastValues(of: benchmark, at: times), start: start)
        let periods = period.countPerYear
        benchmarkReturnPercent = (((benchmark.last ?? start) / start - 1) * 100).ifFinite
        excessReturnPercent = returnPercent.flatMap { [benchmarkReturnPercent] earned in
            benchmarkReturnPercent.flatMap { (earned - $0).ifFinite }
        }
        let moments = ReturnMoments(returns, others)
        beta = moments.beta?.ifFinite
        alphaPercent = beta.flatMap { beta in
            let mean = moments.mean - beta * moments.benchmarkMean
            return ((Elementary.pow(1 + mean, periods) - 1) * 100).ifFinite
        }
        let deviation = moments.activeVariance.map { ($0 * periods).squareRoot() }
        trackingErrorPercent = deviation.flatMap { ($0 * 100).ifFinite }
        informationRatio = deviation.flatMap { deviation in
            guard moments.activeVaries else { return nil }
            return ((moments.mean - moments.benchmarkMean) * periods / deviation).ifFinite
        }
        upCapture = moments.up.ratio(periods)
        downCapture = moments.down.ratio(periods)
    }
}

/// What was earned in some of the periods, and what the benchmark earned in them.
private struct Capture {
    private var growth = 1.0
    private var benchmarkGrowth = 1.0
    private var count = 0.0

    /// Takes the returns of a period if it is one of these; without a branch, as nobody can foretell
    /// which way prices go.
    @inline(__always)
    mutating func include(_ value: Double, _ other: Double, if isOne: Bool) {
        growth *= isOne ? 1 + value : 1
        benchmarkGrowth *= isOne ? 1 + other : 1
        count += isOne ? 1 : 0
    }

    /// The annual return over the benchmark's; nil without a period.
    func ratio(_ periods: Double) -> Double? {
        guard count > 0 else { return nil }
        let earned = Elementary.pow(growth, periods / count) - 1
        return (earned / (Elementary.pow(benchmarkGrowth, periods / count) - 1)).ifFinite
    }
}

/// Means and variances of returns and of those of a benchmark.
private struct ReturnMoments {
    /// Below that, squares of returns are what rounding leaves of equal ones; empyrical's limit.
    private static let leastVariance = 1e-30

    let mean: Double
    let benchmarkMean: Double
    /// Of the differences, ddof 1; nil for less than two.
    let activeVariance: Double?
    /// Covariance over the benchmark's variance; nil where that is none.
    let beta: Double?
    /// The periods in which the benchmark rose.
    let up: Capture
    /// The periods in which it fell.
    let down: Capture

    /// Whether the differences vary at all.
    var activeVaries: Bool { activeVariance.map { $0 > Self.leastVariance } ?? false }

    init(_ returns: [Double], _ others: [Double]) {
        let count = Double(returns.count)
        var (sum, otherSum) = (0.0, 0.0)
        var (up, down) = (Capture(), Capture())
        for (value, other) in zip(returns, others) {
            sum += value
            otherSum += other
            up.include(value, other, if: other > 0)
            down.include(value, other, if: other < 0)
        }
        (self.up, self.down) = (up, down)
        (mean, benchmarkMean) = (sum / count, otherSum / count)
        var (covariance, variance, active) = (0.0, 0.0, 0.0)
        for (value, other) in zip(returns, others) {
            let (step, otherStep) = (value - mean, other - benchmarkMean)
            covariance += step * otherStep
            variance += otherStep * otherStep
            active += (step - otherStep) * (step - otherStep)
        }
        let isEnough = returns.count > 1
        activeVariance = isEnough ? active / (count - 1) : nil
        beta = isEnough && variance / count > Self.leastVariance ? covariance / variance : nil
    }
}

extension Bars {
    /// What that much cash would have been worth at each bar from `firstBar` on, had it bought
    /// fractions of the stock, or of a benchmark, at the first of their closes, without costs, and
    /// held them.
    ///
    /// A benchmark has at each bar the close of its last bar at or before it; before its first bar
    /// there is the cash.
    package func heldValues(
        of cash: Double, from firstBar: Int, against benchmark: Bars? = nil
    ) -> [Double] {
        let close =
            benchmark?.columns(at: times.dropping(firstBar)).close ?? close.dropping(firstBar)
        let first = close.first { !$0.isNaN } ?? .nan
        return close.map {
            $0.isNaN ? cash : min(cash * ($0 / first), .greatestFiniteMagnitude)
        }
    }
}

extension BacktestResult {
    /// What the cash would have been worth at each bar that counts, had it been held so.
    package func heldValues(of bars: Bars, against benchmark: Bars? = nil) -> [Double] {
        bars.heldValues(of: startValue, from: firstBar, against: benchmark)
    }

    /// What the account earned against a benchmark that is worth that much at each bar that counts.
    package func compared(with benchmark: [Double], on bars: Bars) -> RelativeStatistics {
        RelativeStatistics(
            of: equity, against: benchmark, at: bars.times.dropping(firstBar), start: startValue,
            returnPercent: returnPercent)
    }
}
