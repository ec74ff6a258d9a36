extension IndicatorCatalogue {
    /// The language's own functions of the bars behind.
    static let windows = [
        change, sum, cum, highest, lowest, count, barsSince, valueWhen, rising, falling,
    ]

    private static let change = IndicatorFunction.ofSeries(
        "change", rule: "x − x[length].", first: { $0 },
        { series, length, lead in
            Column.make(series.count, from: lead + length) { series[$0] - series[$0 - length] }
        })

    private static let sum = IndicatorFunction.ofSeries(
        "sum", rule: "The exact sum of the last length values, rounded once.",
        first: { $0 - 1 }, { Rolling.sum($0, $1, from: $2) })

    private static let cum = IndicatorFunction(
        "cum", [.series("x")],
        rule: "The exact sum of all values so far, rounded; a missing one is skipped.",
        firstIndex: { _ in 0 },
        compute: { [Rolling.total($0.columns[0], from: $0.lead)] })

    private static let highest = IndicatorFunction.ofSeries(
        "highest", rule: "The largest of the last length values.", first: { $0 - 1 },
        { Rolling.maximum($0, $1, from: $2) })

    private static let lowest = IndicatorFunction.ofSeries(
        "lowest", rule: "The smallest of the last length values.", first: { $0 - 1 },
        { Rolling.minimum($0, $1, from: $2) })

    private static let rising = IndicatorFunction.ofSeries(
        "rising", rule: "1 after length rises in a row, else 0.", first: { $0 },
        { runs($0, $1, $2) { $0 > $1 } })

    private static let falling = IndicatorFunction.ofSeries(
        "falling", rule: "1 after length falls in a row, else 0.", first: { $0 },
        { runs($0, $1, $2) { $0 < $1 } })

    /// Whether so many values in a row each `goesOn` from the one before.
    private static func runs(
        _ series: [Double], _ length: Int, _ lead: Int, _ goesOn: (Double, Double) -> Bool
    ) -> [Double] {
        // How many values in a row are there, and how many of the last went on.
        var (present, run) = (0, 0)
        return Column.make(series.count, from: lead) { bar in
            run = bar > lead && goesOn(series[bar], series[bar - 1]) ? run + 1 : 0
            present = series[bar].isNaN ? 0 : present + 1
            return present <= length ? .nan : run >= length ? 1 : 0
        }
    }
}
