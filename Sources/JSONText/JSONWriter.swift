internal import Zlib

/// Writes JSON (RFC 8259) straight into bytes, members in the order in which they are given.
///
/// The same calls give the same bytes for ever: tapes and streams are compared byte by byte.
package struct JSONWriter: Sendable {
    /// What has been written.
    package private(set) var bytes: [UInt8] = []
    private var needsComma = false

    /// Makes an empty writer.
    package init() {}

    /// The bytes of one object.
    package static func object(_ members: (inout JSONWriter) -> Void) -> [UInt8] {
        var json = JSONWriter()
        json.object(members)
        return json.bytes
    }

    /// The members of one object, without its braces.
    package static func members(_ members: (inout JSONWriter) -> Void) -> [UInt8] {
        var json = JSONWriter()
        members(&json)
        return json.bytes
    }

    /// Writes an object as the next value.
    package mutating func object(_ members: (inout JSONWriter) -> Void) {
        open(UInt8(ascii: "{"))
        members(&self)
        close(UInt8(ascii: "}"))
    }

    /// Writes an array as the next value, one call of `element` for each of `elements`.
    package mutating func array<Element>(
        _ elements: some Sequence<Element>, _ element: (inout JSONWriter, Element) -> Void
    ) {
        open(UInt8(ascii: "["))
        for each in elements { element(&self, each) }
        close(UInt8(ascii: "]"))
    }

    /// Writes the name of the next member.
    package mutating func name(_ name: String) {
        value(name)
        bytes.append(UInt8(ascii: ":"))
        needsComma = false
    }

    /// Writes the name of the next member, which has nothing that must be escaped.
    package mutating func name(_ name: StaticString) {
        separate()
        bytes.append(UInt8(ascii: "\""))
        append(name, to: &bytes)
        bytes.append(UInt8(ascii: "\""))
        bytes.append(UInt8(ascii: ":"))
        needsComma = false
    }

    /// Writes a string.
    package mutating func value(_ string: String) {
        separate()
        bytes.append(UInt8(ascii: "\""))
        for byte in string.utf8 {
            switch byte {
            case UInt8(ascii: "\""), UInt8(ascii: "\\"):
                bytes.append(UInt8(ascii: "\\"))
                bytes.append(byte)
            case 0..<0x20:
                bytes.append(contentsOf: #"\u00"#.utf8)
                bytes.append(hexDigit(byte >> 4))
                bytes.append(hexDigit(byte & 15))
            default:
                bytes.append(byte)
            }
        }
        bytes.append(UInt8(ascii: "\""))
    }

    /// Writes an integer.
    package mutating func value(_ integer: Int) {
        raw(String(integer).utf8)
    }

    /// Writes a number in the fewest digits that read back as the same one; null if not finite.
    package mutating func value(_ number: Double) {
        guard number.isFinite else { return null() }
        raw(number.description.utf8)
    }

    /// Writes true or false.
    package mutating func value(_ flag: Bool) {
        raw((flag ? "true" : "false").utf8)
    }

    /// Writes null.
    package mutating func null() {
        raw("null".utf8)
    }

    /// Writes bytes that are JSON already.
    package mutating func raw(_ json: some Sequence<UInt8>) {
        separate()
        bytes.append(contentsOf: json)
    }

    private mutating func separate() {
        if needsComma { bytes.append(UInt8(ascii: ",")) }
        needsComma = true
    }

    private mutating func open(_ bracket: UInt8) {
        separate()
        bytes.append(bracket)
        needsComma = false
    }

    private mutating func close(_ bracket: UInt8) {
        bytes.append(bracket)
        needsComma = true
    }

    private func hexDigit(_ value: UInt8) -> UInt8 {
        value < 10 ? UInt8(ascii: "0") + value : UInt8(ascii: "a") + value - 10
    }
}

extension JSONWriter {
    /// Writes a member with a string.
    package mutating func member(_ name: String, _ string: String) {
        self.name(name)
        value(string)
    }

    /// Writes a member with an integer.
    package mutating func member(_ name: String, _ integer: Int) {
        self.name(name)
        value(integer)
    }

    /// Writes a member with a number, null where there is none or it is not finite.
    package mutating func member(_ name: String, _ number: Double?) {
        self.name(name)
        if let number { value(number) } else { null() }
    }

    /// Writes a member with true or false.
    package mutating func member(_ name: String, _ flag: Bool) {
        self.name(name)
        value(flag)
    }

    /// Writes a member with an object.
    package mutating func member(_ name: String, _ members: (inout JSONWriter) -> Void) {
        self.name(name)
        object(members)
    }

    /// Writes a member with an array of strings.
    package mutating func member(_ name: String, _ strings: [String]) {
        self.name(name)
        array(strings) { $0.value($1) }
    }

    /// Writes a member with bytes that are JSON already.
    package mutating func member(_ name: String, json: some Sequence<UInt8>) {
        self.name(name)
        raw(json)
    }
}
