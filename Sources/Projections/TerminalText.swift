/// Bytes that others wrote, such as JSON or records of a tape, in the form in which a terminal may
/// have them: whoever reads them elsewhere gets them as they are.
///
/// What a terminal would obey or hide is escaped as JSON escapes it, so that JSON stays what it
/// says; ends of lines are kept, and what is no UTF-8 is replaced.
package struct TerminalText: Sendable {
    /// The beginning of a character whose rest is still to come.
    private var rest: [UInt8] = []

    /// Starts a text.
    package init() {}

    /// The form of the next bytes.
    package mutating func escape(_ bytes: some Collection<UInt8>) -> [UInt8] {
        if rest.isEmpty, bytes.allSatisfy(Self.isPlain) { return Array(bytes) }
        var text = rest
        text.append(contentsOf: bytes)
        rest = Array(text.suffix(Self.openBytes(text)))
        return Self.escaped(text.dropLast(rest.count))
    }

    /// The form of what is left once no more bytes come.
    package mutating func finish() -> [UInt8] {
        defer { rest = [] }
        return Self.escaped(rest[...])
    }

    private static func isPlain(_ byte: UInt8) -> Bool {
        (0x20..<0x7f).contains(byte) || byte == UInt8(ascii: "\n")
    }

    private static func escaped(_ bytes: ArraySlice<UInt8>) -> [UInt8] {
        var output: [UInt8] = []
        output.reserveCapacity(bytes.count)
        for scalar in String(decoding: bytes, as: UTF8.self).unicodeScalars {
            if scalar == "\n" || scalar.isHarmless {
                output.append(contentsOf: UTF8.encode(scalar) ?? UTF8.encodedReplacementCharacter)
            } else {
                for unit in UTF16.encode(scalar) ?? UTF16.encodedReplacementCharacter {
                    let digits = String(unit, radix: 16)
                    output.append(contentsOf: "\\u".utf8)
                    output.append(contentsOf: repeatElement(0x30, count: 4 - digits.utf8.count))
                    output.append(contentsOf: digits.utf8)
                }
            }
        }
        return output
    }

    /// How many bytes at the end are the beginning of a character that is longer.
    private static func openBytes(_ bytes: [UInt8]) -> Int {
        for (count, byte) in bytes.suffix(3).reversed().enumerated() where byte >= 0xc0 {
            let length = byte >= 0xf0 ? 4 : byte >= 0xe0 ? 3 : 2
            return length > count + 1 ? count + 1 : 0
        }
        return 0
    }
}
