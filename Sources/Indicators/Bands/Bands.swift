extension IndicatorCatalogue {
    /// Channels around prices.
    static let bands = [
        bbands, accbands, donchian, keltner, keltnerTALib, midpoint, midprice,
    ]

    private static let lines = ["lower", "middle", "upper"]

    private static let bbands = IndicatorFunction(
        "bbands", [.series("x"), .length("length", least: 2), .number("factor")], lines: lines,
        rule: """
            middle = sma; lower and upper = middle ∓ factor·stddev (J. Bollinger, "Bollinger on \
            Bollinger Bands", 2001).
            """,
        firstIndex: { Int($0[0]) - 1 },
        common: IndicatorFunction.CommonPart(
            numberCount: 1,
            compute: { Rolling.meansAndDeviations($0.columns[0], $0.length(0), from: $0.lead) },
            finish: { common, input in Rolling.bands(common, input.numbers[1]) }),
        compute: { input in
            let bands = Rolling.bands(
                input.columns[0], input.length(0), input.numbers[1], from: input.lead)
            return [bands.lower, bands.middle, bands.upper]
        })

    private static let accbands = IndicatorFunction(
        "accbands", [.length("length", least: 1)], reads: [.high, .low, .close], lines: lines,
        rule: """
            sma of low·(1 − a), of close, of high·(1 + a), a = 4·(high − low)/(high + low), 0 where \
            high + low is 0 (P. Headley, "Big Trends in Trading", 2002).
            """,
        firstIndex: { Int($0[0]) - 1 },
        compute: { input in
            let prices = input.prices
            func edge(_ prices: [Double], _ sign: Double, _ input: IndicatorInput) -> [Double] {
                Rolling.mean(
                    Column.combine(prices, input.prices.high, input.prices.low) {
                        $1 + $2 == 0 ? $0 : $0 * (1 + sign * 4 * ($1 - $2) / ($1 + $2))
                    }, input.length(0), from: 0)
            }
            return [
                edge(prices.low, -1, input), Rolling.mean(prices.close, input.length(0), from: 0),
                edge(prices.high, 1, input),
            ]
        })

    private static let donchian = IndicatorFunction(
        "donchian", [.length("length", least: 1)], reads: [.high, .low], lines: lines,
        rule: """
            The lowest low, the highest high, this bar included, and the middle of both (R. \
            Donchian).
            """,
        firstIndex: { Int($0[0]) - 1 },
        compute: { input in
            let lower = Rolling.minimum(input.prices.low, input.length(0), from: 0)
            let upper = Rolling.maximum(input.prices.high, input.length(0), from: 0)
            return [lower, Column.combine(upper, lower) { ($0 + $1) / 2 }, upper]
        })

    private static let midpoint = IndicatorFunction.ofSeries(
        "midpoint", rule: "(highest + lowest)/2 of the last length values.", first: { $0 - 1 },
        { series, length, lead in
            Column.combine(
                Rolling.maximum(series, length, from: lead),
                Rolling.minimum(series, length, from: lead)
            ) { ($0 + $1) / 2 }
        })

    private static let midprice = IndicatorFunction.ofBars(
        "midprice", reads: [.high, .low], rule: "(highest high + lowest low)/2 of length bars.",
        first: { $0 - 1 }, { $0.middle(of: $1) })
}

extension PriceColumns {
    /// (highest high + lowest low)/2 of so many bars.
    ///
    /// O(count).
    package func middle(of length: Int) -> [Double] {
        Column.combine(
            Rolling.maximum(high, length, from: 0), Rolling.minimum(low, length, from: 0)
        ) { ($0 + $1) / 2 }
    }
}
