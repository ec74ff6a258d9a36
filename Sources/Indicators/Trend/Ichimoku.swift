extension IndicatorCatalogue {
    static let ichimoku = IndicatorFunction(
        "ichimoku",
        [
            .length("conversion_length", least: 1), .length("base_length", least: 1),
            .length("span_length", least: 1),
        ], reads: [.high, .low], lines: ["conversion", "base", "span_a", "span_b"],
        rule: """
            conversion, base: midprice over the first two lengths; span_a = (conversion + base)/2 and \
            span_b = midprice over the third length, both as they are drawn under this bar, of \
            base_length − 1 bars before (G. Hosoda, 1969).
            """,
        firstIndex: { first($0) },
        compute: { input in
            let conversion = input.prices.middle(of: input.length(0))
            let base = input.prices.middle(of: input.length(1))
            let displacement = input.length(1) - 1
            let spanA = Column.combine(conversion, base) { ($0 + $1) / 2 }
            let spanB = input.prices.middle(of: input.length(2))
            return [
                conversion, base, Column.shifted(spanA, by: displacement),
                Column.shifted(spanB, by: displacement),
            ].map { Column.blanked($0, before: first(input.numbers)) }
        })

    private static func first(_ lengths: [Double]) -> Int {
        Int(max(lengths[0], lengths[1], lengths[2]) + lengths[1]) - 2
    }
}
