/// How far the typical price is from its mean, in units of its usual distance.
extension IndicatorCatalogue {
    static let commodityChannels: [IndicatorFunction] = [cci, cciOfBacktrader]

    /// What makes most values lie between −100 and 100.
    private static let factor = 0.015

    private static let cci = IndicatorFunction(
        "cci", [.length("length", least: 1)], reads: [.high, .low, .close],
        rule: """
            (p − mean)/(0.015·deviation) of the typical price p, deviation the mean of abs(p − this \
            mean) over length bars, 0 where that is below 2⁻⁵⁰ of p; O(length) a bar up to 64, then \
            O(√length · log length) (D. Lambert, 1980; TA-Lib's and Pine's).
            """,
        firstIndex: { Int($0[0]) - 1 },
        compute: { input in
            let length = input.length(0)
            let typical = input.prices.typicalPrice
            let mean = Rolling.mean(typical, length, from: 0)
            let deviation = Rolling.meanDeviation(typical, length, from: 0)
            return [
                Column.combine(typical, mean, deviation) { typical, mean, deviation in
                    // The rounded mean of equal prices may miss them by a little.
                    deviation <= 0x1p-50 * typical.magnitude
                        ? 0 : (typical - mean) / (factor * deviation)
                }
            ]
        })

    private static let cciOfBacktrader = IndicatorFunction(
        "cci_bt", [.length("length", least: 1)], reads: [.high, .low, .close],
        rule: """
            (p − mean)/(0.015·deviation) of the typical price p, deviation the sma of abs(p − mean), \
            each bar's distance from its own mean; 0 without deviation (backtrader's).
            """,
        firstIndex: { 2 * Int($0[0]) - 2 },
        compute: { input in
            let length = input.length(0)
            let typical = input.prices.typicalPrice
            let mean = Rolling.mean(typical, length, from: 0)
            let distance = Column.combine(typical, mean) { $0 - $1 }
            let deviation = Rolling.mean(
                Column.map(distance) { $0.magnitude }, length, from: length - 1)
            return [
                Column.combine(distance, deviation) { $1 == 0 ? 0 : $0 / (factor * $1) }
            ]
        })
}
