internal import MarketData

/// One bar of an answer.
struct ChartRow {
    let stamp: Int64
    let time: BarTime
    var open: Double
    var high: Double
    var low: Double
    var close: Double
    var volume: Double

    /// Whether the open or the close lies outside low…high.
    var isOutsideRange: Bool {
        min(open, close) < low || max(open, close) > high
    }

    /// Whether `later` is not a bar of its own, but the last trade of the bar that this one is.
    ///
    /// While a market is open, Yahoo gives the unfinished bar and then its last trade, as a row.
    /// Days need no telling: both rows have the same date, and the later one is complete.
    func isUnfinished(with later: ChartRow, _ interval: BarInterval) -> Bool {
        guard later.stamp > stamp else { return false }
        let (day, laterDay) = (time.day, later.time.day)
        let days = laterDay.dayNumber - day.dayNumber
        let (parts, laterParts) = (day.parts, laterDay.parts)
        let isSameYear = parts.year == laterParts.year
        return switch interval {
        case .day: false
        case .fiveDays: days < 5
        case .week: day.week == laterDay.week
        case .month: isSameYear && parts.month == laterParts.month
        case .threeMonths: isSameYear && (parts.month - 1) / 3 == (laterParts.month - 1) / 3
        default: later.stamp - stamp < interval.minutes * 60
        }
    }

    /// Takes a last trade into the bar.
    mutating func merge(_ later: ChartRow) {
        high = max(high, later.high)
        low = min(low, later.low)
        close = later.close
        volume += later.volume
    }
}

extension CalendarDate {
    /// Number of the week, from Monday to Sunday; 0001-01-01 was a Monday.
    fileprivate var week: Int32 { (dayNumber - CalendarDate.earliest.dayNumber) / 7 }
}

extension BarInterval {
    /// Minutes that a bar shorter than a day covers; 0 for a longer one.
    var minutes: Int64 {
        switch self {
        case .oneMinute: 1
        case .twoMinutes: 2
        case .fiveMinutes: 5
        case .fifteenMinutes: 15
        case .thirtyMinutes: 30
        case .oneHour: 60
        case .ninetyMinutes: 90
        case .day, .fiveDays, .week, .month, .threeMonths: 0
        }
    }
}
