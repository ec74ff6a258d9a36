/// Inside bars whose breakout fails: found with the false break, and confirmed by a close on the
/// other side of the inside bar within three bars (D. Chesler, 2003; TA-Lib's `CDLHIKKAKE` and
/// `CDLHIKKAKEMOD`).
extension IndicatorCatalogue {
    static let hikkakes: [IndicatorFunction] = [
        .candlestick(
            "cdl_hikkake", first: 5,
            rule: """
                An inside bar, then a lower high and low (100) or higher ones (−100); ±200 where a \
                close beyond the inside bar confirms it within three bars.
                """
        ) { candles in
            var hikkake = Hikkake(first: 5)
            return candles.hikkake(&hikkake) { candles, bar in
                candles.isInside(bar - 1) ? candles.falseBreak(bar) : 0
            }
        },
        .candlestick(
            "cdl_hikkakemod", first: 10, means: [.recentRange],
            rule: """
                As cdl_hikkake, the inside bar itself around another, the one before that closing \
                near its low (100) or high (−100).
                """
        ) { candles in
            var hikkake = Hikkake(first: 10)
            return candles.hikkake(&hikkake) { candles, bar in
                guard candles.isInside(bar - 2), candles.isInside(bar - 1) else { return 0 }
                let (older, found) = (candles[bar - 2], candles.falseBreak(bar))
                let isNear =
                    found > 0
                    ? older.close <= older.low + older.near
                    : older.close >= older.high - older.near
                return isNear ? found : 0
            }
        },
    ]
}

/// The last false break that waits for a close to confirm it.
private struct Hikkake {
    /// The first bar that is reported.
    let first: Int
    private var found = 0
    private var sign = 0.0

    init(first: Int) {
        self.first = first
    }

    /// Takes a bar, and the pattern that it completes by itself; returns what is told of the bar.
    mutating func next(_ bar: Int, _ pattern: Double, _ prices: PriceColumns) -> Double {
        if pattern != 0 {
            (found, sign) = (bar, pattern)
            return pattern
        }
        guard sign != 0, bar <= found + 3,
            sign > 0
                ? prices.close[bar] > prices.high[found - 1]
                : prices.close[bar] < prices.low[found - 1]
        else { return 0 }
        defer { sign = 0 }
        return 2 * sign
    }
}

extension Candles {
    /// Whether a bar lies inside of the range before it, no edge equal.
    fileprivate func isInside(_ bar: Int) -> Bool {
        prices.high[bar] < prices.high[bar - 1] && prices.low[bar] > prices.low[bar - 1]
    }

    /// 100 for a bar with a lower high and low than the one before, −100 for higher ones.
    fileprivate func falseBreak(_ bar: Int) -> Double {
        let (high, low) = (prices.high, prices.low)
        if high[bar] < high[bar - 1], low[bar] < low[bar - 1] { return 100 }
        return high[bar] > high[bar - 1] && low[bar] > low[bar - 1] ? -100 : 0
    }

    /// Follows a pattern from three bars before the first that is told.
    fileprivate func hikkake(
        _ hikkake: inout Hikkake, _ pattern: (_ candles: Candles, _ bar: Int) -> Double
    ) -> [Double] {
        var values = empty
        guard hikkake.first < prices.count else { return values }
        for bar in hikkake.first - 3..<prices.count {
            let value = hikkake.next(bar, pattern(self, bar), prices)
            if bar >= hikkake.first { values[bar] = value }
        }
        return values
    }
}
