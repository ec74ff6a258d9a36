import MarketData

/// Functions that look back, straight from their definitions: for each bar the last values.
///
/// A value is nil where it is missing. `lead` is the index of the first value of what is read.
struct ReferenceWindows {
    typealias Column = [Double?]

    let bars: Bars

    /// Every line of a function, or nil for a name that is not written here.
    func lines(
        _ name: String, _ columns: [Column], _ numbers: [Double], lead: Int
    ) -> [String: Column]? {
        // What is read begins at its first index.
        let columns = columns.map { hidden($0, before: lead) }
        let lengths = numbers.map { Int($0) }
        if let column = window(name, columns, lengths, lead) ?? event(name, columns, lengths, lead)
            ?? average(name, columns, lengths, lead) ?? ofBars(name, lengths)
        {
            return ["": column]
        }
        return ofLines(name, columns, numbers, lead)
    }

    /// Index of the first value when what is read begins at 0.
    static func first(_ name: String, _ numbers: [Double]) -> Int {
        let lengths = numbers.map { Int($0) }
        return switch name {
        case "cum", "bars_since", "value_when", "obv": 0
        case "trange": 1
        case "change", "rising", "falling", "mom", "roc", "rocp", "rsi", "atr": lengths[0]
        case "dema": 2 * lengths[0] - 2
        case "tema": 3 * lengths[0] - 3
        case "keltner": max(lengths[0] - 1, lengths[1])
        case "macd": max(lengths[0], lengths[1]) + lengths[2] - 2
        case "stoch": lengths[0] + lengths[1] + lengths[2] - 3
        default: lengths[0] - 1
        }
    }

    // MARK: - Windows of the last values

    private func window(
        _ name: String, _ columns: [Column], _ lengths: [Int], _ lead: Int
    ) -> Column? {
        guard let x = columns.first, let n = lengths.first else { return nil }
        return switch name {
        case "sum": windows(x, n, lead) { exactSum($0) }
        case "sma": mean(x, n, lead)
        case "highest": windows(x, n, lead) { $0.max() }
        case "lowest": windows(x, n, lead) { $0.min() }
        case "midpoint":
            windows(x, n, lead) { values in
                values.max().flatMap { high in values.min().flatMap { finite((high + $0) / 2) } }
            }
        case "stddev": deviation(x, n, lead)
        case "wma":
            windows(x, n, lead) { values in
                let parts = values.enumerated().flatMap { place, value in
                    Array(repeating: value, count: place + 1)
                }
                return exactSum(parts).map { $0 / Double(n * (n + 1) / 2) }
            }
        case "change", "mom": pairs(x, n, lead) { $0 - $1 }
        case "roc": pairs(x, n, lead) { 100 * Self.quotient($0 - $1, $1) }
        case "rocp": pairs(x, n, lead) { Self.quotient($0 - $1, $1) }
        case "rising": windows(x, n + 1, lead) { isMonotone($0, <) ? 1 : 0 }
        case "falling": windows(x, n + 1, lead) { isMonotone($0, >) ? 1 : 0 }
        default: nil
        }
    }

    private static func quotient(_ x: Double, _ y: Double) -> Double {
        x == 0 && y == 0 ? 0 : x / y
    }

    private func isMonotone(_ values: [Double], _ order: (Double, Double) -> Bool) -> Bool {
        zip(values, values.dropFirst()).allSatisfy(order)
    }

    func mean(_ x: Column, _ n: Int, _ lead: Int) -> Column {
        windows(x, n, lead) { exactSum($0).flatMap { finite($0 / Double(n)) } }
    }

    private func deviation(_ x: Column, _ n: Int, _ lead: Int) -> Column {
        windows(x, n, lead) { values in
            guard let sum = exactSum(values), let squares = exactSum(values.map { $0 * $0 })
            else { return nil }
            let mean = sum / Double(n)
            return finite((squares / Double(n) - mean * mean).magnitude.squareRoot())
        }
    }

    /// What `value` makes of the last n values, where all of them are there.
    func windows(_ x: Column, _ n: Int, _ lead: Int, _ value: ([Double]) -> Double?) -> Column {
        x.indices.map { bar in
            guard bar >= lead + n - 1 else { return nil }
            let last = x[(bar - n + 1)...bar].compactMap { $0 }
            return last.count == n ? value(last) : nil
        }
    }

    /// What `value` makes of each value and the one n bars before.
    private func pairs(
        _ x: Column, _ n: Int, _ lead: Int, _ value: (Double, Double) -> Double
    ) -> Column {
        x.indices.map { bar in
            guard bar >= lead + n, let now = x[bar], let past = x[bar - n] else { return nil }
            return finite(value(now, past))
        }
    }

    func hidden(_ x: Column, before lead: Int) -> Column {
        x.indices.map { $0 < lead ? nil : x[$0] }
    }

    func finite(_ x: Double) -> Double? { x.isFinite ? x : nil }

    // MARK: - What has happened

    private func event(
        _ name: String, _ columns: [Column], _ lengths: [Int], _ lead: Int
    ) -> Column? {
        guard let x = columns.first else { return nil }
        func last(_ bar: Int) -> Int? { (0...bar).last { x[$0] == 1 } }
        return switch name {
        case "count":
            x.indices.map { bar in
                let n = lengths[0]
                guard bar >= lead + n - 1 else { return nil }
                return Double(x[(bar - n + 1)...bar].count { $0 == 1 })
            }
        case "bars_since": x.indices.map { bar in last(bar).map { Double(bar - $0) } }
        case "value_when": x.indices.map { bar in last(bar).flatMap { columns[1][$0] } }
        case "cum":
            x.indices.map { bar in x[bar] == nil ? nil : exactSum(x[...bar].compactMap { $0 }) }
        default: nil
        }
    }

    // MARK: - Averages that go on from the one before

    private func average(
        _ name: String, _ columns: [Column], _ lengths: [Int], _ lead: Int
    ) -> Column? {
        guard let x = columns.first, let n = lengths.first else { return nil }
        switch name {
        case "ema": return ema(x, n, lead)
        case "rma": return smoothed(x, n, 1 / Double(n), lead)
        case "dema":
            let once = ema(x, n, lead)
            return combined(once, ema(once, n, lead + n - 1)) { 2 * $0 - $1 }
        case "tema":
            let once = ema(x, n, lead)
            let twice = ema(once, n, lead + n - 1)
            let thrice = ema(twice, n, lead + 2 * n - 2)
            return x.indices.map { bar in
                guard let one = once[bar], let two = twice[bar], let three = thrice[bar] else {
                    return nil
                }
                return finite(3 * one - 3 * two + three)
            }
        case "rsi":
            let changes: Column = x.indices.map { bar in
                guard bar > lead, let now = x[bar], let past = x[bar - 1] else { return nil }
                return finite(now - past)
            }
            let rises = smoothed(changes.map { $0.map { max($0, 0) } }, n, 1 / Double(n), lead + 1)
            let falls = smoothed(changes.map { $0.map { max(-$0, 0) } }, n, 1 / Double(n), lead + 1)
            return combined(rises, falls) { $0 + $1 == 0 ? 50 : 100 - 100 / (1 + $0 / $1) }
        default: return nil
        }
    }

    private func ema(_ x: Column, _ n: Int, _ lead: Int) -> Column {
        smoothed(x, n, 2 / (1 + Double(n)), lead)
    }

    /// From the mean of the first n values on; a missing value is passed over.
    private func smoothed(_ x: Column, _ n: Int, _ weight: Double, _ lead: Int) -> Column {
        var (seen, average) = ([Double](), Double?.none)
        return x.indices.map { bar in
            guard bar >= lead, let value = x[bar] else { return nil }
            if let last = average {
                average = last * (1 - weight) + value * weight
            } else {
                seen.append(value)
                guard seen.count == n else { return nil }
                average = exactSum(seen).map { $0 / Double(n) } ?? .nan
            }
            return average.flatMap(finite)
        }
    }

    private func combined(
        _ x: Column, _ y: Column, _ value: (Double, Double) -> Double
    ) -> Column {
        zip(x, y).map { x, y in
            guard let x, let y else { return nil }
            return finite(value(x, y))
        }
    }

    // MARK: - Functions of the bars

    private func ofBars(_ name: String, _ lengths: [Int]) -> Column? {
        switch name {
        case "trange": return ranges
        case "atr": return smoothed(ranges, lengths[0], 1 / Double(lengths[0]), 1)
        case "obv":
            var total = 0.0
            return bars.close.indices.map { bar in
                let before = bar == 0 ? 0 : bars.close[bar - 1]
                if bars.close[bar] > before { total += bars.volume[bar] }
                if bars.close[bar] < before { total -= bars.volume[bar] }
                return total
            }
        case "willr":
            return extremes(lengths[0]) { high, low, close in
                high == low ? -50 : -100 * (high - close) / (high - low)
            }
        default: return nil
        }
    }

    private var ranges: Column {
        bars.close.indices.map { bar in
            guard bar > 0 else { return nil }
            return finite(
                max(bars.high[bar], bars.close[bar - 1]) - min(bars.low[bar], bars.close[bar - 1]))
        }
    }

    /// What `value` makes of the highest high, the lowest low and the close.
    private func extremes(_ n: Int, _ value: (Double, Double, Double) -> Double) -> Column {
        bars.close.indices.map { bar in
            guard bar >= n - 1, let high = bars.high[(bar - n + 1)...bar].max(),
                let low = bars.low[(bar - n + 1)...bar].min()
            else { return nil }
            return finite(value(high, low, bars.close[bar]))
        }
    }

    private func ofLines(
        _ name: String, _ columns: [Column], _ numbers: [Double], _ lead: Int
    ) -> [String: Column]? {
        let lengths = numbers.map { Int($0) }
        switch name {
        case "bbands":
            let mean = mean(columns[0], lengths[0], lead)
            let spread = deviation(columns[0], lengths[0], lead)
            return [
                "lower": combined(mean, spread) { $0 - numbers[1] * $1 }, "middle": mean,
                "upper": combined(mean, spread) { $0 + numbers[1] * $1 },
            ]
        case "donchian":
            return [
                "lower": extremes(lengths[0]) { _, low, _ in low },
                "middle": extremes(lengths[0]) { high, low, _ in (high + low) / 2 },
                "upper": extremes(lengths[0]) { high, _, _ in high },
            ]
        case "keltner":
            let middle = ema(bars.close.map { $0 }, lengths[0], 0)
            let range = smoothed(ranges, lengths[1], 1 / Double(lengths[1]), 1)
            return [
                "lower": combined(middle, range) { $0 - $1 * numbers[2] },
                "middle": combined(middle, range) { middle, _ in middle },
                "upper": combined(middle, range) { $0 + $1 * numbers[2] },
            ]
        case "macd":
            let start = lead + max(lengths[0], lengths[1]) - 1
            let line = combined(
                ema(columns[0], lengths[0], lead), ema(columns[0], lengths[1], lead)
            ) {
                $0 - $1
            }
            let signal = ema(line, lengths[2], start)
            return [
                "macd": line, "signal": signal, "histogram": combined(line, signal) { $0 - $1 },
            ].mapValues { hidden($0, before: start + lengths[2] - 1) }
        case "stoch":
            let raw = extremes(lengths[0]) { high, low, close in
                high == low ? 50 : 100 * ((close - low) / (high - low))
            }
            let k = mean(raw, lengths[1], lengths[0] - 1)
            let d = mean(k, lengths[2], lengths[0] + lengths[1] - 2)
            let first = lengths[0] + lengths[1] + lengths[2] - 3
            return ["k": hidden(k, before: first), "d": hidden(d, before: first)]
        default: return nil
        }
    }
}
