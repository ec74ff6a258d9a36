internal import Foundation
internal import MarketData

/// Knows when the session of a bar ends.
///
/// The clock decides, and not what was traded last: one minute after the end of its session a bar
/// is closed, although exchanges that Yahoo tells with a delay, and those with an auction behind
/// the end that Yahoo names, may still add to it.
struct SessionClock {
    private let clock: ExchangeClock
    /// The session that is on, or else the last one or the next, in seconds since 1970; nil where
    /// the answer names none.
    private let session: Range<Int64>?
    private let sessionDay: Int32?

    /// Takes what an answer says of its exchange.
    init(_ clock: ExchangeClock, _ meta: ChartAnswer.Meta) {
        self.clock = clock
        let period = meta.currentTradingPeriod?.regular
        if let start = period?.start, let end = period?.end, start < end,
            let day = clock.time(of: start, .day)?.day
        {
            session = start..<end
            sessionDay = day.dayNumber
        } else {
            session = nil
            sessionDay = nil
        }
    }

    /// When the session of a bar ends, or that of the last day of a longer bar; nil where it had
    /// ended at `now`.
    func end(of row: ChartRow, _ interval: BarInterval, after now: Date) -> Date? {
        let end = Date(timeIntervalSince1970: Double(end(of: row, interval)))
        return now < end ? end : nil
    }

    /// The same in seconds since 1970; in the past where it is not known better.
    ///
    /// A bar within a day ends when its time has run out, or with the session. A longer bar ends
    /// with the session of the last day that it covers, see `BarInterval.lastDay`; where no answer
    /// names that session, at the midnight behind it: so a week whose Friday is a holiday is open
    /// until Friday is over.
    private func end(of row: ChartRow, _ interval: BarInterval) -> Int64 {
        if interval.isIntraday {
            let end = row.stamp + interval.minutes * 60
            guard let session, row.stamp >= session.lowerBound else { return end }
            return min(end, session.upperBound)
        }
        let last = interval.lastDay(
            from: row.time.day, tradesOnWeekends: sessionDay.map(Self.isWeekend) ?? false)
        if let session, let sessionDay, sessionDay >= last {
            return sessionDay == last ? session.upperBound : .min
        }
        return clock.beginning(ofDay: Int64(last) + 1)
    }

    /// Whether a day is a Saturday or a Sunday.
    static func isWeekend(_ dayNumber: Int32) -> Bool {
        (dayNumber - CalendarDate.earliest.dayNumber) % 7 > 4
    }
}

extension BarInterval {
    /// The number of the last day on which a bar of a day or longer that begins on `first` may be
    /// traded.
    ///
    /// A bar of five days ends with the fifth day of trade, a week on its Sunday, a month and a
    /// quarter with the calendar's; without trade on weekends, on the last weekday before.
    fileprivate func lastDay(from first: CalendarDate, tradesOnWeekends: Bool) -> Int32 {
        let isTraded = { (day: Int32) in tradesOnWeekends || !SessionClock.isWeekend(day) }
        let (year, month, _) = first.parts
        var day = first.dayNumber
        switch self {
        case .fiveDays:
            for _ in 0..<4 { repeat { day += 1 } while !isTraded(day) }
            return day
        case .week: day += 6 - (day - CalendarDate.earliest.dayNumber) % 7
        case .month: day = Self.lastDay(year, month)
        case .threeMonths: day = Self.lastDay(year, (month - 1) / 3 * 3 + 3)
        default: return day
        }
        while day > first.dayNumber, !isTraded(day) { day -= 1 }
        return day
    }

    /// The number of the last day of a month.
    private static func lastDay(_ year: Int, _ month: Int) -> Int32 {
        let next = month == 12 ? (year + 1, 1) : (year, month + 1)
        return (CalendarDate(year: next.0, month: next.1, day: 1) ?? .latest).dayNumber - 1
    }
}
