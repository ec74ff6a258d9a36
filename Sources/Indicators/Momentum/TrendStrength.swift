/// How straight a series goes.
extension IndicatorCatalogue {
    static let trendStrength: [IndicatorFunction] = [er, vhf, vortex, dpo, fosc]

    private static let er = IndicatorFunction(
        "er", [.series("x"), .length("length", least: 1)],
        rule: "abs(x − x[length])/Σ abs(x − x[1]) of length changes, 0 for 0/0 (P. Kaufman, 1995).",
        firstIndex: { Int($0[0]) },
        compute: { input in
            let (x, length, lead) = (input.columns[0], input.length(0), input.lead)
            let way = Rolling.sum(distances(x), length, from: lead + 1)
            return [
                Column.combine(Column.change(x, over: length), way) {
                    Column.quotient($0.magnitude, $1, neutral: 0)
                }
            ]
        })

    private static let vhf = IndicatorFunction(
        "vhf", [.series("x"), .length("length", least: 1)],
        rule: """
            (highest − lowest of length values)/Σ abs(x − x[1]) of length changes, 0 for 0/0 (A. \
            White, 1991).
            """,
        firstIndex: { Int($0[0]) },
        compute: { input in
            let (x, length, lead) = (input.columns[0], input.length(0), input.lead)
            return [
                Column.combine(
                    Rolling.maximum(x, length, from: lead), Rolling.minimum(x, length, from: lead),
                    Rolling.sum(distances(x), length, from: lead + 1)
                ) { Column.quotient($0 - $1, $2, neutral: 0) }
            ]
        })

    private static let vortex = IndicatorFunction(
        "vortex", [.length("length", least: 1)], reads: [.high, .low, .close],
        lines: ["plus", "minus"],
        rule: """
            plus = Σ abs(high − low[1])/Σ true range, minus = Σ abs(low − high[1])/Σ true range, of \
            length bars, 0 for 0/0 (E. Botes and D. Siepman, 2010).
            """,
        firstIndex: { Int($0[0]) },
        compute: { input in
            let (prices, length) = (input.prices, input.length(0))
            let range = Rolling.sum(prices.trueRange, length, from: 1)
            func share(_ one: [Double], _ other: [Double]) -> [Double] {
                let moves = Column.combine(one, Column.shifted(other, by: 1)) {
                    ($0 - $1).magnitude
                }
                return Column.combine(Rolling.sum(moves, length, from: 1), range) {
                    Column.quotient($0, $1, neutral: 0)
                }
            }
            return [share(prices.high, prices.low), share(prices.low, prices.high)]
        })

    private static let dpo = IndicatorFunction(
        "dpo", [.series("x"), .length("length", least: 1)],
        rule: """
            x[⌊length/2⌋ + 1] − sma(x, length): nothing is drawn back in time, nothing is known \
            before its bar (TA-Lib's DPO).
            """,
        firstIndex: { max(Int($0[0]) - 1, Int($0[0]) / 2 + 1) },
        compute: { input in
            let (x, length) = (input.columns[0], input.length(0))
            let past = Column.shifted(x, by: length / 2 + 1)
            return [
                Column.combine(past, Rolling.mean(x, length, from: input.lead)) { $0 - $1 }
            ]
        })

    private static let fosc = IndicatorFunction(
        "fosc", [.series("x"), .length("length", least: 2)],
        rule: "100·(x − tsf(x, length)[1])/x, 0 for 0/0 (T. Chande and S. Kroll, 1994).",
        firstIndex: { Int($0[0]) },
        compute: { input in
            let x = input.columns[0]
            guard let forecast = tsf?.compute(input)[0] else { return [] }
            return [
                Column.combine(x, Column.shifted(forecast, by: 1)) {
                    100 * Column.quotient($0 - $1, $0, neutral: 0)
                }
            ]
        })

    /// The function of the same arguments that fosc judges.
    private static let tsf = regressions.first { $0.name == "tsf" }

    /// What a series moved by each bar, either way.
    private static func distances(_ x: [Double]) -> [Double] {
        Column.map(Column.change(x, over: 1)) { $0.magnitude }
    }
}
