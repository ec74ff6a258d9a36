/// Strings of JSON that have escapes (RFC 8259, section 7).
enum EscapedString {
    /// What the bytes between two quotes stand for; nil where they are no string of JSON.
    static func read(_ bytes: ArraySlice<UInt8>) -> String? {
        var text: [UInt8] = []
        text.reserveCapacity(bytes.count)
        var index = bytes.startIndex
        while index < bytes.endIndex {
            let byte = bytes[index]
            index += 1
            guard byte >= 0x20 else { return nil }
            guard byte == UInt8(ascii: "\\") else {
                text.append(byte)
                continue
            }
            guard index < bytes.endIndex else { return nil }
            let escape = bytes[index]
            index += 1
            if escape == UInt8(ascii: "u") {
                guard let scalar = scalar(bytes, from: &index) else { return nil }
                text.append(contentsOf: String(scalar).utf8)
            } else if let plain = plain(escape) {
                text.append(plain)
            } else {
                return nil
            }
        }
        return String(validating: text, as: UTF8.self)
    }

    /// The byte that a backslash and one letter or sign stand for.
    private static func plain(_ escape: UInt8) -> UInt8? {
        switch escape {
        case UInt8(ascii: "\""), UInt8(ascii: "\\"), UInt8(ascii: "/"): escape
        case UInt8(ascii: "b"): 0x08
        case UInt8(ascii: "f"): 0x0c
        case UInt8(ascii: "n"): 0x0a
        case UInt8(ascii: "r"): 0x0d
        case UInt8(ascii: "t"): 0x09
        default: nil
        }
    }

    /// The character whose code follows `\u`, with that of its second half where it has two.
    private static func scalar(
        _ bytes: ArraySlice<UInt8>, from index: inout Int
    ) -> Unicode.Scalar? {
        guard let first = unit(bytes, from: &index) else { return nil }
        guard (0xd800..<0xdc00).contains(first) else { return Unicode.Scalar(first) }
        guard bytes.endIndex - index >= 2, bytes[index] == UInt8(ascii: "\\"),
            bytes[index + 1] == UInt8(ascii: "u")
        else { return nil }
        index += 2
        guard let second = unit(bytes, from: &index), (0xdc00..<0xe000).contains(second) else {
            return nil
        }
        return Unicode.Scalar(0x10000 + (first - 0xd800) << 10 + (second - 0xdc00))
    }

    /// The number of four hexadecimal digits.
    private static func unit(_ bytes: ArraySlice<UInt8>, from index: inout Int) -> UInt32? {
        guard bytes.endIndex - index >= 4 else { return nil }
        var unit: UInt32 = 0
        for byte in bytes[index..<index + 4] {
            let digit: UInt8
            switch byte {
            case 0x30...0x39: digit = byte - 0x30
            case 0x41...0x46, 0x61...0x66: digit = (byte | 0x20) - 0x61 + 10
            default: return nil
            }
            unit = unit << 4 | UInt32(digit)
        }
        index += 4
        return unit
    }
}
