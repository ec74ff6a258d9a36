package import ScanEvents

/// What a part of a portfolio's curve made; nothing outside of the part counts.
package struct CurveSlice: Equatable, Sendable {
    /// The return in per cent of the value before the part; nil where that is not above zero.
    package let returnPct: Double?
    /// The Sharpe ratio of its returns, a year; nil where they do not vary.
    package let sharpeRatio: Double?
    /// The deepest fall below the running peak, in per cent of the peak; the value before the part
    /// is the first peak.
    package let maxDrawdown: Double?

    /// Finds the figures of a part.
    ///
    /// - Parameters:
    ///   - periods: the places of the part's periods.
    ///   - values: the values of the whole curve.
    ///   - returns: the returns of the whole curve.
    ///   - start: the value before the first period.
    ///   - periodsPerYear: what makes a ratio a period one a year.
    init(
        _ periods: Range<Int>, of values: [Double], returns: [Double], start: Double,
        periodsPerYear: Double
    ) {
        let before = periods.lowerBound == 0 ? start : values[periods.lowerBound - 1]
        guard before > 0, let end = values[periods].last else {
            (returnPct, sharpeRatio, maxDrawdown) = (nil, nil, nil)
            return
        }
        let change = (end / before - 1) * 100
        returnPct = change.isFinite ? change : nil
        sharpeRatio = ReturnMoments(of: returns[periods]).sharpe.map {
            $0 * periodsPerYear.squareRoot()
        }
        var (peak, deepest) = (before, 0.0)
        for value in values[periods] {
            peak = max(peak, value)
            deepest = max(deepest, (peak - value) / peak * 100)
        }
        maxDrawdown = deepest
    }

    /// The figure that an objective asks for; nil where it does not exist, or a curve has none.
    package func figure(_ objective: SweepObjective) -> Double? {
        switch objective {
        case .sharpe: sharpeRatio
        case .returnPct: returnPct
        case .maxDrawdown: maxDrawdown
        case .trades, .exposure, .gained, .medianReturn, .excess: nil
        }
    }
}
