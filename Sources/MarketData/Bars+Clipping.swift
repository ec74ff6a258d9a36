extension Bars {
    /// The bars from one day to another, both inclusive; nil means no limit on that side.
    ///
    /// Empty when no bar lies between, or `from` is later than `to`. O(log count) to find them,
    /// and a copy of what remains unless that is everything.
    package func clipped(from: CalendarDate?, to: CalendarDate?) -> Bars {
        let lower = from.map { day in firstIndex { $0.day >= day } } ?? 0
        let upper = max(lower, to.map { day in firstIndex { $0.day > day } } ?? count)
        guard lower > 0 || upper < count else { return self }
        return Bars(
            checked: ticker,
            times: Array(times[lower..<upper]),
            open: Array(open[lower..<upper]),
            high: Array(high[lower..<upper]),
            low: Array(low[lower..<upper]),
            close: Array(close[lower..<upper]),
            volume: Array(volume[lower..<upper]))
    }

    /// Index of the first time that satisfies a condition which later times keep satisfying.
    private func firstIndex(where condition: (BarTime) -> Bool) -> Int {
        var lower = 0
        var upper = count
        while lower < upper {
            let middle = (lower + upper) / 2
            if condition(times[middle]) {
                upper = middle
            } else {
                lower = middle + 1
            }
        }
        return lower
    }
}
