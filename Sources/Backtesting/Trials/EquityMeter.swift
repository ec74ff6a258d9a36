import MarketData

/// Measures what the stretches of a plain run were worth: to the bit what `figures` finds in the
/// same equity, but without a look at each bar on which nothing is held.
///
/// What it writes to serves set after set; nothing is allocated for a set.
struct EquityMeter {
    private let close: [Double]
    private let cash: Double
    private let firstBar: Int
    private let countPerYear: Double
    /// The equity at the closes of bars with a position; of others what was there before.
    private(set) var values: [Double]
    /// The returns of bars with a position and of those behind them.
    private var returns: [Double]

    /// Prepares for the bars of a stock.
    init(_ input: SimulationInput, _ period: ReturnPeriod) {
        close = input.bars.close
        cash = input.cash
        firstBar = input.firstBar
        countPerYear = period.countPerYear
        values = Array(repeating: 0, count: close.count)
        returns = values
    }

    /// Values the account at all closes, and finds the deepest drawdown; nil where it is ever worth
    /// nothing or no number: that is for a `StrategyRun` to tell.
    mutating func drawdown(_ stretches: [Stretch]) -> Double? {
        var drawdown: DeepestFall?
        for stretch in stretches where !stretch.bars.isEmpty {
            let worth = stretch.worth
            if stretch.isFlat {
                guard worth.cash > 0, worth.cash < .infinity else { return nil }
                var own = drawdown ?? DeepestFall(worth.cash)
                own.include(worth.cash)
                drawdown = own
                continue
            }
            guard worth.cash.isFinite, worth.size.isFinite else { return nil }
            let (least, most) = value(stretch)
            guard least > 0, most < .infinity else { return nil }
            var own = drawdown ?? DeepestFall(values[stretch.bars.lowerBound])
            if own.needsLook(least, most) {
                own.include(values.span.extracting(stretch.bars))
            } else {
                own.pass(least, most)
            }
            drawdown = own
        }
        return drawdown?.deepest ?? 0
    }

    /// Values a position, cash and size of which are finite, at the closes of its bars; the least and
    /// the most.
    private mutating func value(_ stretch: Stretch) -> (least: Double, most: Double) {
        let (worth, prices) = (stretch.worth, close)
        let close = prices.span
        var values = values.mutableSpan
        let (first, end) = (stretch.bars.lowerBound, stretch.bars.upperBound)
        let cash = SIMD2(repeating: worth.cash)
        let (size, base) = (SIMD2(repeating: worth.size), SIMD2(repeating: worth.base))
        var (low, high) = (worth.value(at: close[first]), worth.value(at: close[first]))
        var (least, most) = (SIMD2(repeating: low), SIMD2(repeating: high))
        var bar = first
        while bar + 1 < end {
            let value = cash + size * (SIMD2(close[bar], close[bar + 1]) - base)
            values[bar] = value[0]
            values[bar + 1] = value[1]
            least.replace(with: value, where: value .< least)
            most.replace(with: value, where: value .> most)
            bar += 2
        }
        (low, high) = (min(least[0], least[1]), max(most[0], most[1]))
        if bar < end {
            let value = worth.value(at: close[bar])
            values[bar] = value
            (low, high) = (min(low, value), max(high, value))
        }
        return (low, high)
    }

    /// The Sharpe ratio of what was valued last, as `annualisedSharpeRatio` has it for bars of days
    /// and longer.
    mutating func sharpeRatio(_ stretches: [Stretch]) -> Double? {
        let count = Double(close.count - firstBar)
        let mean = sum(stretches) / count
        // The return of a bar on which nothing is held is zero.
        let still = (0 - mean) * (0 - mean)
        var (squares, place) = (0.0, 0)
        let returns = returns.span
        for stretch in stretches where !stretch.bars.isEmpty {
            let moved = stretch.isFlat ? 1 : stretch.bars.count
            for change in place..<(place + moved) {
                let step = returns[change] - mean
                squares += step * step
            }
            place += moved
            squares = squares.adding(still, times: stretch.bars.count - moved)
        }
        let variance = squares / count
        guard variance > 0, variance.isFinite else { return nil }
        return (mean / variance.squareRoot() * countPerYear.squareRoot()).ifFinite
    }

    /// The sum of all returns, which are kept but for those of bars on which nothing changes.
    private mutating func sum(_ stretches: [Stretch]) -> Double {
        var (sum, earlier, place) = (0.0, cash, 0)
        let equity = values
        let values = equity.span
        var changes = returns.mutableSpan
        for stretch in stretches where !stretch.bars.isEmpty {
            if stretch.isFlat {
                let value = stretch.worth.cash
                let change = value == earlier ? 0 : value / earlier - 1
                changes[place] = change
                sum += change
                earlier = value
                place += 1
                continue
            }
            let (first, end) = (stretch.bars.lowerBound, stretch.bars.upperBound)
            let shift = place - first
            let change = values[first] / earlier - 1
            changes[place] = change
            sum += change
            var bar = first + 1
            while bar + 1 < end {
                let later = SIMD2(values[bar], values[bar + 1])
                let pair = later / SIMD2(values[bar - 1], values[bar]) - 1
                changes[bar + shift] = pair[0]
                changes[bar + shift + 1] = pair[1]
                sum += pair[0]
                sum += pair[1]
                bar += 2
            }
            if bar < end {
                let change = values[bar] / values[bar - 1] - 1
                changes[bar + shift] = change
                sum += change
            }
            earlier = values[end - 1]
            place += end - first
        }
        return sum
    }

    /// The equity at the closes of all bars that count, as it was valued last.
    func equity(_ stretches: [Stretch]) -> [Double] {
        var equity = values.dropping(firstBar)
        for stretch in stretches where stretch.isFlat {
            for bar in stretch.bars { equity[bar - firstBar] = stretch.worth.cash }
        }
        return equity
    }
}
