/// Reads decimal numbers from bytes, correctly rounded.
struct DecimalReader {
    /// The powers of ten that a Double holds exactly.
    private let powersOfTen: [Double] = (0...22).map { power in
        (0..<power).reduce(1) { product, _ in product * 10 }
    }

    /// The number that a field is: digits, perhaps with a sign, a point and an exponent.
    ///
    /// Returns nil when it is anything else. A mantissa below 2^53 times or divided by a power of
    /// ten up to 10^22 is rounded once, hence correctly (Clinger, "How to Read Floating Point
    /// Numbers Accurately", 1990); for anything longer the standard library reads the text.
    func read(_ bytes: Span<UInt8>, _ field: Range<Int>) -> Double? {
        var place = field.lowerBound
        let end = field.upperBound
        let isNegative = place < end && bytes[place] == UInt8(ascii: "-")
        if isNegative || (place < end && bytes[place] == UInt8(ascii: "+")) { place += 1 }
        var mantissa: UInt64 = 0
        var digitCount = 0
        var digitsBeforePoint: Int?
        while place < end {
            let byte = bytes[place]
            let digit = byte &- UInt8(ascii: "0")
            if digit <= 9 {
                mantissa = mantissa &* 10 &+ UInt64(digit)
                digitCount += 1
            } else if byte == UInt8(ascii: "."), digitsBeforePoint == nil {
                digitsBeforePoint = digitCount
            } else {
                break
            }
            place += 1
        }
        guard digitCount > 0, let exponent = place == end ? 0 : exponent(bytes, place..<end)
        else { return nil }
        let power = exponent - (digitCount - (digitsBeforePoint ?? digitCount))
        guard digitCount <= 19, mantissa < 1 << 53, -22...22 ~= power else {
            return Double(String(decoding: field.map { bytes[$0] }, as: UTF8.self))
        }
        let magnitude =
            power < 0
            ? Double(mantissa) / powersOfTen[-power] : Double(mantissa) * powersOfTen[power]
        return isNegative ? -magnitude : magnitude
    }

    /// The number that starts at `place`, digits with perhaps a point, up to 15; moves behind it.
    ///
    /// Returns -1 when there are no digits, or more than 15: then `read` may do.
    func readPlain(_ bytes: Span<UInt8>, _ place: inout Int) -> Double {
        let start = place
        var mantissa: Int64 = 0
        while place < bytes.count {
            let digit = bytes[place] &- UInt8(ascii: "0")
            guard digit <= 9 else { break }
            mantissa = mantissa &* 10 &+ Int64(digit)
            place &+= 1
        }
        var digitCount = place - start
        guard place < bytes.count, bytes[place] == UInt8(ascii: ".") else {
            return 1...15 ~= digitCount ? Double(mantissa) : -1
        }
        place &+= 1
        let pointEnd = place
        while place < bytes.count {
            let digit = bytes[place] &- UInt8(ascii: "0")
            guard digit <= 9 else { break }
            mantissa = mantissa &* 10 &+ Int64(digit)
            place &+= 1
        }
        let decimalCount = place - pointEnd
        digitCount += decimalCount
        guard 1...15 ~= digitCount else { return -1 }
        return Double(mantissa) / powersOfTen[decimalCount]
    }

    /// The exponent that ends a number; nil when it is something else.
    private func exponent(_ bytes: Span<UInt8>, _ rest: Range<Int>) -> Int? {
        // In lower case by its fifth bit.
        guard bytes[rest.lowerBound] | 0x20 == UInt8(ascii: "e"), rest.count <= 6 else {
            return nil
        }
        return Int(String(decoding: rest.dropFirst().map { bytes[$0] }, as: UTF8.self))
    }
}
