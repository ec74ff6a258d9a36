/// Totals that run from the first bar on: rules should use their changes, as their levels depend on
/// where the bars begin.
extension IndicatorCatalogue {
    static let volumeTotals: [IndicatorFunction] = [obv, ad, adosc, nvi, pvi, pvt, vwap]

    private static let obv = IndicatorFunction(
        "obv", [], reads: [.close, .volume],
        rule: """
            Running from the first volume: + volume when the close rose, − when it fell; each \
            addition rounded (J. Granville, 1963).
            """,
        firstIndex: { _ in 0 },
        compute: { input in
            let (close, volume) = (input.prices.close, input.prices.volume)
            var (total, before) = (0.0, 0.0)
            return [
                // Which way a close goes is anybody's guess: choosing costs less than branching.
                Column.combine(close, volume) { close, volume in
                    let fallen = close < before ? -volume : 0
                    total += close > before ? volume : fallen
                    before = close
                    return total
                }
            ]
        })

    private static let ad = IndicatorFunction(
        "ad", [], reads: [.high, .low, .close, .volume],
        rule: """
            The exact sum from the first bar on of volume·((close − low) − (high − close))/(high − \
            low), 0 without range (M. Chaikin).
            """,
        firstIndex: { _ in 0 },
        compute: { [$0.prices.accumulation] })

    private static let adosc = IndicatorFunction(
        "adosc", [.length("fast", least: 1), .length("slow", least: 1)],
        reads: [.high, .low, .close, .volume],
        rule: """
            Difference of two averages of ad, e·(1 − w) + x·w with w = 2/(length + 1), both from \
            the first value of ad on (M. Chaikin; TA-Lib's ADOSC).
            """,
        firstIndex: { Int(max($0[0], $0[1])) - 1 },
        compute: { input in
            let (fast, slow) = (input.length(0), input.length(1))
            let total = input.prices.accumulation
            func average(_ length: Int) -> [Double] {
                Recursive.average(total, 1, weight: 2 / (1 + Double(length)), from: 0)
            }
            let difference = Column.combine(average(fast), average(slow)) { $0 - $1 }
            return Column.together([difference], from: max(fast, slow) - 1)
        })

    private static let nvi = IndicatorFunction(
        "nvi", [], reads: [.close, .volume],
        rule: """
            Running from 1000: moves with the close, by the same fraction, where volume fell (P. \
            Dysart, 1936).
            """,
        firstIndex: { _ in 0 },
        compute: { [volumeIndex($0.prices) { $0 < $1 }] })

    private static let pvi = IndicatorFunction(
        "pvi", [], reads: [.close, .volume],
        rule: """
            Running from 1000: moves with the close, by the same fraction, where volume rose (P. \
            Dysart, 1936).
            """,
        firstIndex: { _ in 0 },
        compute: { [volumeIndex($0.prices) { $0 > $1 }] })

    private static let pvt = IndicatorFunction(
        "pvt", [], reads: [.close, .volume],
        rule:
            "The exact sum of volume·(close − close[1])/close[1] from the second bar on, 0 before.",
        firstIndex: { _ in 0 },
        compute: { input in
            let (close, volume) = (input.prices.close, input.prices.volume)
            let flows = Column.make(close.count) { bar in
                bar == 0 ? 0 : change(close[bar], close[bar - 1]) * volume[bar]
            }
            return [Rolling.total(flows, from: 0)]
        })

    private static let vwap = IndicatorFunction(
        "vwap", [], reads: [.high, .low, .close, .volume],
        rule: """
            Σ typical price·volume/Σ volume, both exact, from the first bar on, 0 without volume; it \
            never restarts (TA-Lib's VWAP).
            """,
        firstIndex: { _ in 0 },
        compute: { input in
            let (typical, volume) = (input.prices.typicalPrice, input.prices.volume)
            let money = Column.combine(typical, volume) { $0 * $1 }
            return [
                Column.combine(Rolling.total(money, from: 0), Rolling.total(volume, from: 0)) {
                    Column.quotient($0, $1, neutral: 0)
                }
            ]
        })

    /// An index that moves with the close on bars whose volume stands so to the one before.
    private static func volumeIndex(
        _ prices: PriceColumns, _ moves: (_ volume: Double, _ before: Double) -> Bool
    ) -> [Double] {
        let (close, volume) = (prices.close, prices.volume)
        var index = 1000.0
        return Column.make(close.count) { bar in
            guard bar > 0, moves(volume[bar], volume[bar - 1]) else { return index }
            index += index * change(close[bar], close[bar - 1])
            return index
        }
    }

    /// The change of a price as a fraction; none from a price of 0.
    private static func change(_ now: Double, _ before: Double) -> Double {
        before == 0 ? 0 : (now - before) / before
    }
}

extension PriceColumns {
    /// The running total of volume, each bar's weighted with where in its range it closed.
    fileprivate var accumulation: [Double] {
        let flows = Column.make(count) { bar in
            let (high, low, close) = (high[bar], low[bar], close[bar])
            let range = high - low
            return range <= 0 ? 0 : ((close - low) - (high - close)) / range * volume[bar]
        }
        return Rolling.total(flows, from: 0)
    }
}
