/// Appends `time`, microseconds since 1970-01-01T00:00:00Z, as `YYYY-MM-DDThh:mm:ss.ffffffZ`, for
/// the years 0 to 9999.
///
/// The day is split by the era arithmetic for the proleptic Gregorian calendar: eras of 400
/// years, which start on 1 March.
package func appendTimestamp(_ time: Int64, to line: inout [UInt8]) {
    let seconds = time.flooredQuotient(1_000_000)
    let micros = Int(time - seconds * 1_000_000)
    let days = seconds.flooredQuotient(86_400)
    let second = Int(seconds - days * 86_400)

    let shifted = days + 719_468  // days since 0000-03-01
    let era = shifted.flooredQuotient(146_097)
    let dayOfEra = shifted - era * 146_097
    let yearOfEra =
        (dayOfEra - dayOfEra / 1_460 + dayOfEra / 36_524 - dayOfEra / 146_096) / 365
    let dayOfYear = dayOfEra - (365 * yearOfEra + yearOfEra / 4 - yearOfEra / 100)
    let month = (5 * dayOfYear + 2) / 153
    let day = dayOfYear - (153 * month + 2) / 5 + 1
    let year = yearOfEra + era * 400 + (month >= 10 ? 1 : 0)

    appendDigits(Int(year), width: 4, to: &line)
    line.append(UInt8(ascii: "-"))
    appendDigits(Int(month >= 10 ? month - 9 : month + 3), width: 2, to: &line)
    line.append(UInt8(ascii: "-"))
    appendDigits(Int(day), width: 2, to: &line)
    line.append(UInt8(ascii: "T"))
    appendDigits(second / 3_600, width: 2, to: &line)
    line.append(UInt8(ascii: ":"))
    appendDigits(second / 60 % 60, width: 2, to: &line)
    line.append(UInt8(ascii: ":"))
    appendDigits(second % 60, width: 2, to: &line)
    line.append(UInt8(ascii: "."))
    appendDigits(micros, width: 6, to: &line)
    line.append(UInt8(ascii: "Z"))
}

private func appendDigits(_ value: Int, width: Int, to line: inout [UInt8]) {
    var divisor = 1
    for _ in 1..<width { divisor *= 10 }
    while divisor > 0 {
        line.append(UInt8(ascii: "0") + UInt8(value / divisor % 10))
        divisor /= 10
    }
}

extension Int64 {
    fileprivate func flooredQuotient(_ divisor: Int64) -> Int64 {
        self >= 0 ? self / divisor : (self + 1) / divisor - 1
    }
}

/// `time`, microseconds since 1970-01-01T00:00:00Z, as `YYYY-MM-DDThh:mm:ss.ffffffZ`.
package func timestamp(_ time: Int64) -> String {
    var bytes: [UInt8] = []
    appendTimestamp(time, to: &bytes)
    return String(decoding: bytes, as: UTF8.self)
}
