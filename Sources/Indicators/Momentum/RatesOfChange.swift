/// The change of a series since some bars ago.
extension IndicatorCatalogue {
    static let ratesOfChange: [IndicatorFunction] = [
        rate("roc", "100·(x − x[length])/x[length]") { now, past in
            Column.combine(now, past) { 100 * Column.quotient($0 - $1, $1, neutral: 0) }
        },
        rate("rocp", "(x − x[length])/x[length]: 0.02 for 2 %") { now, past in
            Column.combine(now, past) { Column.quotient($0 - $1, $1, neutral: 0) }
        },
        rate("rocr", "x/x[length]") { now, past in
            Column.combine(now, past) { Column.quotient($0, $1, neutral: 0) }
        },
        rate("rocr100", "100·x/x[length]") { now, past in
            Column.combine(now, past) { 100 * Column.quotient($0, $1, neutral: 0) }
        },
        rate("mom", "x − x[length]") { now, past in Column.combine(now, past) { $0 - $1 } },
        coppock, trix,
    ]

    /// A function of a column and the same `length` bars before.
    private static func rate(
        _ name: String, _ formula: String,
        _ compute: @escaping @Sendable (_ now: [Double], _ past: [Double]) -> [Double]
    ) -> IndicatorFunction {
        IndicatorFunction(
            name, [.series("x"), .length("length", least: 1)],
            rule: "\(formula) (J. Murphy, 1999, chapter 10).",
            firstIndex: { Int($0[0]) },
            compute: { input in
                let (x, length) = (input.columns[0], input.length(0))
                return [compute(x, Column.shifted(x, by: length))]
            })
    }

    private static let coppock = IndicatorFunction(
        "coppock",
        [
            .series("x"), .length("average", least: 1), .length("first", least: 1),
            .length("second", least: 1),
        ],
        rule: "wma(roc(x, first) + roc(x, second), average) (E. Coppock, 1962).",
        firstIndex: { Int(max($0[1], $0[2]) + $0[0]) - 1 },
        compute: { input in
            let (x, lead) = (input.columns[0], input.lead)
            let (average, first, second) = (input.length(0), input.length(1), input.length(2))
            let sum = Column.combine(
                x, Column.shifted(x, by: first), Column.shifted(x, by: second)
            ) { x, one, two in
                100 * Column.quotient(x - one, one, neutral: 0) + 100
                    * Column.quotient(x - two, two, neutral: 0)
            }
            return [Rolling.weightedMean(sum, average, from: lead + max(first, second))]
        })

    private static let trix = IndicatorFunction(
        "trix", [.series("x"), .length("length", least: 1)],
        rule: "roc of one bar of ema(ema(ema(x))) (J. Hutson, 1983).",
        firstIndex: { 3 * Int($0[0]) - 2 },
        compute: { input in
            let (length, lead) = (input.length(0), input.lead)
            let once = Recursive.exponential(input.columns[0], length, from: lead)
            let twice = Recursive.exponential(once, length, from: lead + length - 1)
            let thrice = Recursive.exponential(twice, length, from: lead + 2 * length - 2)
            return [
                Column.combine(thrice, Column.shifted(thrice, by: 1)) {
                    100 * Column.quotient($0 - $1, $1, neutral: 0)
                }
            ]
        })
}
