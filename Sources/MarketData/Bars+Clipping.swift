extension Bars {
    /// The bars from one day to another, both inclusive; nil means no limit on that side.
    ///
    /// Empty when no bar lies between, or `from` is later than `to`. O(log count) to find them,
    /// and a copy of what remains unless that is everything.
    package func clipped(from: CalendarDate?, to: CalendarDate?) -> Bars {
        let lower = from.map { day in firstIndex { $0.day >= day } } ?? 0
        let upper = max(lower, to.map { day in firstIndex { $0.day > day } } ?? count)
        guard lower > 0 || upper < count else { return self }
        return part(lower..<upper)
    }

    /// The first so many bars, which are not more than there are.
    func first(_ count: Int) -> Bars { part(0..<count) }

    private func part(_ range: Range<Int>) -> Bars {
        Bars(
            checked: ticker, times: Array(times[range]), open: Array(open[range]),
            high: Array(high[range]), low: Array(low[range]), close: Array(close[range]),
            volume: Array(volume[range]))
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
