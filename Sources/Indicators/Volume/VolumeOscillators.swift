/// Volume of the last bars, by itself and with the prices it came with.
extension IndicatorCatalogue {
    static let volumeOscillators: [IndicatorFunction] = [cmf, efi, marketfi, pvo, rvol]

    private static let cmf = IndicatorFunction(
        "cmf", [.length("length", least: 1)], reads: [.high, .low, .close, .volume],
        rule: """
            Σ volume·(2·close − low − high)/(high − low) over Σ volume of length bars; a bar without \
            range counts 0, and 0 comes without volume (M. Chaikin).
            """,
        firstIndex: { Int($0[0]) - 1 },
        compute: { input in
            let (prices, length) = (input.prices, input.length(0))
            let places = Column.combine(prices.high, prices.low, prices.close) { high, low, close in
                let range = high - low
                return range == 0 ? 0 : (2 * close - low - high) / range
            }
            let flow = Column.combine(places, prices.volume) { $0 * $1 }
            return [
                Column.combine(
                    Rolling.sum(flow, length, from: 0), Rolling.sum(prices.volume, length, from: 0)
                ) { $1 == 0 ? 0 : $0 / $1 }
            ]
        })

    private static let efi = IndicatorFunction(
        "efi", [.length("length", least: 1)], reads: [.close, .volume],
        rule: "ema((close − close[1])·volume, length) (A. Elder, 1993).",
        firstIndex: { Int($0[0]) },
        compute: { input in
            let changes = Column.change(input.prices.close, over: 1)
            let force = Column.combine(changes, input.prices.volume) { $0 * $1 }
            return [Recursive.exponential(force, input.length(0), from: 1)]
        })

    private static let marketfi = IndicatorFunction(
        "marketfi", [], reads: [.high, .low, .volume],
        rule: "(high − low)/volume, 0 without volume (B. Williams, 1995).",
        firstIndex: { _ in 0 },
        compute: { input in
            [Column.combine(input.prices.range, input.prices.volume) { $1 == 0 ? 0 : $0 / $1 }]
        })

    private static let pvo = IndicatorFunction(
        "pvo", [.length("fast", least: 1), .length("slow", least: 1)], reads: [.volume],
        rule: "ppo(volume, fast, slow) (TA-Lib's PVO).",
        firstIndex: { Int(max($0[0], $0[1])) - 1 },
        compute: { [priceOscillator($0.prices.volume, $0.length(0), $0.length(1), from: 0)] })

    private static let rvol = IndicatorFunction(
        "rvol", [.length("length", least: 1)], reads: [.volume],
        rule: "volume/sma(volume, length)[1], 0 for 0/0 (TA-Lib's RVOL).",
        firstIndex: { Int($0[0]) },
        compute: { input in
            let (volume, length) = (input.prices.volume, input.length(0))
            let usual = Column.shifted(Rolling.mean(volume, length, from: 0), by: 1)
            return [Column.combine(volume, usual) { Column.quotient($0, $1, neutral: 0) }]
        })
}
