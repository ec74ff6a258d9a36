internal import JSONText
internal import ScanEvents

/// Compares one record with the form that its type has, field by field.
///
/// What this version does not know (a type, a field, a failure code) is no error: a later
/// version may have added it. It is told, so that nobody takes the check for a whole one.
struct RecordCheck {
    /// A value that is not what it must be.
    struct Problem: Equatable {
        /// The field as a JSON pointer (RFC 6901), empty for the whole record.
        let pointer: String
        /// What must stand there.
        let expected: String
        /// What stands there.
        let found: String
    }

    /// What is wrong, in the order of the record.
    private(set) var problems: [Problem] = []
    /// What this version does not know, such as `field /note`.
    private(set) var unknown: [String] = []

    private let bytes: [UInt8]
    private let start: Int
    private let end: Int
    private var position: Int

    /// The forms of all records that this version writes, by type.
    private static let forms = Dictionary(
        uniqueKeysWithValues: ScanEvent.allForms.map { ($0.type.description, $0.recordForm) })
    private static let seqKey = Array("\"seq\":".utf8)
    private static let atKey = Array("\"at\":".utf8)
    private static let typeKey = Array("\"type\":".utf8)

    /// Checks the record at `range` of `bytes`.
    init(_ bytes: [UInt8], _ range: Range<Int>) {
        self.bytes = bytes
        start = range.lowerBound
        end = range.upperBound
        position = start
        do throws(JSONError) {
            try check()
        } catch {
            problems.append(
                Problem(
                    pointer: "", expected: error.description,
                    found: describe(at: start + error.offsetBytes)))
        }
    }

    private mutating func check() throws(JSONError) {
        guard let type = try readType() else {
            note("", "seq, at and type as its first fields")
            return
        }
        position = start
        guard let form = Self.forms[String(decoding: type, as: UTF8.self)] else {
            unknown.append("type \(String(decoding: type, as: UTF8.self))")
            try skipValue()
            return try finish()
        }
        try object(form, at: "")
        try finish()
    }

    /// The record's type, which follows `seq` and `at`.
    private mutating func readType() throws(JSONError) -> ArraySlice<UInt8>? {
        guard take(UInt8(ascii: "{")), take(Self.seqKey) else { return nil }
        try skipValue()
        guard take(UInt8(ascii: ",")), take(Self.atKey) else { return nil }
        try skipValue()
        guard take(UInt8(ascii: ",")), take(Self.typeKey), peek() == UInt8(ascii: "\"") else {
            return nil
        }
        return try string()
    }

    // MARK: Values

    private mutating func object(_ form: ObjectForm, at path: String) throws(JSONError) {
        guard take(UInt8(ascii: "{")) else { return try mismatch(path, "an object") }
        var seen: UInt64 = 0
        var next = 0
        if !take(UInt8(ascii: "}")) {
            repeat {
                guard let index = try readName(form, expecting: next, at: path) else { continue }
                let field = form.fields[index]
                let bit: UInt64 = 1 << UInt64(index)
                if seen & bit != 0 { note("\(path)/\(field.name)", "each field once") }
                seen |= bit
                next = index + 1
                try value(field.form, at: path, field.name)
            } while take(UInt8(ascii: ","))
            guard take(UInt8(ascii: "}")) else { throw error("a comma or a closing brace") }
        }
        guard seen & form.required != form.required else { return }
        for (index, field) in form.fields.enumerated()
        where !field.isOptional && seen & (1 << UInt64(index)) == 0 {
            problems.append(
                Problem(
                    pointer: "\(path)/\(field.name)", expected: "the field", found: "none"))
        }
    }

    /// Reads the next name and the colon; nil for an unknown field, whose value is skipped.
    private mutating func readName(
        _ form: ObjectForm, expecting next: Int, at path: String
    ) throws(JSONError) -> Int? {
        if next < form.fields.count, take(form.fields[next].key) { return next }
        skipSpace()
        for (index, field) in form.fields.enumerated() where take(field.key) { return index }
        let name = String(decoding: try string(), as: UTF8.self)
        guard take(UInt8(ascii: ":")) else { throw error("a colon") }
        if let index = form.fields.firstIndex(where: { $0.name == name }) { return index }
        unknown.append("field \(path)/\(name)")
        try skipValue()
        return nil
    }

    private mutating func value(
        _ form: ValueForm, at path: String, _ name: String
    ) throws(JSONError) {
        switch form {
        case .integer(let kind):
            let range = kind.range
            var scanner = JSONScanner(bytes, position..<end)
            let first = position
            guard let value = try? scanner.integer(), range.contains(value) else {
                let words =
                    range.upperBound == .max
                    ? "a whole number of \(range.lowerBound) or more"
                    : range.count == 1
                        ? "\(range.lowerBound)"
                        : "a whole number from \(range.lowerBound) to \(range.upperBound)"
                return try mismatch("\(path)/\(name)", words)
            }
            position = first
            try skipValue()
        case .number(let range):
            var scanner = JSONScanner(bytes, position..<end)
            guard let value = try? scanner.number(), range.contains(value) else {
                return try mismatch("\(path)/\(name)", range.description)
            }
            try skipValue()
        case .flag:
            var scanner = JSONScanner(bytes, position..<end)
            guard (try? scanner.boolean()) != nil else {
                return try mismatch("\(path)/\(name)", "true or false")
            }
            try skipValue()
        case .text(let form):
            try text(form, at: path, name)
        case .constant(let word):
            try constant(word, at: path, name)
        case .nullable(let form):
            if peek() == UInt8(ascii: "n") { return try skipValue() }
            try value(form, at: path, name)
        case .array(let form, let count):
            try array(form, count, at: "\(path)/\(name)")
        case .object(let form):
            try object(form, at: "\(path)/\(name)")
        case .numbers:
            try numbers(at: "\(path)/\(name)")
        }
    }

    private mutating func text(
        _ form: TextForm, at path: String, _ name: String
    ) throws(JSONError) {
        guard peek() == UInt8(ascii: "\"") else {
            return try mismatch("\(path)/\(name)", form.description)
        }
        let first = position
        let text = try string()
        if form.matches(text.span) { return }
        if form.mayHaveOtherWords {
            unknown.append("\(name) \(String(decoding: text, as: UTF8.self))")
            return
        }
        position = first
        try mismatch("\(path)/\(name)", form.description)
    }

    private mutating func constant(
        _ word: String, at path: String, _ name: String
    ) throws(JSONError) {
        guard peek() == UInt8(ascii: "\"") else {
            return try mismatch("\(path)/\(name)", "one of \(word)")
        }
        let first = position
        if try string().elementsEqual(word.utf8) { return }
        position = first
        try mismatch("\(path)/\(name)", "one of \(word)")
    }

    private mutating func array(
        _ form: ValueForm, _ count: ClosedRange<Int>, at path: String
    ) throws(JSONError) {
        guard take(UInt8(ascii: "[")) else { return try mismatch(path, "an array") }
        var found = 0
        if !take(UInt8(ascii: "]")) {
            repeat {
                try value(form, at: path, String(found))
                found += 1
            } while take(UInt8(ascii: ","))
            guard take(UInt8(ascii: "]")) else { throw error("a comma or a closing bracket") }
        }
        if !count.contains(found) {
            problems.append(
                Problem(
                    pointer: path,
                    expected: count.upperBound == .max
                        ? "at least \(count.lowerBound)"
                        : "\(count.lowerBound) to \(count.upperBound) elements",
                    found: "\(found)"))
        }
    }

    private mutating func numbers(at path: String) throws(JSONError) {
        guard take(UInt8(ascii: "{")) else { return try mismatch(path, "an object") }
        if take(UInt8(ascii: "}")) { return }
        repeat {
            skipSpace()
            let name = try string()
            if !RecordText.isName(name.span) {
                note("\(path)/\(String(decoding: name, as: UTF8.self))", "a parameter's name")
            }
            guard take(UInt8(ascii: ":")) else { throw error("a colon") }
            try value(.number(.any), at: path, String(decoding: name, as: UTF8.self))
        } while take(UInt8(ascii: ","))
        guard take(UInt8(ascii: "}")) else { throw error("a comma or a closing brace") }
    }

    // MARK: Findings

    private mutating func note(_ pointer: String, _ expected: String) {
        problems.append(
            Problem(pointer: pointer, expected: expected, found: describe(at: position)))
    }

    /// Notes that the next value is not what it must be, and passes over it.
    private mutating func mismatch(
        _ pointer: String, _ expected: String
    ) throws(JSONError) {
        note(pointer, expected)
        try skipValue()
    }

    /// The beginning of what stands at `offset`.
    private func describe(at offset: Int) -> String {
        guard offset < end else { return "the end of the record" }
        var scanner = JSONScanner(bytes, offset..<end)
        let range = (try? scanner.skip()) ?? offset..<end
        let text = String(decoding: bytes[range.prefix(60)], as: UTF8.self)
        return range.count > 60 ? text + "…" : text
    }

    // MARK: Reading

    private func error(_ expected: String) -> JSONError {
        JSONError(offsetBytes: position - start, expected: expected)
    }

    /// The text between the next quotes, its escapes as they stand.
    private mutating func string() throws(JSONError) -> ArraySlice<UInt8> {
        guard take(UInt8(ascii: "\"")) else { throw error("a string") }
        let first = position
        var isPlain = true
        while position < end, bytes[position] != UInt8(ascii: "\"") {
            let byte = bytes[position]
            if byte == UInt8(ascii: "\\") || byte >= 0x80 || byte < 0x20 { isPlain = false }
            position += byte == UInt8(ascii: "\\") ? 2 : 1
        }
        guard position < end else { throw error("a closing quote") }
        if !isPlain {
            // Escapes and characters beyond ASCII have rules of their own.
            var scanner = JSONScanner(bytes, first - 1..<end)
            do throws(JSONError) {
                _ = try scanner.string()
            } catch {
                throw JSONError(offsetBytes: first - 1 - start, expected: error.expected)
            }
        }
        position += 1
        return bytes[first..<position - 1]
    }

    private mutating func skipValue() throws(JSONError) {
        skipSpace()
        var scanner = JSONScanner(bytes, position..<end)
        do throws(JSONError) {
            position = try scanner.skip().upperBound
        } catch {
            throw JSONError(
                offsetBytes: position - start + error.offsetBytes, expected: error.expected)
        }
    }

    private mutating func finish() throws(JSONError) {
        skipSpace()
        if position < end { throw error("the end of the record") }
    }

    private mutating func peek() -> UInt8? {
        skipSpace()
        return position < end ? bytes[position] : nil
    }

    private mutating func skipSpace() {
        JSONScanner.skipSpace(in: bytes, at: &position, before: end)
    }

    private mutating func take(_ byte: UInt8) -> Bool {
        if position < end, bytes[position] == byte {
            position += 1
            return true
        }
        skipSpace()
        guard position < end, bytes[position] == byte else { return false }
        position += 1
        return true
    }

    private mutating func take(_ text: [UInt8]) -> Bool {
        guard end - position >= text.count else { return false }
        for index in text.indices where bytes[position + index] != text[index] { return false }
        position += text.count
        return true
    }
}
