internal import JSONText
internal import Zlib

/// Reads members in the one order in which this version writes them, without space between them,
/// each as its kind must be.
package struct CanonicalReader {
    /// It is not this version's form.
    package struct NotCanonical: Error {
        init() {}
    }

    private let bytes: [UInt8]
    private let end: Int
    private var position: Int
    /// What stands before the next member: a brace or a comma.
    private var opening = UInt8(ascii: ",")
    /// Where the last object stands that was a member.
    private(set) var objectRange: Range<Int>?

    /// Reads `range` of `bytes`.
    init(_ bytes: [UInt8], _ range: Range<Int>) {
        self.bytes = bytes
        position = range.lowerBound
        end = range.upperBound
    }

    /// Reads the head of a record up to its type.
    mutating func head() throws(NotCanonical) -> (seq: Int, time: RecordTime) {
        try pass(#"{"seq":"#)
        let seq = try integer(.positive)
        try pass(#","at":""#)
        guard end - position > RecordTime.usualBytes else { throw NotCanonical() }
        let time = RecordTime(usual: bytes.span, at: position)
        guard time.isTime else { throw NotCanonical() }
        position += RecordTime.usualBytes
        try pass(#"","type":""#)
        return (seq, time)
    }

    /// Reads the rest of a record if it is an event of that type; nil for any other.
    mutating func event<Event: EventForm>(
        _ type: Event.Type
    ) throws(NotCanonical) -> ScanEvent? {
        guard take(type.type) else { return nil }
        try pass("\"")
        var event = Event()
        try event.members(&self)
        try pass("}")
        guard position == end else { throw NotCanonical() }
        return event.event
    }

    // MARK: Values

    /// A text of that kind, of ASCII without escapes.
    mutating func text(_ kind: TextForm) throws(NotCanonical) -> String {
        guard let range = plainText(), kind.matches(bytes.span.extracting(range)) else {
            throw NotCanonical()
        }
        position = range.upperBound + 1
        return String(decoding: bytes[range], as: UTF8.self)
    }

    /// Where the text at hand stands between its quotes; nil where it is not of ASCII without
    /// escapes.
    private func plainText() -> Range<Int>? {
        let span = bytes.span
        guard position < end, span[position] == UInt8(ascii: "\"") else { return nil }
        let start = position + 1
        var index = start
        while end - index >= 8 {
            let others = Self.notPlain(littleEndianWord(in: span, at: index))
            index += others.trailingZeroBitCount / 8
            if others != 0 { break }
        }
        while index < end, Self.notPlain(UInt64(span[index])) & 0xff == 0 { index += 1 }
        return index < end && span[index] == UInt8(ascii: "\"") ? start..<index : nil
    }

    /// Marks of the bytes of `word` that do not stand for themselves within quotes; the lowest
    /// mark is right, those above it may be too many.
    private static func notPlain(_ word: UInt64) -> UInt64 {
        let ones: UInt64 = 0x0101_0101_0101_0101
        let highest = ones &* 0x80
        let quotes = word ^ (ones &* UInt64(UInt8(ascii: "\"")))
        let backslashes = word ^ (ones &* UInt64(UInt8(ascii: "\\")))
        // Each difference borrows from the bit that a byte below the subtrahend does not have.
        let marks =
            ((quotes &- ones) & ~quotes) | ((backslashes &- ones) & ~backslashes)
            | ((word &- ones &* 0x20) & ~word) | word
        return marks & highest
    }

    /// A number in that range.
    mutating func number(_ kind: NumberForm) throws(NotCanonical) -> Double {
        let read = DecimalNumber.read(bytes.span.extracting(position..<end))
        guard let (number, count) = read, kind.contains(number) else { throw NotCanonical() }
        position += count
        return number
    }

    /// An integer in that range.
    mutating func integer(_ kind: IntegerForm) throws(NotCanonical) -> Int {
        guard let (value, count) = plainInteger(), kind.range.contains(value) else {
            throw NotCanonical()
        }
        position += count
        return value
    }

    /// The integer at hand, of up to 18 digits in its one form, and how many there are.
    private func plainInteger() -> (value: Int, count: Int)? {
        let rest = bytes.span.extracting(position..<end)
        var (value, count) = (0, 0)
        while count < rest.count, count < 18, rest[count] &- 0x30 < 10 {
            value = value * 10 + Int(rest[count] - 0x30)
            count += 1
        }
        guard count == 1 || count > 1 && rest[0] != 0x30, count < rest.count,
            rest[count] == UInt8(ascii: ",") || rest[count] == UInt8(ascii: "}")
        else { return nil }
        return (value, count)
    }

    /// Passes over null if it stands here.
    mutating func takeNull() -> Bool { take("null") }

    // MARK: What stands between them

    private mutating func pass(_ word: StaticString) throws(NotCanonical) {
        guard take(word) else { throw NotCanonical() }
    }

    /// Passes over `word` if it stands here, byte for byte.
    private mutating func take(_ word: StaticString) -> Bool {
        let start = position
        let next = start + word.utf8CodeUnitCount
        guard next <= end, stands(word, in: bytes.span, at: start) else { return false }
        position = next
        return true
    }

    /// Passes over a name, the quotes around it, what stands before and the colon behind it.
    private mutating func pass(name: StaticString) throws(NotCanonical) {
        guard stands(opening, name: name, in: bytes.span, at: position, before: end) else {
            throw NotCanonical()
        }
        position += name.utf8CodeUnitCount + 4
        opening = UInt8(ascii: ",")
    }
}

extension CanonicalReader: FormVisitor {
    package mutating func member<Value: MemberValue>(
        _ name: StaticString, _ value: inout Value, _ kind: Value.Kind, _ about: StaticString?
    ) throws(NotCanonical) {
        try pass(name: name)
        value = try Value.readOwn(from: &self, kind)
    }

    package mutating func optional<Value: MemberValue>(
        _ name: StaticString, _ value: inout Value?, _ kind: Value.Kind, _ about: StaticString?
    ) throws(NotCanonical) {
        guard stands(opening, name: name, in: bytes.span, at: position, before: end) else {
            return
        }
        try pass(name: name)
        value = try Value.readOwn(from: &self, kind)
    }

    package mutating func object<Part: Form>(
        _ name: StaticString, _ part: inout Part
    ) throws(NotCanonical) {
        try pass(name: name)
        let start = position
        opening = UInt8(ascii: "{")
        try part.members(&self)
        try pass("}")
        objectRange = start..<position
    }

    package mutating func object<Part: Form>(
        _ name: StaticString, _ part: inout Part?
    ) throws(NotCanonical) {
        guard stands(opening, name: name, in: bytes.span, at: position, before: end) else {
            return
        }
        var given = Part()
        try object(name, &given)
        part = given
    }
}
