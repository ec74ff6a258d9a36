/// Reads when a bar begins, in the spellings that price files have.
///
/// A stamp counts as it is written: its offset from UTC is checked for form, but never applied.
/// So `2024-01-02T05:00:00Z`, midnight in New York as Alpaca writes it, is 2024-01-02, and
/// `2024-01-02 09:30:00-05:00` is half past nine on the exchange's clock. Seconds are dropped.
/// It follows that days stamped at midnight in UTC are right for any exchange, and days stamped in
/// UTC with a session's begin are right for those whose session begins on that day in UTC: not for
/// Sydney, whose sessions begin on the day before in summer. Minutes in UTC stay in UTC.
struct BarTimeReader {
    /// Whether a time of day is needed; otherwise it may be there or not.
    let isIntraday: Bool

    /// What a message says is expected.
    var expectation: String {
        isIntraday
            ? "a day and a time such as 2024-01-31 09:30, or seconds since 1970"
            : "a day such as 2024-01-31 or 20240131, or seconds since 1970"
    }

    /// The time that a field holds, or a day with its time in a field of its own.
    ///
    /// ISO 8601 days, with or without a time; `YYYYMMDD`; and seconds (9 or 10 digits) or
    /// milliseconds (12 or 13) since 1970, in UTC. Nil for anything else.
    func read(_ bytes: Span<UInt8>, _ field: Range<Int>, clock: Range<Int>?) -> BarTime? {
        if let day = CalendarDate(isoIn: bytes, at: field.lowerBound), field.count >= 10 {
            let start = field.lowerBound + CalendarDate.isoByteCount
            if start == field.upperBound { return time(day, clock, bytes) }
            guard bytes[start] == UInt8(ascii: "T") || bytes[start] == UInt8(ascii: " "),
                let minute = minute(bytes, (start + 1)..<field.upperBound)
            else { return nil }
            return BarTime(day, minute: minute)
        }
        guard field.count <= 13, let number = digits(bytes, field) else { return nil }
        switch field.count {
        case 8:
            let day = CalendarDate(
                year: number / 10_000, month: number / 100 % 100, day: number % 100)
            return day.flatMap { time($0, clock, bytes) }
        case 9, 10: return time(secondsSince1970: number)
        case 12, 13: return time(secondsSince1970: number / 1000)
        default: return nil
        }
    }

    private func time(_ day: CalendarDate, _ clock: Range<Int>?, _ bytes: Span<UInt8>) -> BarTime? {
        let time = clock.flatMap { minute(bytes, $0) }.flatMap { BarTime(day, minute: $0) }
        return isIntraday ? time : time ?? BarTime(day)
    }

    private func time(secondsSince1970 seconds: Int) -> BarTime? {
        let (day, second) = seconds.quotientAndRemainder(dividingBy: 24 * 60 * 60)
        guard let day = CalendarDate(dayNumber: Int32(day)) else { return nil }
        return BarTime(day, minute: second / 60)
    }

    /// Minutes since midnight of `HH:MM`, `HH:MM:SS`, `HHMM` or `HHMMSS`, a fraction of seconds
    /// and an offset from UTC allowed after it.
    private func minute(_ bytes: Span<UInt8>, _ field: Range<Int>) -> Int? {
        var place = field.lowerBound
        func skip(_ byte: UInt8) -> Bool {
            guard place < field.upperBound, bytes[place] == byte else { return false }
            place += 1
            return true
        }
        func pair(below limit: Int) -> Int? {
            guard place + 2 <= field.upperBound,
                let value = digits(bytes, place..<(place + 2)), value < limit
            else { return nil }
            place += 2
            return value
        }
        guard let hour = pair(below: 24) else { return nil }
        let hasColons = skip(UInt8(ascii: ":"))
        guard let minute = pair(below: 60) else { return nil }
        if hasColons ? skip(UInt8(ascii: ":")) : field.upperBound - place == 2 {
            guard pair(below: 61) != nil else { return nil }
            if skip(UInt8(ascii: ".")) {
                while place < field.upperBound, bytes[place] &- UInt8(ascii: "0") <= 9 {
                    place += 1
                }
            }
        }
        if !skip(UInt8(ascii: "Z")), skip(UInt8(ascii: "+")) || skip(UInt8(ascii: "-")) {
            guard pair(below: 24) != nil else { return nil }
            if skip(UInt8(ascii: ":")) || place < field.upperBound {
                guard pair(below: 60) != nil else { return nil }
            }
        }
        return place == field.upperBound ? hour * 60 + minute : nil
    }

    /// The number that up to 18 digits are; nil when there is anything else, or nothing.
    private func digits(_ bytes: Span<UInt8>, _ field: Range<Int>) -> Int? {
        guard 1...18 ~= field.count else { return nil }
        var number = 0
        for place in field {
            let digit = bytes[place] &- UInt8(ascii: "0")
            guard digit <= 9 else { return nil }
            number = number * 10 + Int(digit)
        }
        return number
    }
}
