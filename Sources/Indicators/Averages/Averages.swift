extension IndicatorCatalogue {
    /// Lines that follow a series smoothly.
    static let averages = [
        sma, ema, rma, wma, dema, tema, trima, hma, zlema, t3, kama, vwma,
    ]

    private static let sma = IndicatorFunction.ofSeries(
        "sma", rule: "The mean of the last length values, of their exact sum.",
        first: { $0 - 1 }, { Rolling.mean($0, $1, from: $2) })

    private static let ema = IndicatorFunction.ofSeries(
        "ema",
        rule: """
            e·(1 − w) + x·w, w = 2/(length + 1), e the value before, from the mean of the first \
            length values on.
            """,
        first: { $0 - 1 }, weight: Recursive.Average.exponentialWeight,
        { Recursive.exponential($0, $1, from: $2) })

    private static let rma = IndicatorFunction.ofSeries(
        "rma",
        rule: """
            As ema, with w = 1/length (J. W. Wilder, "New Concepts in Technical Trading Systems", \
            1978).
            """,
        first: { $0 - 1 }, weight: Recursive.Average.wilderWeight,
        { Recursive.wilder($0, $1, from: $2) })

    private static let wma = IndicatorFunction.ofSeries(
        "wma", rule: "The mean with weights 1 for the oldest value to length for the newest.",
        first: { $0 - 1 }, { Rolling.weightedMean($0, $1, from: $2) })

    private static let dema = IndicatorFunction.ofSeries(
        "dema",
        rule: """
            2·ema − ema(ema) (P. Mulloy, "Smoothing Data with Faster Moving Averages", 1994).
            """,
        first: { 2 * $0 - 2 },
        { series, length, lead in
            let once = Recursive.exponential(series, length, from: lead)
            let twice = Recursive.exponential(once, length, from: lead + length - 1)
            return Column.combine(once, twice) { 2 * $0 - $1 }
        })

    private static let tema = IndicatorFunction.ofSeries(
        "tema",
        rule: """
            3·ema − 3·ema(ema) + ema(ema(ema)) (P. Mulloy, "Smoothing Data with Faster Moving \
            Averages", 1994).
            """,
        first: { 3 * $0 - 3 },
        { series, length, lead in
            Recursive.tripled(series, length, from: lead)
        })

    private static let trima = IndicatorFunction.ofSeries(
        "trima",
        rule: """
            The mean of a mean, over (length + 1)/2 values twice, or length/2 and length/2 + 1 where \
            length is even.
            """,
        first: { $0 - 1 },
        { series, length, lead in
            let inner = (length + 1) / 2
            let once = Rolling.mean(series, inner, from: lead)
            return Rolling.mean(once, length - inner + 1, from: lead + inner - 1)
        })

    private static let hma = IndicatorFunction.ofSeries(
        "hma", least: 2,
        rule: """
            wma over √length, rounded down, of 2·wma(length/2, rounded down) − wma(length) (A. Hull, \
            2005).
            """,
        first: { $0 - 2 + root(of: $0) },
        { series, length, lead in
            let fast = Rolling.weightedMean(series, length / 2, from: lead)
            let slow = Rolling.weightedMean(series, length, from: lead)
            return Rolling.weightedMean(
                Column.combine(fast, slow) { 2 * $0 - $1 }, root(of: length),
                from: lead + length - 1)
        })

    private static let zlema = IndicatorFunction.ofSeries(
        "zlema",
        rule: """
            ema of 2·x − x[lag], lag = (length − 1)/2, rounded down (J. Ehlers and R. Way, "Zero \
            Lag", 2010).
            """,
        first: { $0 - 1 + ($0 - 1) / 2 },
        { series, length, lead in
            let lag = (length - 1) / 2
            let ahead = Column.make(series.count, from: lead + lag) {
                2 * series[$0] - series[$0 - lag]
            }
            return Recursive.exponential(ahead, length, from: lead + lag)
        })

    /// The square root, rounded down; that of a whole number below 2⁵² is exact enough for it.
    private static func root(of length: Int) -> Int { Int(Double(length).squareRoot()) }
}
