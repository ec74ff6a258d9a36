extension IndicatorCatalogue {
    /// What is known of samples: spread, trend, relation and rank.
    static let statistics =
        [avgdev, stddev, variance] + regressions + [correl, beta, percentile, percentrank]

    private static let avgdev = IndicatorFunction.ofSeries(
        "avgdev", least: 2,
        rule: """
            The mean distance of the last length values from their mean. O(√length · log length) a \
            bar above 64.
            """,
        first: { $0 - 1 }, { Rolling.meanDeviation($0, $1, from: $2) })

    private static let stddev = IndicatorFunction.ofSeries(
        "stddev", least: 2,
        rule: "The standard deviation of a population, √|mean(x²) − mean(x)²|, of exact sums.",
        first: { $0 - 1 },
        { Rolling.deviation($0, $1, from: $2) })

    private static let variance = IndicatorFunction.ofSeries(
        "var", least: 2,
        rule: "The variance of a population, |mean(x²) − mean(x)²|, of exact sums.",
        first: { $0 - 1 },
        { Rolling.variance($0, $1, from: $2) })
}
