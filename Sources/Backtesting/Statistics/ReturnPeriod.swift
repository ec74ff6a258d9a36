import MarketData

/// How far apart values are that returns are taken between, told from their times.
///
/// By the median distance of the last hundred times: days, weeks, months, quarters or years.
/// Values within days count as days, of which each has its last value. So does backtesting.py
/// 0.6.6, except that quarters count as days there, that months do unless their median is 31
/// days, and that it looks for weekends in all times.
struct ReturnPeriod: Equatable {
    /// Periods in a year: 252, or 365 when there are values on weekends; 52, 12, 4 or 1.
    let countPerYear: Double
    /// Whether there may be several values a day.
    let isIntraday: Bool

    /// Looks at the last of times, ascending.
    init(of times: [BarTime]) {
        isIntraday = times.first?.minute != nil
        let recent = times.suffix(100)
        let last = recent.indices.dropFirst()
        /// Whether the median gap is below so many days.
        func isBelow(_ days: Int32) -> Bool {
            let below = last.count {
                recent[$0].day.dayNumber - recent[$0 - 1].day.dayNumber < days
            }
            return last.isEmpty || below > last.count / 2
        }
        countPerYear =
            if isBelow(6) {
                Self.hasWeekends(recent) ? 365 : 252
            } else if isBelow(16) {
                52
            } else if isBelow(62) {
                12
            } else {
                isBelow(186) ? 4 : 1
            }
    }

    /// The last value of each period.
    func lastValues(of values: [Double], at times: [BarTime]) -> [Double] {
        guard isIntraday else { return values }
        return values.indices
            .filter { $0 == values.count - 1 || times[$0].day != times[$0 + 1].day }
            .map { values[$0] }
    }

    /// Whether weekend days are more than three fifths of what they are in a calendar.
    private static func hasWeekends(_ times: ArraySlice<BarTime>) -> Bool {
        // 1970-01-01 was a Thursday; whole weeks are added to count from 0 in every year.
        let weekends = times.count {
            (UInt32(bitPattern: $0.day.dayNumber + 7 * 110_000) + 3) % 7 >= 5
        }
        return Double(weekends) > Double(times.count) * 2 / 7 * 0.6
    }
}
