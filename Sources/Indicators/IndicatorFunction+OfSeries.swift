extension IndicatorFunction {
    /// A function of one series and one length, in this order, with one column.
    package static func ofSeries(
        _ name: String, least: Int = 1, rule: String,
        first: @escaping @Sendable (_ length: Int) -> Int,
        weight: (@Sendable (_ length: Int) -> Double)? = nil,
        _ column: @escaping @Sendable (_ series: [Double], _ length: Int, _ lead: Int) -> [Double]
    ) -> IndicatorFunction {
        IndicatorFunction(
            name, [.series("x"), .length("length", least: least)], rule: rule,
            firstIndex: { first(Int($0[0])) }, weight: weight,
            compute: { [column($0.columns[0], $0.length(0), $0.lead)] })
    }

    /// A function of the bars and one length, with one column.
    package static func ofBars(
        _ name: String, least: Int = 1, reads: Set<PriceField>, rule: String,
        first: @escaping @Sendable (_ length: Int) -> Int,
        _ column: @escaping @Sendable (_ bars: PriceColumns, _ length: Int) -> [Double]
    ) -> IndicatorFunction {
        IndicatorFunction(
            name, [.length("length", least: least)], reads: reads, rule: rule,
            firstIndex: { first(Int($0[0])) },
            compute: { [column($0.prices, $0.length(0))] })
    }

    /// A function of the bars alone, with one column.
    package static func ofBars(
        _ name: String, reads: Set<PriceField>, rule: String, first: Int = 0,
        _ column: @escaping @Sendable (_ bars: PriceColumns) -> [Double]
    ) -> IndicatorFunction {
        IndicatorFunction(
            name, [], reads: reads, rule: rule, firstIndex: { _ in first },
            compute: { [column($0.prices)] })
    }
}
