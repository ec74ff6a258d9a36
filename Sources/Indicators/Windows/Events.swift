extension IndicatorCatalogue {
    static let count = IndicatorFunction(
        "count", [.truth("condition"), .length("length", least: 1)],
        rule: "On how many of the last length bars it was true; where it is missing, it is not.",
        firstIndex: { Int($0[0]) - 1 },
        compute: { input in
            let (condition, length) = (input.columns[0], input.length(0))
            var count = 0
            return [
                Column.make(input.count, from: input.lead) { bar in
                    count += condition[bar] == 1 ? 1 : 0
                    let leaving = bar - length
                    if leaving >= input.lead { count -= condition[leaving] == 1 ? 1 : 0 }
                    return leaving < input.lead - 1 ? .nan : Double(count)
                }
            ]
        })

    static let barsSince = IndicatorFunction(
        "bars_since", [.truth("condition")],
        rule: "Bars since it was last true, 0 on that bar; missing before it ever was.",
        firstIndex: { _ in 0 },
        compute: { input in
            let condition = input.columns[0]
            var last: Int?
            return [
                Column.make(input.count, from: input.lead) { bar in
                    if condition[bar] == 1 { last = bar }
                    return last.map { Double(bar - $0) } ?? .nan
                }
            ]
        })

    static let valueWhen = IndicatorFunction(
        "value_when", [.truth("condition"), .series("x")],
        rule: "x on the bar where it was last true, this one included; missing before it ever was.",
        firstIndex: { _ in 0 },
        compute: { input in
            let (condition, series) = (input.columns[0], input.columns[1])
            var value = Double.nan
            return [
                Column.make(input.count, from: input.lead) { bar in
                    if condition[bar] == 1 { value = series[bar] }
                    return value
                }
            ]
        })
}
