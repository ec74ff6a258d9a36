internal import JSONText
internal import Tapes
internal import EventLog

/// Times as people and programs write them, brought into the form that records have.
package enum WrittenTime {
    /// A date or a time in UTC, as precise as it was written: the beginning of a record's time.
    ///
    /// Reads `YYYY-MM-DD`, and `YYYY-MM-DDThh:mm` with seconds and fractions if wanted, in UTC or
    /// with an offset from it: `2026-11-28T09:00:00.5+01:00` is `2026-11-28T08:00:00.5`.
    ///
    /// - Returns: nil for another form, and for a time that there is not.
    package static func utc(_ text: String) -> String? {
        let bytes = Array(text.utf8)
        guard let day = Self.day(bytes.prefix(10)) else { return nil }
        guard bytes.count > 10 else { return text }
        guard "Tt ".utf8.contains(bytes[10]), let clock = ClockTime(bytes[11...]) else {
            return nil
        }
        return time(day, clock)
    }

    /// The time of a clock on the day of a record, in UTC, as precise as it was written.
    ///
    /// - Parameters:
    ///   - text: `hh:mm`, perhaps with more; with an offset, the day is that of its place.
    ///   - recordedAt: the record's time.
    /// - Returns: nil for another form.
    package static func utc(timeOfDay text: String, onDayOf recordedAt: some Collection<UInt8>)
        -> String?
    {
        let bytes = Array(recordedAt)
        guard let clock = ClockTime(Array(text.utf8)[...]), let day = day(bytes.prefix(10)),
            bytes.count > 16, let minutes = ClockTime(bytes[11..<16])?.minutes
        else { return nil }
        let local = minutes + clock.offset
        return time(day + (local < 0 ? -1 : local >= 24 * 60 ? 1 : 0), clock)
    }

    /// Whether `text` is the time of a clock: `hh:mm`, perhaps with more.
    package static func isTimeOfDay(_ text: String) -> Bool {
        ClockTime(Array(text.utf8)[...]) != nil
    }

    private static func time(_ day: Int, _ clock: ClockTime) -> String? {
        let minutes = day * 24 * 60 + clock.minutes - clock.offset
        let whole = timestamp(Int64(minutes) * 60_000_000)
        // The year 0 is none, and neither is 10000.
        guard whole.utf8.count == 27, !whole.hasPrefix("0000") else { return nil }
        return whole.prefix(16) + clock.rest
    }

    /// The days since 1970 of a date that is exactly `YYYY-MM-DD`; nil for one that there is not.
    private static func day(_ bytes: ArraySlice<UInt8>) -> Int? {
        let parts = bytes.split(separator: UInt8(ascii: "-"), omittingEmptySubsequences: false)
        guard parts.map(\.count) == [4, 2, 2], let year = number(parts[0]),
            let month = number(parts[1]), let day = number(parts[2]),
            year > 0, (1...12).contains(month), (1...days(in: month, year)).contains(day)
        else { return nil }
        // Years begin in March here, so that the odd day is a year's last.
        let years = month > 2 ? year : year - 1
        let months = month > 2 ? month - 3 : month + 9
        let leapDays = years / 4 - years / 100 + years / 400
        return years * 365 + leapDays + (months * 153 + 2) / 5 + day - 1 - 719_468
    }

    private static func days(in month: Int, _ year: Int) -> Int {
        if month == 2 { return year % 4 == 0 && (year % 100 != 0 || year % 400 == 0) ? 29 : 28 }
        return [4, 6, 9, 11].contains(month) ? 30 : 31
    }

    /// A number in plain decimal digits.
    fileprivate static func number(_ bytes: some Collection<UInt8>) -> Int? {
        guard bytes.allSatisfy({ (0x30...0x39).contains($0) }) else { return nil }
        return Int(String(decoding: bytes, as: UTF8.self))
    }
}

/// The time of a clock, as it is written, and how far its place is from UTC.
private struct ClockTime {
    /// Minutes since midnight.
    let minutes: Int
    /// How many minutes it is ahead of UTC.
    let offset: Int
    /// What is written behind the minutes: nothing, `:ss`, or `:ss.ffffff` or less of it.
    let rest: String

    /// Reads `hh:mm`, `hh:mm:ss` or `hh:mm:ss.f…`, and behind it `Z` or an offset, if any.
    init?(_ bytes: ArraySlice<UInt8>) {
        let end = bytes.firstIndex { "Zz+-".utf8.contains($0) } ?? bytes.endIndex
        let clock = bytes[..<end]
        let fraction = clock.split(
            separator: UInt8(ascii: "."), maxSplits: 1, omittingEmptySubsequences: false)
        let parts = fraction[0].split(
            separator: UInt8(ascii: ":"), omittingEmptySubsequences: false)
        guard (2...3).contains(parts.count), parts.allSatisfy({ $0.count == 2 }),
            let hours = WrittenTime.number(parts[0]), hours < 24,
            let minutes = WrittenTime.number(parts[1]), minutes < 60,
            let offset = Self.offset(bytes[end...])
        else { return nil }
        var rest = ""
        if parts.count == 3 {
            guard let seconds = WrittenTime.number(parts[2]), seconds < 60 else { return nil }
            rest = ":" + String(decoding: parts[2], as: UTF8.self)
        }
        if fraction.count == 2 {
            guard parts.count == 3, (1...9).contains(fraction[1].count),
                WrittenTime.number(fraction[1]) != nil
            else { return nil }
            rest += "." + String(decoding: fraction[1].prefix(6), as: UTF8.self)
        }
        self.minutes = hours * 60 + minutes
        self.offset = offset
        self.rest = rest
    }

    /// The minutes of nothing, `Z`, `+hh`, `+hhmm` or `+hh:mm`, and the same with `-`.
    private static func offset(_ bytes: ArraySlice<UInt8>) -> Int? {
        guard let sign = bytes.first else { return 0 }
        let rest = bytes.dropFirst()
        if "Zz".utf8.contains(sign) { return rest.isEmpty ? 0 : nil }
        let hours = rest.prefix(2)
        var minutes = rest.dropFirst(2)
        if minutes.first == UInt8(ascii: ":"), minutes.count == 3 { minutes = minutes.dropFirst() }
        guard hours.count == 2, minutes.isEmpty || minutes.count == 2,
            let wholeHours = WrittenTime.number(hours), wholeHours < 24,
            let restOfHour = minutes.isEmpty ? 0 : WrittenTime.number(minutes), restOfHour < 60
        else { return nil }
        return (sign == UInt8(ascii: "-") ? -1 : 1) * (wholeHours * 60 + restOfHour)
    }
}
