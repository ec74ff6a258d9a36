import MarketData

extension PlainStrategies {
    /// Where one series crosses another, from a bar on: 1 upwards, −1 downwards, 0 elsewhere.
    ///
    /// It is on the other side than it was when the two last differed.
    func crossings(_ left: [Double], _ right: [Double], from first: Int) -> [Int] {
        var side = 0
        return left.indices.map { bar in
            guard bar >= first, left[bar] != right[bar] else { return 0 }
            let before = side
            side = left[bar] > right[bar] ? 1 : -1
            return before == -side ? side : 0
        }
    }

    /// Means of so many values up to each bar; NaN before there are as many.
    func means(of values: [Double], _ period: Int) -> [Double] {
        values.indices.map { bar in
            bar + 1 < period
                ? .nan : sum(values[(bar + 1 - period)...bar]) / Double(period)
        }
    }

    /// The highest of so many values before a bar.
    func highest(_ values: [Double], before bar: Int, _ period: Int) -> Double {
        var highest = -Double.infinity
        for place in (bar - period)..<bar { highest = max(highest, values[place]) }
        return highest
    }

    /// Wilder's index of strength of values from a bar on; 50 before it has a value.
    func wilderRSI(_ values: [Double], period: Int, from first: Int) -> [Double] {
        let changes = values.indices.map { $0 > first ? values[$0] - values[$0 - 1] : 0 }
        let rises = wilder(changes.map { max($0, 0) }, period, from: first + 1)
        let falls = wilder(changes.map { max(-$0, 0) }, period, from: first + 1)
        return values.indices.map { bar in
            guard bar >= first + period, rises[bar] > 0 || falls[bar] > 0 else { return 50 }
            return 100 - 100 / (1 + rises[bar] / falls[bar])
        }
    }

    /// The average true range, from the bar of that index on; 0 before.
    func averageTrueRange(_ period: Int) -> [Double] {
        let ranges = bars.close.indices.map { bar in
            bar == 0
                ? 0
                : max(bars.high[bar], bars.close[bar - 1])
                    - min(bars.low[bar], bars.close[bar - 1])
        }
        return wilder(ranges, period, from: 1)
    }

    /// Wilder's average: the mean of so many values from a bar on, then a share of each change.
    private func wilder(_ values: [Double], _ period: Int, from first: Int) -> [Double] {
        var average = 0.0
        let weight = 1 / Double(period)
        let start = first + period - 1
        return values.indices.map { bar in
            if bar == start {
                average = sum(values[first...start]) / Double(period)
            } else if bar > start {
                average = average * (1 - weight) + values[bar] * weight
            }
            return average
        }
    }

    /// A sum in twice the precision, rounded once.
    private func sum(_ values: ArraySlice<Double>) -> Double {
        var (total, lost) = (0.0, 0.0)
        for value in values {
            let next = total + value
            let part = next - total
            lost += (total - (next - part)) + (value - part)
            total = next
        }
        return total + lost
    }
}
