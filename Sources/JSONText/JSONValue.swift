/// Any JSON value, for what is read without knowing its form.
package enum JSONValue: Equatable, Sendable {
    /// null.
    case null
    /// true or false.
    case boolean(Bool)
    /// A number.
    case number(Double)
    /// A string.
    case string(String)
    /// An array.
    case array([JSONValue])
    /// An object, members in their order; a name may occur twice.
    case object([(name: String, value: JSONValue)])

    /// Parses a whole text.
    package static func parse(_ bytes: [UInt8]) throws(JSONError) -> JSONValue {
        var scanner = JSONScanner(bytes)
        let value = try scanner.value()
        try scanner.finish()
        return value
    }

    /// Parses a whole document that somebody wrote, and that may begin with a byte order mark.
    package static func parse(document bytes: [UInt8]) throws(JSONError) -> JSONValue {
        try parse(bytes.withoutByteOrderMark)
    }

    /// What it is, in words, for an error message.
    package var kind: String {
        switch self {
        case .null: "null"
        case .boolean: "true or false"
        case .number: "a number"
        case .string: "a string"
        case .array: "an array"
        case .object: "an object"
        }
    }

    package static func == (left: JSONValue, right: JSONValue) -> Bool {
        switch (left, right) {
        case (.null, .null): true
        case (.boolean(let a), .boolean(let b)): a == b
        case (.number(let a), .number(let b)): a == b
        case (.string(let a), .string(let b)): a == b
        case (.array(let a), .array(let b)): a == b
        case (.object(let a), .object(let b)):
            a.count == b.count
                && zip(a, b).allSatisfy { $0.name == $1.name && $0.value == $1.value }
        default: false
        }
    }
}

extension JSONScanner {
    /// Reads the next value, whatever it is.
    package mutating func value() throws(JSONError) -> JSONValue {
        switch peek() {
        case UInt8(ascii: "{"):
            var members: [(name: String, value: JSONValue)] = []
            try object { name, scanner throws(JSONError) in
                members.append((name, try scanner.value()))
            }
            return .object(members)
        case UInt8(ascii: "["):
            var elements: [JSONValue] = []
            try array { scanner throws(JSONError) in elements.append(try scanner.value()) }
            return .array(elements)
        case UInt8(ascii: "\""):
            return .string(try string())
        case UInt8(ascii: "t"), UInt8(ascii: "f"):
            return .boolean(try boolean())
        case UInt8(ascii: "n") where takeNull():
            return .null
        default:
            return .number(try number())
        }
    }
}

extension [UInt8] {
    /// A document without the byte order mark that some editors put before it.
    package var withoutByteOrderMark: [UInt8] {
        starts(with: [0xef, 0xbb, 0xbf]) ? Array(dropFirst(3)) : self
    }
}
