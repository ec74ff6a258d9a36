/// Where and why bytes are not the JSON that was expected.
package struct JSONError: Error, Equatable, Sendable, CustomStringConvertible {
    /// The byte, counted from the start of the text.
    package let offsetBytes: Int
    /// What should stand there.
    package let expected: String

    /// Notes that `expected` should stand at a byte.
    package init(offsetBytes: Int, expected: String) {
        self.offsetBytes = offsetBytes
        self.expected = expected
    }

    package var description: String { "expected \(expected) at byte \(offsetBytes)" }
}

/// Reads JSON (RFC 8259) front to back, without a copy of what is skipped.
package struct JSONScanner {
    /// How deeply arrays and objects may be nested.
    package static let maxDepth = 32

    let bytes: [UInt8]
    private let start: Int
    let end: Int
    var position: Int
    private var depth = 0

    /// Reads `range` of `bytes`.
    package init(_ bytes: [UInt8], _ range: Range<Int>) {
        self.bytes = bytes
        start = range.lowerBound
        position = range.lowerBound
        end = range.upperBound
    }

    /// Reads all of `bytes`.
    package init(_ bytes: [UInt8]) {
        self.init(bytes, bytes.indices)
    }

    /// Makes sure that nothing but white space follows.
    package mutating func finish() throws(JSONError) {
        skipSpace()
        guard position == end else { throw error("the end") }
    }

    /// Reads an object; `member` is called with each name and reads, or skips, its value.
    package mutating func object(
        _ member: (String, inout JSONScanner) throws(JSONError) -> Void
    ) throws(JSONError) {
        try open(UInt8(ascii: "{"), "an object")
        defer { depth -= 1 }
        if take(UInt8(ascii: "}")) { return }
        repeat {
            skipSpace()
            let name = try string()
            guard take(UInt8(ascii: ":")) else { throw error("a colon") }
            try member(name, &self)
        } while take(UInt8(ascii: ","))
        guard take(UInt8(ascii: "}")) else { throw error("a comma or a closing brace") }
    }

    /// Reads an array; `element` is called for each value and reads, or skips, it.
    package mutating func array(
        _ element: (inout JSONScanner) throws(JSONError) -> Void
    ) throws(JSONError) {
        try open(UInt8(ascii: "["), "an array")
        defer { depth -= 1 }
        if take(UInt8(ascii: "]")) { return }
        repeat { try element(&self) } while take(UInt8(ascii: ","))
        guard take(UInt8(ascii: "]")) else { throw error("a comma or a closing bracket") }
    }

    /// Reads a string.
    package mutating func string() throws(JSONError) -> String {
        let (range, isPlain) = try stringToken()
        guard isPlain else { return try unescaped(range) }
        return String(decoding: bytes[range.lowerBound + 1..<range.upperBound - 1], as: UTF8.self)
    }

    /// Passes over a string, quotes included, and tells whether it is ASCII without escapes.
    private mutating func stringToken() throws(JSONError) -> (range: Range<Int>, isPlain: Bool) {
        skipSpace()
        let opening = position
        guard take(UInt8(ascii: "\"")) else { throw error("a string") }
        var allBits: UInt8 = 0
        while position < end, bytes[position] != UInt8(ascii: "\""),
            bytes[position] != UInt8(ascii: "\\"), bytes[position] >= 0x20
        {
            allBits |= bytes[position]
            position += 1
        }
        guard position < end else { throw error("a closing quote") }
        guard bytes[position] == UInt8(ascii: "\"") else {
            try passEscapedString(from: opening)
            return (opening..<position, false)
        }
        position += 1
        return (opening..<position, allBits < 0x80)
    }

    /// The string that stands, quotes included, at `range`.
    private func unescaped(_ range: Range<Int>) throws(JSONError) -> String {
        let inner = range.lowerBound + 1..<range.upperBound - 1
        if !bytes[inner].contains(where: { $0 == UInt8(ascii: "\\") || $0 < 0x20 }) {
            guard let text = String(validating: bytes[inner], as: UTF8.self) else {
                throw JSONError(offsetBytes: inner.lowerBound - start, expected: "UTF-8")
            }
            return text
        }
        guard let text = EscapedString.read(bytes[inner]) else {
            throw JSONError(offsetBytes: range.lowerBound - start, expected: "a valid string")
        }
        return text
    }

    /// Reads a number.
    package mutating func number() throws(JSONError) -> Double {
        skipSpace()
        if let (value, count) = DecimalNumber.read(bytes.span.extracting(position..<end)) {
            position += count
            return value
        }
        _ = try numberToken()
        throw error("a number within the range of a double")
    }

    /// Reads an integer, written without fraction and exponent.
    package mutating func integer() throws(JSONError) -> Int {
        let token = try numberToken()
        guard let value = Int(String(decoding: token, as: UTF8.self)) else {
            throw error("an integer")
        }
        return value
    }

    /// Reads true or false.
    package mutating func boolean() throws(JSONError) -> Bool {
        skipSpace()
        if takeWord("true") { return true }
        if takeWord("false") { return false }
        throw error("true or false")
    }

    /// Reads null, if it is next.
    package mutating func takeNull() -> Bool {
        skipSpace()
        return takeWord("null")
    }

    /// Reads a string, nil where null stands in its place.
    package mutating func nullableString() throws(JSONError) -> String? {
        takeNull() ? nil : try string()
    }

    /// Reads a number, nil where null stands in its place.
    package mutating func nullableNumber() throws(JSONError) -> Double? {
        takeNull() ? nil : try number()
    }

    /// Skips the next value, whatever it is.
    /// - Returns: where it stands in the bytes.
    @discardableResult
    package mutating func skip() throws(JSONError) -> Range<Int> {
        skipSpace()
        let first = position
        switch position < end ? bytes[position] : 0 {
        case UInt8(ascii: "{"):
            try object { _, scanner throws(JSONError) in try scanner.skip() }
        case UInt8(ascii: "["):
            try array { scanner throws(JSONError) in try scanner.skip() }
        case UInt8(ascii: "\""):
            let (range, isPlain) = try stringToken()
            if !isPlain { _ = try unescaped(range) }
        case UInt8(ascii: "t"), UInt8(ascii: "f"):
            _ = try boolean()
        case UInt8(ascii: "n") where takeNull():
            break
        default:
            _ = try numberToken()
        }
        return first..<position
    }

    /// The first byte of the next value, nil at the end.
    package mutating func peek() -> UInt8? {
        skipSpace()
        return position < end ? bytes[position] : nil
    }

    /// An error at the present place.
    package func error(_ expected: String) -> JSONError {
        JSONError(offsetBytes: position - start, expected: expected)
    }

    private mutating func open(_ bracket: UInt8, _ expected: String) throws(JSONError) {
        guard take(bracket) else { throw error(expected) }
        depth += 1
        guard depth <= Self.maxDepth else {
            throw error("no more than \(Self.maxDepth) levels of nesting")
        }
    }

    private mutating func skipSpace() {
        Self.skipSpace(in: bytes, at: &position, before: end)
    }

    /// Passes over the space that JSON may have between its parts.
    package static func skipSpace(in bytes: [UInt8], at position: inout Int, before end: Int) {
        while position < end {
            switch bytes[position] {
            case 0x20, 0x09, 0x0a, 0x0d: position += 1
            default: return
            }
        }
    }

    private mutating func take(_ byte: UInt8) -> Bool {
        skipSpace()
        guard position < end, bytes[position] == byte else { return false }
        position += 1
        return true
    }

    private mutating func takeWord(_ word: StaticString) -> Bool {
        let count = word.utf8CodeUnitCount
        guard end - position >= count,
            bytes[position..<position + count].elementsEqual("\(word)".utf8)
        else { return false }
        position += count
        return true
    }
}

extension JSONScanner {
    private mutating func passEscapedString(from opening: Int) throws(JSONError) {
        position = opening + 1
        while position < end, bytes[position] != UInt8(ascii: "\"") {
            position += bytes[position] == UInt8(ascii: "\\") ? 2 : 1
        }
        guard position < end else {
            position = end
            throw error("a closing quote")
        }
        position += 1
    }

    /// The bytes of the next number, their form checked.
    private mutating func numberToken() throws(JSONError) -> ArraySlice<UInt8> {
        skipSpace()
        let first = position
        if position < end, bytes[position] == UInt8(ascii: "-") { position += 1 }
        let whole = position
        guard skipDigits() > 0 else { throw error("a number") }
        if bytes[whole] == UInt8(ascii: "0"), position - whole > 1 {
            throw error("a number without leading zeros")
        }
        if position < end, bytes[position] == UInt8(ascii: ".") {
            position += 1
            guard skipDigits() > 0 else { throw error("a digit") }
        }
        if position < end, bytes[position] | 0x20 == UInt8(ascii: "e") {
            position += 1
            if position < end,
                bytes[position] == UInt8(ascii: "+") || bytes[position] == UInt8(ascii: "-")
            {
                position += 1
            }
            guard skipDigits() > 0 else { throw error("a digit") }
        }
        return bytes[first..<position]
    }

    private mutating func skipDigits() -> Int {
        let first = position
        while position < end, bytes[position] >= 0x30, bytes[position] <= 0x39 { position += 1 }
        return position - first
    }
}
