/// How far a fast average is from a slow one.
extension IndicatorCatalogue {
    static let convergences: [IndicatorFunction] = [macd, macdOfTALib, macdfix, apo, ppo, tsi]

    private static let lengths: [IndicatorFunction.Argument] = [
        .series("x"), .length("fast", least: 1), .length("slow", least: 1),
    ]
    private static let lines = ["macd", "signal", "histogram"]

    private static let macd = IndicatorFunction(
        "macd", lengths + [.length("signal", least: 1)], lines: lines,
        rule: """
            macd = ema(x, fast) − ema(x, slow), each from its own first value; signal = its ema; \
            histogram = macd − signal; all begin together (G. Appel, 2005; Pine's and backtrader's).
            """,
        firstIndex: { Int(max($0[0], $0[1]) + $0[2]) - 2 },
        compute: { input in
            Recursive.convergence(
                input.columns[0], input.length(0), input.length(1), signal: input.length(2),
                from: input.lead)
        })

    private static let macdOfTALib = IndicatorFunction(
        "macd_talib", lengths + [.length("signal", least: 1)], lines: lines,
        rule: """
            As macd, but the faster average begins as late as the slower: with the mean of the \
            values that end where the slower begins (TA-Lib's).
            """,
        firstIndex: { Int(max($0[0], $0[1]) + $0[2]) - 2 },
        compute: { input in
            let (x, lead) = (input.columns[0], input.lead)
            let (fast, slow) = (input.length(0), input.length(1))
            let last = lead + max(fast, slow)
            let (one, other) = Recursive.two(
                .exponential(x, fast, from: last - fast), .exponential(x, slow, from: last - slow))
            let macd = Column.combine(one, other) { $0 - $1 }
            return Recursive.signalled(macd, input.length(2), from: last - 1)
        })

    private static let macdfix = IndicatorFunction(
        "macdfix", [.series("x"), .length("signal", least: 1)], lines: lines,
        rule: """
            macd_talib(x, 12, 26, signal) with weights of 0.15 and 0.075 (G. Appel's own; TA-Lib's \
            MACDFIX).
            """,
        firstIndex: { 24 + Int($0[0]) },
        compute: { input in
            let (x, lead) = (input.columns[0], input.lead)
            let macd = Column.combine(
                Recursive.average(x, 12, weight: 0.15, from: lead + 14),
                Recursive.average(x, 26, weight: 0.075, from: lead)
            ) { $0 - $1 }
            return Recursive.signalled(macd, input.length(0), from: lead + 25)
        })

    private static let apo = IndicatorFunction(
        "apo", lengths,
        rule: "ema(x, fast) − ema(x, slow), each from its own first value: the first line of macd.",
        firstIndex: { Int(max($0[0], $0[1])) - 1 },
        compute: { input in
            let (fast, slow) = (input.length(0), input.length(1))
            let (one, other) = fastAndSlow(input.columns[0], fast, slow, from: input.lead)
            return [Column.combine(one, other) { $0 - $1 }]
        })

    private static let ppo = IndicatorFunction(
        "ppo", lengths,
        rule: "100·(ema(x, fast) − ema(x, slow))/ema(x, slow), 0 for 0/0 (TA-Lib's PPO).",
        firstIndex: { Int(max($0[0], $0[1])) - 1 },
        compute: { input in
            [priceOscillator(input.columns[0], input.length(0), input.length(1), from: input.lead)]
        })

    private static let tsi = IndicatorFunction(
        "tsi", [.series("x"), .length("first", least: 1), .length("second", least: 1)],
        rule: """
            100·ema(ema(Δ, first), second)/ema(ema(abs(Δ), first), second) of the changes Δ of x, 0 \
            for 0/0 (W. Blau, 1991).
            """,
        firstIndex: { Int($0[0] + $0[1]) - 1 },
        compute: { input in
            let (first, second, lead) = (input.length(0), input.length(1), input.lead)
            func smoothed(_ column: [Double]) -> [Double] {
                let once = Recursive.exponential(column, first, from: lead + 1)
                return Recursive.exponential(once, second, from: lead + first)
            }
            let changes = Column.change(input.columns[0], over: 1)
            let distances = Column.map(changes) { $0.magnitude }
            return [
                Column.combine(smoothed(changes), smoothed(distances)) {
                    100 * Column.quotient($0, $1, neutral: 0)
                }
            ]
        })
}

/// The distance of a fast from a slow exponential average, in per cent of the slow one.
///
/// TA-Lib's PPO. O(count).
func priceOscillator(_ x: [Double], _ fast: Int, _ slow: Int, from lead: Int) -> [Double] {
    let (one, other) = fastAndSlow(x, fast, slow, from: lead)
    return Column.combine(one, other) { 100 * Column.quotient($0 - $1, $1, neutral: 0) }
}

private func fastAndSlow(
    _ x: [Double], _ fast: Int, _ slow: Int, from lead: Int
) -> ([Double], [Double]) {
    Recursive.two(.exponential(x, fast, from: lead), .exponential(x, slow, from: lead))
}
