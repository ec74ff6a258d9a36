extension IndicatorCatalogue {
    static let keltner = IndicatorFunction(
        "keltner",
        [
            .length("average_length", least: 1), .length("range_length", least: 1),
            .number("factor"),
        ], reads: [.high, .low, .close], lines: ["lower", "middle", "upper"],
        rule: """
            middle = ema of close; lower and upper = middle ∓ factor·atr (C. Keltner, 1960, in the \
            form of L. B. Raschke).
            """,
        firstIndex: { max(Int($0[0]) - 1, Int($0[1])) },
        compute: { input in
            let prices = input.prices
            let (middle, range) = Recursive.two(
                .exponential(prices.close, input.length(0), from: 0),
                .wilder(prices.trueRange, input.length(1), from: 1))
            return channel(around: middle, range, input.numbers[2])
        })

    static let keltnerTALib = IndicatorFunction(
        "keltner_talib",
        [
            .length("average_length", least: 1), .length("range_length", least: 1),
            .number("factor"),
        ], reads: [.high, .low, .close], lines: ["lower", "middle", "upper"],
        rule: """
            middle = ema of the typical price; lower and upper = middle ∓ factor·rma of trange; both \
            averages begin on one bar, with the mean of the values up to it (TA-Lib's KC).
            """,
        firstIndex: { max(Int($0[0]) - 1, Int($0[1])) },
        compute: { input in
            let prices = input.prices
            let (average, range) = (input.length(0), input.length(1))
            let first = max(average - 1, range)
            let (middle, width) = Recursive.two(
                .exponential(prices.typicalPrice, average, from: first - average + 1),
                .wilder(prices.trueRange, range, from: first - range + 1))
            return channel(around: middle, width, input.numbers[2])
        })

    /// Lower edge, middle and upper edge; all missing where one is.
    private static func channel(
        around middle: [Double], _ range: [Double], _ factor: Double
    ) -> [[Double]] {
        [
            Column.combine(middle, range) { $0 - $1 * factor },
            Column.combine(middle, range) { $1.isNaN ? .nan : $0 },
            Column.combine(middle, range) { $0 + $1 * factor },
        ]
    }
}
