extension IndicatorCatalogue {
    static let kama = IndicatorFunction.ofSeries(
        "kama",
        rule: """
            k + w²·(x − k), w = e·(2/3 − 2/31) + 2/31, e = |x − x[length]| / sum of |change| over \
            length bars, 1 without changes; k begins as the first x but one (P. Kaufman, "Trading \
            Systems and Methods", 1995).
            """,
        first: { $0 }, adaptiveAverage)

    /// Kaufman's average: fast while the series goes one way, slow while it goes to and fro.
    ///
    /// A value within whose window one is missing is skipped.
    private static func adaptiveAverage(
        _ series: [Double], _ length: Int, _ lead: Int
    ) -> [Double] {
        let (fast, slow) = (2.0 / 3, 2.0 / 31)
        let steps = Column.map(Column.change(series, over: 1)) { $0.magnitude }
        let path = Rolling.sum(steps, length, from: lead + 1)
        var average = Double.nan
        return Column.make(series.count, from: lead + length) { bar in
            let value = series[bar]
            guard !path[bar].isNaN else { return .nan }
            if average.isNaN { average = series[bar - 1] }
            let way = (value - series[bar - length]).magnitude
            let efficiency = way < path[bar] ? way / path[bar] : 1
            let weight = efficiency * (fast - slow) + slow
            average += weight * weight * (value - average)
            return average
        }
    }
}
