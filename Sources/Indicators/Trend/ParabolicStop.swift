extension IndicatorCatalogue {
    static let sar = IndicatorFunction(
        "sar", [.number("step"), .number("maximum")], reads: [.high, .low],
        rule: """
            The parabolic stop: s + a·(extreme − s), held outside of this bar and the one before, \
            for the next bar; a grows by step with each new extreme, to maximum. A bar that reaches s \
            turns it to the old extreme, and a to step. It begins below the second bar, above it \
            where the low fell by more than the high rose (J. W. Wilder, "New Concepts in Technical \
            Trading Systems", 1978).
            """,
        firstIndex: { _ in 1 },
        compute: { input in
            guard input.count > 1 else { return [Column.missing(input.count)] }
            var stop = ParabolicStop(input.prices, input.numbers[0], input.numbers[1])
            return [Column.make(input.count, from: 1) { stop.next($0, input.prices) }]
        })
}

/// The state of a parabolic stop.
///
/// A stop above prices is one below the same prices with the sign reversed, so there is one rule.
private struct ParabolicStop {
    private let step: Double
    private let maximum: Double
    private var acceleration: Double
    /// 1 for a stop below prices, −1 above them.
    private var side: Double
    /// The stop for the next bar and the best price since it turned, times `side`.
    private var stop: Double
    private var extreme: Double

    /// The state before the second bar.
    init(_ prices: PriceColumns, _ step: Double, _ maximum: Double) {
        self.step = min(step, maximum)
        self.maximum = maximum
        acceleration = self.step
        let rise = prices.high[1] - prices.high[0]
        let fall = prices.low[0] - prices.low[1]
        side = fall > 0 && fall > rise ? -1 : 1
        stop = side > 0 ? prices.low[0] : -prices.high[0]
        extreme = side > 0 ? prices.high[1] : -prices.low[1]
    }

    /// The stop of a bar; bars come one after the other.
    mutating func next(_ bar: Int, _ prices: PriceColumns) -> Double {
        // The second bar is its own predecessor.
        let before = max(bar - 1, 1)
        var worst = nearEdge(bar, prices)
        var bound = min(nearEdge(before, prices), worst)
        var result: Double
        if worst <= stop {
            side = -side
            worst = nearEdge(bar, prices)
            bound = min(nearEdge(before, prices), worst)
            stop = min(-extreme, bound)
            extreme = farEdge(bar, prices)
            acceleration = step
            result = side * stop
        } else {
            result = side * stop
            let best = farEdge(bar, prices)
            if best > extreme {
                extreme = best
                acceleration = min(acceleration + step, maximum)
            }
        }
        stop = min(stop + acceleration * (extreme - stop), bound)
        return result
    }

    /// The edge of a bar that the stop is beyond, times `side`.
    private func nearEdge(_ bar: Int, _ prices: PriceColumns) -> Double {
        side > 0 ? prices.low[bar] : -prices.high[bar]
    }

    /// The other edge.
    private func farEdge(_ bar: Int, _ prices: PriceColumns) -> Double {
        side > 0 ? prices.high[bar] : -prices.low[bar]
    }
}
