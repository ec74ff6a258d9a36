/// The share of what came with rising bars.
extension IndicatorCatalogue {
    static let moneyFlows: [IndicatorFunction] = [mfi, mfiOfTALib, imi]

    private static let mfi = IndicatorFunction(
        "mfi", [.length("length", least: 1)], reads: [.high, .low, .close, .volume],
        rule: """
            100 − 100/(1 + P/N) of the sums of p·volume where the typical price p rose, and fell; 50 \
            where both are 0 (G. Quong and A. Soudack, 1989).
            """,
        firstIndex: { Int($0[0]) },
        compute: { [moneyFlow($0.prices, $0.length(0), tolerance: 0)] })

    private static let mfiOfTALib = IndicatorFunction(
        "mfi_talib", [.length("length", least: 1)], reads: [.high, .low, .close, .volume],
        rule: """
            As mfi, but a change of the typical price below 10⁻¹² of it counts as none: TA-Lib 0.8's.
            """,
        firstIndex: { Int($0[0]) },
        compute: { [moneyFlow($0.prices, $0.length(0), tolerance: 1e-12)] })

    private static let imi = IndicatorFunction(
        "imi", [.length("length", least: 1)], reads: [.open, .close],
        rule: """
            100·Σ(close − open of bars that rise)/Σ abs(close − open) of length bars, 50 where both \
            are 0 (T. Chande and S. Kroll, 1994).
            """,
        firstIndex: { Int($0[0]) - 1 },
        compute: { input in
            let (rises, length) = (input.prices.rise, input.length(0))
            let gains = Rolling.sum(Column.map(rises) { $0 < 0 ? 0 : $0 }, length, from: 0)
            let all = Rolling.sum(Column.map(rises) { $0.magnitude }, length, from: 0)
            return [Column.combine(gains, all) { $1 == 0 ? 50 : 100 * $0 / $1 }]
        })

    private static func moneyFlow(
        _ prices: PriceColumns, _ length: Int, tolerance: Double
    ) -> [Double] {
        let typical = prices.typicalPrice
        let before = Column.shifted(typical, by: 1)
        let flow = Column.combine(typical, prices.volume) { $0 * $1 }
        let gains = Column.combine(flow, typical, before) { flow, now, before in
            now - before > tolerance * now ? flow : now.isNaN || before.isNaN ? .nan : 0
        }
        let losses = Column.combine(flow, typical, before) { flow, now, before in
            before - now > tolerance * now ? flow : now.isNaN || before.isNaN ? .nan : 0
        }
        return Column.combine(
            Rolling.sum(gains, length, from: 1), Rolling.sum(losses, length, from: 1),
            strengthIndex)
    }
}
