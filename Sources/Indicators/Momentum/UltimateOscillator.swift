/// What buyers made of the true range, at three lengths.
extension IndicatorCatalogue {
    static let buyingPressure: [IndicatorFunction] = [ultosc, wad]

    private static let ultosc = IndicatorFunction(
        "ultosc",
        [.length("short", least: 1), .length("middle", least: 1), .length("long", least: 1)],
        reads: [.high, .low, .close],
        rule: """
            100·(4·A + 2·B + C)/7 of the ratios Σ(close − min(low, close[1]))/Σ true range over \
            short, middle and long, 0 for 0/0 (L. Williams, 1985).
            """,
        firstIndex: { Int(max($0[0], $0[1], $0[2])) },
        compute: { input in
            let prices = input.prices
            let (ranges, close) = (prices.trueRange, prices.close)
            let pressure = Column.combine(
                close, prices.low, Column.shifted(close, by: 1)
            ) { close, low, before in close - (before < low ? before : low) }
            func ratio(_ place: Int) -> [Double] {
                let length = input.length(place)
                return Column.combine(
                    Rolling.sum(pressure, length, from: 1), Rolling.sum(ranges, length, from: 1)
                ) { Column.quotient($0, $1, neutral: 0) }
            }
            return [
                Column.combine(ratio(0), ratio(1), ratio(2)) { 100 * (4 * $0 + 2 * $1 + $2) / 7 }
            ]
        })

    private static let wad = IndicatorFunction(
        "wad", [], reads: [.high, .low, .close],
        rule: """
            The exact sum from the first bar on: close − min(low, close[1]) when the close rose, \
            close − max(high, close[1]) when it fell (L. Williams, 1972).
            """,
        firstIndex: { _ in 0 },
        compute: { input in
            let prices = input.prices
            let moves = Column.make(prices.count) { bar in
                let (close, before) = (prices.close[bar], prices.close[max(bar - 1, 0)])
                if close > before { return close - min(prices.low[bar], before) }
                return close < before ? close - max(prices.high[bar], before) : 0
            }
            return [Rolling.total(moves, from: 0)]
        })
}
