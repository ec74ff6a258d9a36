package import MarketData

/// What a portfolio was worth over time, and figures of it.
package struct PortfolioCurve: Equatable, Sendable {
    /// What it was worth before the first time: the cash of all its stocks.
    package let start: Double
    /// The times of the values, strictly ascending.
    package let times: [BarTime]
    /// What it was worth at each time.
    package let values: [Double]

    /// Joins values with their times, as many as there are values.
    package init(start: Double, times: [BarTime], values: [Double]) {
        precondition(times.count == values.count, "every time needs one value")
        self.start = start
        self.times = times
        self.values = values
    }

    /// What it is worth at the end.
    package var end: Double { values.last ?? start }

    /// The profit in per cent of the start; nil for a portfolio of no stocks.
    package var returnPercent: Double? { ((end / start - 1) * 100).ifFinite }

    /// The deepest fall below a peak so far, in per cent of that peak; not negative.
    package var maxDrawdownPercent: Double? { maximumDrawdownPercent(of: values).ifFinite }

    /// Arithmetic annualised Sharpe ratio, by the same definition as of every stock's run.
    ///
    /// See `BacktestResult.sharpeRatio`; nil when returns do not vary, or the value reached zero.
    package var sharpeRatio: Double? {
        annualisedSharpeRatio(of: values, at: times, start: start)
    }

    /// What it earned a year, and how it varied, by backtesting.py's definitions.
    package var annual: AnnualStatistics { AnnualStatistics(of: values, at: times) }

    /// What it earned against another one at the same times.
    package func compared(with benchmark: PortfolioCurve) -> RelativeStatistics {
        RelativeStatistics(
            of: values, against: benchmark.values, at: times, start: start,
            returnPercent: returnPercent)
    }
}
