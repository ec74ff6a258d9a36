/// A day in the proleptic Gregorian calendar, without time of day or time zone.
///
/// Years run from 1 to 9999, so that the ISO form always has ten characters.
package struct CalendarDate: Hashable, Comparable, Sendable {
    /// Days since 1970-01-01; negative before that day.
    package let dayNumber: Int32

    /// The earliest date, 0001-01-01.
    package static let earliest = CalendarDate(unchecked: -719_162)

    /// The latest date, 9999-12-31.
    package static let latest = CalendarDate(unchecked: 2_932_896)

    /// Makes the date that many days after 1970-01-01.
    ///
    /// Returns nil outside `earliest...latest`.
    package init?(dayNumber: Int32) {
        let date = CalendarDate(unchecked: dayNumber)
        guard Self.earliest <= date, date <= Self.latest else { return nil }
        self = date
    }

    /// Makes a date from its parts, months and days counted from 1.
    ///
    /// Returns nil when there is no such day, as on 2023-02-29.
    package init?(year: Int, month: Int, day: Int) {
        guard 1...9999 ~= year, 1...12 ~= month, day >= 1,
            day <= Self.dayCount(ofMonth: month, year: year)
        else { return nil }
        // Years start in March, so that the leap day is the last of its year; eras are the
        // 400 years after which the calendar repeats (H. Hinnant, "chrono-Compatible
        // Low-Level Date Algorithms", days_from_civil).
        let marchYear = month > 2 ? year : year - 1
        let era = marchYear / 400
        let yearOfEra = marchYear - era * 400
        let marchMonth = month > 2 ? month - 3 : month + 9
        let dayOfYear = (153 * marchMonth + 2) / 5 + day - 1
        let dayOfEra = yearOfEra * 365 + yearOfEra / 4 - yearOfEra / 100 + dayOfYear
        self.init(unchecked: Int32(era * Self.daysPerEra + dayOfEra - Self.daysBefore1970))
    }

    private init(unchecked dayNumber: Int32) {
        self.dayNumber = dayNumber
    }

    /// The year, month and day, the last two counted from 1.
    package var parts: (year: Int, month: Int, day: Int) {
        // Hinnant's civil_from_days; all dates lie after 0000-03-01, so nothing is negative.
        let shifted = Int(dayNumber) + Self.daysBefore1970
        let era = shifted / Self.daysPerEra
        let dayOfEra = shifted % Self.daysPerEra
        let yearOfEra =
            (dayOfEra - dayOfEra / 1_460 + dayOfEra / 36_524 - dayOfEra / 146_096) / 365
        let dayOfYear = dayOfEra - (365 * yearOfEra + yearOfEra / 4 - yearOfEra / 100)
        let marchMonth = (5 * dayOfYear + 2) / 153
        let month = marchMonth < 10 ? marchMonth + 3 : marchMonth - 9
        let year = yearOfEra + era * 400 + (month <= 2 ? 1 : 0)
        return (year, month, dayOfYear - (153 * marchMonth + 2) / 5 + 1)
    }

    /// Orders by time, earlier first.
    package static func < (left: CalendarDate, right: CalendarDate) -> Bool {
        left.dayNumber < right.dayNumber
    }

    private static let daysPerEra = 146_097
    /// From 0000-03-01 to 1970-01-01.
    private static let daysBefore1970 = 719_468

    /// Days in a month, counted from 1.
    static func dayCount(ofMonth month: Int, year: Int) -> Int {
        switch month {
        case 2: year % 4 == 0 && (year % 100 != 0 || year % 400 == 0) ? 29 : 28
        case 4, 6, 9, 11: 30
        default: 31
        }
    }
}
