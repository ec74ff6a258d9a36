extension IndicatorCatalogue {
    /// Turning points, told when they are known.
    static let fractal = IndicatorFunction(
        "fractal", [.length("before", least: 1), .length("after", least: 1)],
        reads: [.high, .low], lines: ["high", "low"],
        rule: """
            100 on the bar that lies after bars behind a high above those of before bars before it \
            and after bars behind it; low likewise, 100 too; else 0 (B. Williams, 1995; TA-Lib's \
            FRACTAL).
            """,
        firstIndex: { Int($0[0] + $0[1]) },
        compute: { input in
            let (before, after) = (input.length(0), input.length(1))
            func peaks(_ column: [Double]) -> [Double] {
                let earlier = Rolling.maximum(column, before, from: 0)
                return Column.combine(
                    Column.shifted(column, by: after), Column.shifted(earlier, by: after + 1),
                    Rolling.maximum(column, after, from: 0)
                ) { peak, earlier, later in
                    guard !earlier.isNaN, !later.isNaN else { return .nan }
                    return peak > earlier && peak > later ? 100 : 0
                }
            }
            return [peaks(input.prices.high), peaks(input.prices.low.map { -$0 })]
        })
}
