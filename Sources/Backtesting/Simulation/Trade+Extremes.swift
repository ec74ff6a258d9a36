package import MarketData

extension Trade {
    /// The lowest and the highest price that was met while the position was held.
    ///
    /// Highs and lows of the bars that it was held through, and the prices at which it was entered and
    /// left. The bar of a fill at its open counts from there on, that of a fill at its close does not
    /// count at an entry and counts whole at an exit; of a bar within which a stop or a target was met,
    /// nothing is known but that price.
    ///
    /// - Parameters:
    ///   - bars: those of the run.
    ///   - fills: the prices at which orders were filled.
    /// - Returns: both prices.
    package func extremes(
        in bars: Bars, fills: ExecutionSettings.Fills
    ) -> (low: Double, high: Double) {
        let first = fills == .nextOpen ? entryBar : entryBar + 1
        var end = exitBar ?? bars.count
        switch exit {
        case .rule, .end: end += fills == .close ? 1 : 0
        case .ruin: end += 1
        case .stop, .target, .trail, nil: break
        }
        let last = exitPrice ?? entryPrice
        var (low, high) = (min(entryPrice, last), max(entryPrice, last))
        for bar in first..<max(first, end) {
            low = min(low, bars.low[bar])
            high = max(high, bars.high[bar])
        }
        return (low, high)
    }
}
