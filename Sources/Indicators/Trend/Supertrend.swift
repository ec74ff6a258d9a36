extension IndicatorCatalogue {
    /// Lines that say which way prices go.
    static let trends = [supertrend, sar, ichimoku]

    private static let supertrend = IndicatorFunction(
        "supertrend", [.length("length", least: 1), .number("factor")],
        reads: [.high, .low, .close], lines: ["line", "direction"],
        rule: """
            Bands (high + low)/2 ∓ factor·atr, each of which only comes nearer unless the close \
            before was beyond it. The line is the lower band and direction 1 until a close below it, \
            then the upper band and −1 until a close above that (O. Seban).
            """,
        firstIndex: { Int($0[0]) },
        compute: { supertrend($0.prices, $0.length(0), $0.numbers[1]) })

    private static func supertrend(
        _ prices: PriceColumns, _ length: Int, _ factor: Double
    ) -> [[Double]] {
        let range = Recursive.wilder(prices.trueRange, length, from: 1)
        let (high, low, close) = (prices.high, prices.low, prices.close)
        var directions = Column.missing(prices.count)
        var (lower, upper, direction) = (-Double.infinity, Double.infinity, 1.0)
        let line = Column.make(prices.count, from: length) { bar in
            let middle = (high[bar] + low[bar]) / 2
            let width = factor * range[bar]
            guard (middle + width).isFinite, (middle - width).isFinite else { return .nan }
            // On the first bar there is no band before it.
            if middle - width > lower || close[bar - 1] < lower { lower = middle - width }
            if middle + width < upper || close[bar - 1] > upper { upper = middle + width }
            if direction > 0 ? close[bar] < lower : close[bar] > upper { direction = -direction }
            directions[bar] = direction
            return direction > 0 ? lower : upper
        }
        return [line, directions]
    }
}
