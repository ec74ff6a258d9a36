internal import JSONText

/// Whether texts on a tape have the form that `Schemas/events` asks for.
package enum RecordText {
    private static let minute = Array("0000-00-00T00:00".utf8)
    private static let date = Array("0000-00-00".utf8)

    /// A day that there is, `YYYY-MM-DD`.
    package static func isDate(_ text: Span<UInt8>) -> Bool { matches(text, date) }

    /// A day and a minute that there are, `YYYY-MM-DDThh:mm`.
    package static func isMinute(_ text: Span<UInt8>) -> Bool { matches(text, minute) }

    /// A time that there is, `YYYY-MM-DDThh:mm:ss.ffffffZ`.
    package static func isTime(_ text: Span<UInt8>) -> Bool {
        text.count == RecordTime.usualBytes && RecordTime(usual: text, at: 0).isTime
    }

    /// A SHA-256 digest, 64 lower-case hexadecimal digits.
    package static func isDigest(_ text: Span<UInt8>) -> Bool {
        text.count == 64 && all(text) { isDigit($0) || (0x61...0x66).contains($0) }
    }

    /// A stock, 1 to 16 of A-Z 0-9 . ^ = -
    package static func isTicker(_ text: Span<UInt8>) -> Bool {
        (1...16).contains(text.count) && all(text, isTickerByte)
    }

    /// A path behind `prefix`, as it stands between quotes: with no control character, not even an
    /// escaped one.
    package static func isPath(_ text: ArraySlice<UInt8>, after prefix: String) -> Bool {
        let rest = text.dropFirst(prefix.utf8.count)
        return text.starts(with: prefix.utf8) && !rest.isEmpty
            && !String(decoding: rest, as: UTF8.self).contains(#"\u00"#)
    }

    private static func isTickerByte(_ byte: UInt8) -> Bool {
        switch byte {
        case 0x41...0x5a, 0x30...0x39, UInt8(ascii: "."), UInt8(ascii: "^"), UInt8(ascii: "="),
            UInt8(ascii: "-"):
            true
        default: false
        }
    }

    /// Whether `text` is digits where `pattern` has zeros and the same elsewhere, and a day, and
    /// perhaps minute, that there is.
    private static func matches(_ text: Span<UInt8>, _ pattern: [UInt8]) -> Bool {
        guard text.count == pattern.count else { return false }
        for index in text.indices {
            let (byte, wanted) = (text[index], pattern[index])
            guard wanted == 0x30 ? isDigit(byte) : byte == wanted else { return false }
        }
        func number(_ offset: Int) -> UInt8 {
            (text[offset] - 0x30) * 10 + (text[offset + 1] - 0x30)
        }
        guard (1...12).contains(number(5)), (1...31).contains(number(8)) else { return false }
        return text.count == 10 || number(11) < 24 && number(14) < 60
    }

    static func all(_ text: Span<UInt8>, _ isRight: (UInt8) -> Bool) -> Bool {
        for index in text.indices where !isRight(text[index]) { return false }
        return true
    }

    static func isDigit(_ byte: UInt8) -> Bool { byte >= 0x30 && byte <= 0x39 }
}
