extension IndicatorCatalogue {
    static let t3 = IndicatorFunction(
        "t3", [.series("x"), .length("length", least: 1), .number("factor")],
        rule: """
            Of six ema in a row, e1 to e6, with v the factor: −v³·e6 + (3v² + 3v³)·e5 − (6v² + 3v + \
            3v³)·e4 + (1 + 3v + v³ + 3v²)·e3 (T. Tillson, "Better Moving Averages", 1998).
            """,
        firstIndex: { 6 * (Int($0[0]) - 1) },
        compute: { [tillsonAverage($0.columns[0], $0.length(0), $0.numbers[1], $0.lead)] })

    private static func tillsonAverage(
        _ series: [Double], _ length: Int, _ factor: Double, _ lead: Int
    ) -> [Double] {
        var averages = [series]
        for place in 0..<6 {
            averages.append(
                Recursive.exponential(averages[place], length, from: lead + place * (length - 1)))
        }
        let square = factor * factor
        let cube = square * factor
        let (c6, c5) = (-cube, 3 * square + 3 * cube)
        let (c4, c3) = (-6 * square - 3 * factor - 3 * cube, 1 + 3 * factor + cube + 3 * square)
        let (e6, e5, e4, e3) = (averages[6], averages[5], averages[4], averages[3])
        return Column.make(series.count, from: lead + 6 * (length - 1)) {
            c6 * e6[$0] + c5 * e5[$0] + c4 * e4[$0] + c3 * e3[$0]
        }
    }
}
