package import JSONText

/// Takes typed fields out of an object and collects what is wrong with them, in a time that grows
/// with the object only.
package struct FieldReader {
    /// The most entries of an object of numbers.
    static let maxNumbers = 64

    private let members: [(name: String, value: JSONValue)]
    private let names: [String]
    private let isBounded: Bool
    /// The first value of each name that there is.
    private var given: [String: JSONValue] = [:]
    private var givenTwice: Set<String> = []
    /// What is wrong, of what was taken so far.
    package private(set) var problems = RequestProblems()

    /// Reads the `members` of an object that may have those called `names`.
    ///
    /// Long texts and many numbers are refused where `isBounded` says so.
    package init(
        _ members: [(name: String, value: JSONValue)], names: [String], isBounded: Bool = true
    ) {
        self.members = members
        self.names = names
        self.isBounded = isBounded
        let known = Set(names)
        for (name, value) in members where known.contains(name) {
            if given[name] == nil { given[name] = value } else { givenTwice.insert(name) }
        }
    }

    /// Notes what is wrong with a field, unless something is known to be.
    package mutating func note(_ name: String, _ detail: String) {
        problems.noteOnce("/" + Self.escaped(name), detail)
    }

    /// A text; nil where there is none, or none that will do.
    package mutating func string(_ name: String, atMost limit: Int) -> String? {
        switch value(name) {
        case nil, .null: return nil
        case .string(let text):
            guard isBounded, text.utf8.count > limit else { return text }
            note(name, "has \(text.utf8.count) bytes; at most \(limit) are read")
            return nil
        case let other?: return mismatch(name, "a string", other)
        }
    }

    mutating func number(_ name: String) -> Double? {
        switch value(name) {
        case nil, .null: return nil
        case .number(let number): return number
        case let other?: return mismatch(name, "a number", other)
        }
    }

    /// True or false; nil where there is neither.
    package mutating func flag(_ name: String) -> Bool? {
        switch value(name) {
        case nil, .null: return nil
        case .boolean(let flag): return flag
        case let other?: return mismatch(name, "true or false", other)
        }
    }

    mutating func strings(_ name: String) -> [String]? {
        switch value(name) {
        case nil, .null: return nil
        case .array(let elements):
            var strings: [String] = []
            for (index, element) in elements.enumerated() {
                if case .string(let text) = element {
                    strings.append(text)
                } else {
                    problems.note(
                        "/\(name)/\(index)", "expected a string, found \(element.kind)")
                }
            }
            return strings
        case let other?: return mismatch(name, "an array of strings", other)
        }
    }

    mutating func numbers(_ name: String) -> [String: Double]? {
        switch value(name) {
        case nil, .null: return nil
        case .object(let members):
            guard !isBounded || members.count <= Self.maxNumbers else {
                note(name, "\(members.count) are too many; there may be \(Self.maxNumbers)")
                return nil
            }
            var numbers: [String: Double] = [:]
            for (key, value) in members {
                let pointer = "/\(name)/\(Self.escaped(key))"
                guard case .number(let number) = value else {
                    problems.note(pointer, "expected a number, found \(value.kind)")
                    continue
                }
                if numbers.updateValue(number, forKey: key) != nil {
                    problems.note(pointer, "given twice")
                }
            }
            return numbers
        case let other?: return mismatch(name, "an object of numbers", other)
        }
    }

    /// Refuses what has none of the names.
    package mutating func refuseOthers() {
        let known = Set(names)
        for (name, _) in members where !known.contains(name) {
            if problems.isFull { return }
            note(name, "unknown field; there are \(names.joined(separator: ", "))")
        }
    }

    private mutating func value(_ name: String) -> JSONValue? {
        if givenTwice.contains(name) { note(name, "given twice") }
        return given[name]
    }

    private mutating func mismatch<T>(_ name: String, _ kind: String, _ value: JSONValue) -> T? {
        note(name, "expected \(kind), found \(value.kind)")
        return nil
    }

    /// A name as a step of a JSON pointer (RFC 6901, section 3), of a long one the beginning.
    private static func escaped(_ name: String) -> String {
        var step: [UInt8] = []
        for byte in name.cut(toBytes: 100).utf8 {
            switch byte {
            case UInt8(ascii: "~"): step += "~0".utf8
            case UInt8(ascii: "/"): step += "~1".utf8
            default: step.append(byte)
            }
        }
        return String(decoding: step, as: UTF8.self)
    }
}
