extension IndicatorCatalogue {
    /// One price made of those of a bar.
    static let prices = [avgprice, medprice, typprice, wclprice, ha]

    private static let avgprice = IndicatorFunction.ofBars(
        "avgprice", reads: [.open, .high, .low, .close],
        rule: "(open + high + low + close)/4, summed from left to right.",
        { prices in
            let (open, high, low, close) = (prices.open, prices.high, prices.low, prices.close)
            return Column.make(prices.count) { (open[$0] + high[$0] + low[$0] + close[$0]) / 4 }
        })

    private static let medprice = IndicatorFunction.ofBars(
        "medprice", reads: [.high, .low], rule: "(high + low)/2.", { $0.medianPrice })

    private static let typprice = IndicatorFunction.ofBars(
        "typprice", reads: [.high, .low, .close],
        rule: "(high + low + close)/3, summed from left to right.", { $0.typicalPrice })

    private static let wclprice = IndicatorFunction.ofBars(
        "wclprice", reads: [.high, .low, .close],
        rule: "(high + low + 2·close)/4, summed from left to right.",
        { prices in
            Column.combine(prices.high, prices.low, prices.close) { ($0 + $1 + 2 * $2) / 4 }
        })

    private static let ha = IndicatorFunction(
        "ha", [], reads: [.open, .high, .low, .close], lines: ["open", "high", "low", "close"],
        rule: """
            Heikin-ashi bars: close = (open + high + low + close)/4; open = the mean of the open and \
            the close of the one before, at first of the bar's own; high and low reach as far as \
            these and the bar's (M. Homma, by D. Valcu, 2004).
            """,
        firstIndex: { _ in 0 },
        compute: { input in
            let prices = input.prices
            let close = avgprice.compute(input)[0]
            var before = 0.0
            let open = Column.make(input.count) { bar in
                if bar == 0 {
                    before = (prices.open[bar] + prices.close[bar]) / 2
                } else if !close[bar - 1].isNaN {
                    before = (before + close[bar - 1]) / 2
                }
                return before
            }
            return [
                open, Column.combine(prices.high, open, close) { max($0, max($1, $2)) },
                Column.combine(prices.low, open, close) { min($0, min($1, $2)) }, close,
            ]
        })
}
