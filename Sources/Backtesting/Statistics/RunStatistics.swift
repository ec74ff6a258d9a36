package import MarketData
import PortableMath

/// All figures of a run: those of backtesting.py, and the origin's advanced metrics.
///
/// What does not exist, such as the best of no trades, is nil; no figure is infinite or not a
/// number. Drawdowns are positive. Computed on demand, in time in proportion to the bars.
package struct RunStatistics: Hashable, Sendable {
    /// The first bar.
    package let start: BarTime
    /// The last bar.
    package let end: BarTime
    /// Time from the first bar to the last.
    package let duration: Duration
    /// Share of the bars during which a trade that is now closed was held, in per cent.
    ///
    /// Bars of entry and of exit count whole; unlike `BacktestResult.exposurePercent`, a
    /// position still open does not count.
    package let exposurePercent: Double
    /// The equity at the last close, in money.
    package let finalEquity: Double
    /// The highest equity at a close, in money.
    package let peakEquity: Double
    /// The final equity less the start value, in per cent of the latter.
    package let returnPercent: Double
    /// Change of the close from `BacktestResult.firstTradingBar` to the end, in per cent.
    package let buyAndHoldReturnPercent: Double?
    /// What the equity earned a year, and how it varied.
    package let annual: AnnualStatistics
    /// Compound growth a year of 365.25 calendar days, in per cent.
    package let compoundAnnualGrowthPercent: Double?
    /// The annual return over the deepest drawdown; nil without a drawdown.
    package let calmarRatio: Double?
    /// The return less beta times that of buying and holding, in per cent; not annualised.
    package let alphaPercent: Double?
    /// Covariance of the equity's and the closes' logarithmic returns over the latter's variance.
    ///
    /// From bar to bar, bars within days included.
    package let beta: Double?
    /// The falls of the equity.
    package let drawdowns: DrawdownStatistics
    /// The closed trades.
    package let trades: TradeStatistics
    /// What borrowing the shares of short positions cost, in money; that of an open one included.
    package let borrowCost: Double
    /// What the cash earned, in money.
    package let interest: Double
    /// Arithmetic annualised Sharpe ratio; see `BacktestResult.sharpeRatio`.
    package let arithmeticSharpeRatio: Double?
    /// The run against holding the stock, or a benchmark.
    package let relative: RelativeStatistics

    /// Computes the figures of a run over these bars, of those that count alone.
    package init(_ result: BacktestResult, on bars: Bars, against benchmark: Bars? = nil) {
        precondition(
            result.firstBar + result.equity.count == bars.count,
            "the result is not that of these bars")
        let times = bars.times.dropping(result.firstBar)
        guard let first = times.first, let last = times.last else {
            preconditionFailure("a run has a bar at least")
        }
        let minutes = last.minutes(since: first)
        let barsInTrades = result.trades.lazy.filter(\.isClosed).reduce(0) { $0 + $1.barsHeld + 1 }
        start = first
        end = last
        duration = .minutes(minutes)
        exposurePercent = Double(barsInTrades) / Double(times.count) * 100
        finalEquity = result.endValue
        peakEquity = result.equity.reduce(result.equity[0], max)
        returnPercent = result.returnPercent
        buyAndHoldReturnPercent =
            ((bars.close[bars.count - 1] / bars.close[result.firstTradingBar] - 1) * 100).ifFinite
        annual = AnnualStatistics(of: result.equity, at: times)
        let years = Double(minutes) / (365.25 * 24 * 60)
        compoundAnnualGrowthPercent =
            years > 0
            ? ((Elementary.pow(result.endValue / result.equity[0], 1 / years) - 1) * 100).ifFinite
            : nil
        drawdowns = DrawdownStatistics(of: result.equity, at: times)
        calmarRatio = annual.returnPercent.flatMap { [depth = drawdowns.maxPercent] in
            ($0 / depth).ifFinite
        }
        beta = Self.beta(of: result.equity, against: bars.close.dropping(result.firstBar))
        alphaPercent = beta.flatMap { [returnPercent, buyAndHoldReturnPercent] beta in
            buyAndHoldReturnPercent.flatMap { (returnPercent - beta * $0).ifFinite }
        }
        trades = TradeStatistics(of: result.trades)
        borrowCost = result.borrowCost
        interest = result.interest
        arithmeticSharpeRatio = result.sharpeRatio
        relative = result.compared(with: result.heldValues(of: bars, against: benchmark), on: bars)
    }

    private static func beta(of values: [Double], against market: [Double]) -> Double? {
        let last = values.count - 1
        guard last > 1, values.allSatisfy({ $0 > 0 }) else { return nil }
        // Logarithmic returns add up, so that their means are known beforehand.
        let means =
            SIMD2(
                Elementary.log(values[last] / values[0]), Elementary.log(market[last] / market[0]))
            / Double(last)
        var (covariance, variance) = (0.0, 0.0)
        var pair = SIMD2(values[0], market[0])
        for index in 1...last {
            let earlier = pair
            pair = SIMD2(values[index], market[index])
            let steps = Elementary.logarithmicReturns(of: pair, over: earlier) - means
            covariance += steps[0] * steps[1]
            variance += steps[1] * steps[1]
        }
        return (covariance / variance).ifFinite
    }
}
