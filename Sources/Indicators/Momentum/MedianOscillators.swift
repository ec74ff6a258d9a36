/// Averages of the middle of each bar, and how it opens and closes.
extension IndicatorCatalogue {
    static let medianOscillators: [IndicatorFunction] = [awesome, accelerator, bop, qstick, eri]

    private static let awesome = IndicatorFunction(
        "ao", [.length("fast", least: 1), .length("slow", least: 1)], reads: [.high, .low],
        rule: "sma(hl2, fast) − sma(hl2, slow) (B. Williams, 1998).",
        firstIndex: { Int(max($0[0], $0[1])) - 1 },
        compute: { [awesome($0.prices, $0.length(0), $0.length(1))] })

    private static let accelerator = IndicatorFunction(
        "ac", [.length("fast", least: 1), .length("slow", least: 1), .length("signal", least: 1)],
        reads: [.high, .low],
        rule: "ao(fast, slow) less its sma of signal bars (B. Williams, 1998).",
        firstIndex: { Int(max($0[0], $0[1]) + $0[2]) - 2 },
        compute: { input in
            let (fast, slow) = (input.length(0), input.length(1))
            let oscillator = awesome(input.prices, fast, slow)
            let mean = Rolling.mean(oscillator, input.length(2), from: max(fast, slow) - 1)
            return [Column.combine(oscillator, mean) { $0 - $1 }]
        })

    private static let bop = IndicatorFunction(
        "bop", [], reads: [.open, .high, .low, .close],
        rule: "(close − open)/(high − low), 0 without range (I. Livshin, 2001).",
        firstIndex: { _ in 0 },
        compute: { input in
            let (bodies, ranges) = (input.prices.rise, input.prices.range)
            return [Column.combine(bodies, ranges) { $1 <= 0 ? 0 : $0 / $1 }]
        })

    private static let qstick = IndicatorFunction(
        "qstick", [.length("length", least: 1)], reads: [.open, .close],
        rule: "sma(close − open, length) (T. Chande and S. Kroll, 1994).",
        firstIndex: { Int($0[0]) - 1 },
        compute: { [Rolling.mean($0.prices.rise, $0.length(0), from: 0)] })

    private static let eri = IndicatorFunction(
        "eri", [.length("length", least: 1)], reads: [.high, .low, .close],
        lines: ["bull", "bear"],
        rule: "bull = high − ema(close, length); bear = low − ema(close, length) (A. Elder, 1993).",
        firstIndex: { Int($0[0]) - 1 },
        compute: { input in
            let prices = input.prices
            let average = Recursive.exponential(prices.close, input.length(0), from: 0)
            return [
                Column.combine(prices.high, average) { $0 - $1 },
                Column.combine(prices.low, average) { $0 - $1 },
            ]
        })

    private static func awesome(_ prices: PriceColumns, _ fast: Int, _ slow: Int) -> [Double] {
        let middle = prices.medianPrice
        return Column.combine(
            Rolling.mean(middle, fast, from: 0), Rolling.mean(middle, slow, from: 0)
        ) { $0 - $1 }
    }
}

extension PriceColumns {
    /// How far each bar rises: close − open.
    var rise: [Double] { Column.combine(close, open) { $0 - $1 } }
}
