/// When a bar begins: on the clock of its exchange where the source tells that, as Yahoo does;
/// in a user's file, on the clock that the file is written by.
///
/// A day alone for bars of a day and longer, a day and a minute for shorter ones. One series
/// holds one kind only.
package struct BarTime: Hashable, Comparable, Sendable {
    /// The trading day.
    package let day: CalendarDate
    /// Minutes since midnight, or -1 when the bar has no time of day.
    private let minuteOrNone: Int16

    /// The time of a bar of a day or longer.
    package init(_ day: CalendarDate) {
        self.day = day
        minuteOrNone = -1
    }

    /// The time of a bar shorter than a day; nil unless `minute` is in 0..<1440.
    package init?(_ day: CalendarDate, minute: Int) {
        guard 0..<Self.minutesPerDay ~= minute else { return nil }
        self.day = day
        minuteOrNone = Int16(minute)
    }

    /// Minutes since midnight, from 0 to 1439; nil for bars of a day and longer.
    package var minute: Int? {
        minuteOrNone < 0 ? nil : Int(minuteOrNone)
    }

    /// Orders by time, earlier first; a day alone comes before the minutes of that day.
    package static func < (left: BarTime, right: BarTime) -> Bool {
        left.day == right.day ? left.minuteOrNone < right.minuteOrNone : left.day < right.day
    }

    private static let minutesPerDay = 24 * 60
}

extension BarTime: CustomStringConvertible {
    /// `YYYY-MM-DD`, or `YYYY-MM-DDTHH:MM` for bars shorter than a day.
    package var description: String {
        guard let minute else { return day.description }
        func twoDigits(_ value: Int) -> String { value < 10 ? "0\(value)" : "\(value)" }
        return "\(day)T\(twoDigits(minute / 60)):\(twoDigits(minute % 60))"
    }
}
