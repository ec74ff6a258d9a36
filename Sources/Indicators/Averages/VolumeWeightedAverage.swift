extension IndicatorCatalogue {
    static let vwma = IndicatorFunction(
        "vwma", [.series("x"), .length("length", least: 1)], reads: [.volume],
        rule: """
            The sum of x·volume over the sum of volume of length bars, both exact; missing without \
            any volume.
            """,
        firstIndex: { Int($0[0]) - 1 },
        compute: { input in
            let products = Column.combine(input.columns[0], input.prices.volume) { $0 * $1 }
            let sums = Rolling.sum(products, input.length(0), from: input.lead)
            let volumes = Rolling.sum(input.prices.volume, input.length(0), from: input.lead)
            return [Column.combine(sums, volumes) { $0 / $1 }]
        })
}
