extension IndicatorCatalogue {
    /// How far prices move.
    static let volatility = [trange, atr, natr, adr, cvi, massi, rvi]

    private static let trange = IndicatorFunction.ofBars(
        "trange", reads: [.high, .low, .close],
        rule: """
            max(high, close before) − min(low, close before) (J. W. Wilder, "New Concepts in \
            Technical Trading Systems", 1978).
            """,
        first: 1, { $0.trueRange })

    private static let atr = IndicatorFunction.ofBars(
        "atr", reads: [.high, .low, .close], rule: "rma of trange (Wilder).",
        first: { $0 }, { Recursive.wilder($0.trueRange, $1, from: 1) })

    private static let natr = IndicatorFunction.ofBars(
        "natr", reads: [.high, .low, .close], rule: "100·atr/close; 0/0 is 0.",
        first: { $0 },
        { prices, length in
            let range = Recursive.wilder(prices.trueRange, length, from: 1)
            return Column.combine(range, prices.close) {
                Column.quotient(100 * $0, $1, neutral: 0)
            }
        })

    private static let adr = IndicatorFunction.ofBars(
        "adr", reads: [.high, .low], rule: "sma of high − low.",
        first: { $0 - 1 }, { Rolling.mean($0.range, $1, from: 0) })

    private static let cvi = IndicatorFunction(
        "cvi", [.length("average_length", least: 1), .length("change_length", least: 1)],
        reads: [.high, .low],
        rule: """
            100·(e/e[change_length] − 1), e = ema of high − low; 0 without any range (M. Chaikin).
            """,
        firstIndex: { Int($0[0] + $0[1]) - 1 },
        compute: { input in
            let (average, change) = (input.length(0), input.length(1))
            let range = Recursive.exponential(input.prices.range, average, from: 0)
            return [
                Column.make(input.count, from: average + change - 1) {
                    100 * (Column.quotient(range[$0], range[$0 - change], neutral: 1) - 1)
                }
            ]
        })

    private static let massi = IndicatorFunction(
        "massi", [.length("average_length", least: 1), .length("sum_length", least: 1)],
        reads: [.high, .low],
        rule: """
            The exact sum over sum_length bars of e/ema(e), e = ema of high − low; a quotient is 1 \
            without any range (D. Dorsey, "The Mass Index", 1992).
            """,
        firstIndex: { 2 * Int($0[0]) + Int($0[1]) - 3 },
        compute: { input in
            let average = input.length(0)
            let once = Recursive.exponential(input.prices.range, average, from: 0)
            let twice = Recursive.exponential(once, average, from: average - 1)
            let quotients = Column.combine(once, twice) { Column.quotient($0, $1, neutral: 1) }
            return [Rolling.sum(quotients, input.length(1), from: 2 * average - 2)]
        })

    private static let rvi = IndicatorFunction(
        "rvi",
        [
            .series("x"), .length("length", least: 1), .length("deviation_length", least: 2),
        ],
        rule: """
            100·u/(u + d), u and d the rma of stddev over deviation_length where x rose, where it \
            fell, else 0; 50 with neither (D. Dorsey, "The Relative Volatility Index", 1993).
            """,
        firstIndex: { Int($0[0] + $0[1]) - 2 },
        compute: { input in
            let series = input.columns[0]
            let (length, span) = (input.length(0), input.length(1))
            let lead = input.lead + span - 1
            let deviation = Rolling.deviation(series, span, from: input.lead)
            let change = Column.change(series, over: 1)
            // A missing deviation is missing times zero, too.
            let up = Column.combine(deviation, change) { $1.isNaN ? .nan : $1 > 0 ? $0 : 0 * $0 }
            let down = Column.combine(deviation, change) { $1.isNaN ? .nan : $1 < 0 ? $0 : 0 * $0 }
            return [
                Column.combine(
                    Recursive.wilder(up, length, from: lead),
                    Recursive.wilder(down, length, from: lead)
                ) { $0 + $1 == 0 ? 50 : 100 * $0 / ($0 + $1) }
            ]
        })
}
