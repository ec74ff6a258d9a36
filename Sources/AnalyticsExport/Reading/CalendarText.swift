/// Dates and times between their text and their numbers.
///
/// Days are split by era arithmetic for the proleptic Gregorian calendar: eras of 400 years, which
/// start on 1 March.
enum CalendarText {
    /// How many bytes `YYYY-MM-DDThh:mm:ss.ffffffZ` has.
    static let timeBytes = 27

    /// The microseconds since 1970 of `YYYY-MM-DDThh:mm:ss.ffffffZ` at `start`; nil for another form.
    static func micros(_ bytes: [UInt8], at start: Int) -> Int64? {
        guard start + timeBytes <= bytes.count, let days = days(bytes, at: start),
            bytes[start + 10] == UInt8(ascii: "T"), bytes[start + 13] == UInt8(ascii: ":"),
            bytes[start + 16] == UInt8(ascii: ":"), bytes[start + 19] == UInt8(ascii: "."),
            bytes[start + 26] == UInt8(ascii: "Z"),
            let hour = number(bytes, at: start + 11, digits: 2), hour < 24,
            let minute = number(bytes, at: start + 14, digits: 2), minute < 60,
            let second = number(bytes, at: start + 17, digits: 2), second < 60,
            let micros = number(bytes, at: start + 20, digits: 6)
        else { return nil }
        return ((days * 24 + hour) * 60 + minute) * 60_000_000 + second * 1_000_000 + micros
    }

    /// The microseconds since 1970 of a time in that form; nil for another.
    static func micros(_ text: String) -> Int64? {
        let bytes = Array(text.utf8)
        return bytes.count == timeBytes ? micros(bytes, at: 0) : nil
    }

    /// The days since 1970-01-01 of a text that begins with `YYYY-MM-DD`; nil for another.
    static func days(_ text: String) -> Int64? {
        let bytes = Array(text.utf8)
        return bytes.count >= 10 ? days(bytes, at: 0) : nil
    }

    private static func days(_ bytes: [UInt8], at start: Int) -> Int64? {
        guard let year = number(bytes, at: start, digits: 4),
            bytes[start + 4] == UInt8(ascii: "-"),
            let month = number(bytes, at: start + 5, digits: 2), (1...12).contains(month),
            bytes[start + 7] == UInt8(ascii: "-"),
            let day = number(bytes, at: start + 8, digits: 2), (1...31).contains(day)
        else { return nil }
        let shiftedYear = month <= 2 ? year - 1 : year
        let era = (shiftedYear >= 0 ? shiftedYear : shiftedYear - 399) / 400
        let yearOfEra = shiftedYear - era * 400
        let dayOfYear = (153 * (month > 2 ? month - 3 : month + 9) + 2) / 5 + day - 1
        let days =
            era * 146_097 + yearOfEra * 365 + yearOfEra / 4 - yearOfEra / 100 + dayOfYear - 719_468
        // A day that its month does not have would be another one.
        let back = parts(ofDays: days)
        return back.month == month && back.day == day ? days : nil
    }

    private static func number(_ bytes: [UInt8], at start: Int, digits: Int) -> Int64? {
        var value: Int64 = 0
        for index in start..<start + digits {
            let digit = bytes[index] &- 0x30
            guard digit < 10 else { return nil }
            value = value * 10 + Int64(digit)
        }
        return value
    }

    /// Year, month and day of days since 1970-01-01.
    private static func parts(ofDays days: Int64) -> (year: Int64, month: Int64, day: Int64) {
        let shifted = days + 719_468
        let era = (shifted >= 0 ? shifted : shifted - 146_096) / 146_097
        let dayOfEra = shifted - era * 146_097
        let yearOfEra =
            (dayOfEra - dayOfEra / 1_460 + dayOfEra / 36_524 - dayOfEra / 146_096) / 365
        let dayOfYear = dayOfEra - (365 * yearOfEra + yearOfEra / 4 - yearOfEra / 100)
        let month = (5 * dayOfYear + 2) / 153
        return (
            yearOfEra + era * 400 + (month >= 10 ? 1 : 0), month >= 10 ? month - 9 : month + 3,
            dayOfYear - (153 * month + 2) / 5 + 1
        )
    }

    /// Appends a day as `YYYY-MM-DD`.
    static func append(days: Int64, to output: inout [UInt8]) {
        let (year, month, day) = parts(ofDays: days)
        append(year, digits: 4, to: &output)
        output.append(UInt8(ascii: "-"))
        append(month, digits: 2, to: &output)
        output.append(UInt8(ascii: "-"))
        append(day, digits: 2, to: &output)
    }

    /// Appends a moment as `YYYY-MM-DDThh:mm:ss.ffffffZ`.
    static func append(micros: Int64, to output: inout [UInt8]) {
        let day: Int64 = 86_400_000_000
        let days = micros >= 0 ? micros / day : (micros + 1) / day - 1
        let rest = micros - days * day
        append(days: days, to: &output)
        output.append(UInt8(ascii: "T"))
        append(rest / 3_600_000_000, digits: 2, to: &output)
        output.append(UInt8(ascii: ":"))
        append(rest / 60_000_000 % 60, digits: 2, to: &output)
        output.append(UInt8(ascii: ":"))
        append(rest / 1_000_000 % 60, digits: 2, to: &output)
        output.append(UInt8(ascii: "."))
        append(rest % 1_000_000, digits: 6, to: &output)
        output.append(UInt8(ascii: "Z"))
    }

    private static func append(_ value: Int64, digits: Int, to output: inout [UInt8]) {
        var divisor: Int64 = 1
        for _ in 1..<digits { divisor *= 10 }
        while divisor > 0 {
            output.append(UInt8(ascii: "0") + UInt8(value / divisor % 10))
            divisor /= 10
        }
    }
}
