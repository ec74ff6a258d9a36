extension IndicatorCatalogue {
    static let percentile = IndicatorFunction(
        "percentile",
        [.series("x"), .length("length", least: 1), .number("percent")],
        rule: """
            Of the last length values the k-th smallest, k = percent·length/100, rounded up, at least \
            1 and at most length: the nearest rank. O(log count) a bar.
            """,
        firstIndex: { Int($0[0]) - 1 },
        compute: { input in
            let (length, percent) = (input.length(0), input.numbers[1])
            let place = (percent * Double(length) / 100).rounded(.up)
            let rank = Int(max(1, min(place, Double(length))))
            return [
                ranks(input.columns[0], length, input.lead) { window, _ in window.smallest(rank) }
            ]
        })

    static let percentrank = IndicatorFunction.ofSeries(
        "percentrank",
        rule: """
            How many per cent of the length values before this one are below it. O(log count) a bar.
            """,
        first: { $0 },
        { series, length, lead in
            // The value itself is not below itself, so it may be in the window.
            ranks(series, length + 1, lead) { 100 * Double($0.countBelow($1)) / Double(length) }
        })

    /// What `value` makes of the windows of a column that hold no missing value.
    private static func ranks(
        _ column: [Double], _ length: Int, _ lead: Int,
        _ value: (RankedWindow, _ bar: Int) -> Double
    ) -> [Double] {
        var window = RankedWindow(column)
        var missing = 0
        return Column.make(column.count, from: lead) { bar in
            window.add(bar)
            missing += column[bar].isNaN ? 1 : 0
            let leaving = bar - length
            if leaving >= lead {
                window.add(leaving, -1)
                missing -= column[leaving].isNaN ? 1 : 0
            }
            return missing > 0 || leaving < lead - 1 ? .nan : value(window, bar)
        }
    }
}
