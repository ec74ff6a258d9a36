package import JSONText
internal import Zlib

/// Reads the member of a form that has a certain name, whichever it is.
struct MemberReader: FormVisitor {
    private(set) var scanner: JSONScanner
    /// Which of the members it was; nil where none has the name.
    private(set) var found: Int?
    /// Where its value stands if it is an object.
    private(set) var objectRange: Range<Int>?
    private let name: [UInt8]
    private var index = 0

    init(_ name: String, _ scanner: JSONScanner) {
        self.name = Array(name.utf8)
        self.scanner = scanner
    }

    private mutating func isNext(_ name: StaticString) -> Bool {
        defer { index += 1 }
        guard name.utf8CodeUnitCount == self.name.count, stands(name, in: self.name.span, at: 0)
        else { return false }
        found = index
        return true
    }

    mutating func member<Value: MemberValue>(
        _ name: StaticString, _ value: inout Value, _ kind: Value.Kind, _ about: StaticString?
    ) throws(JSONError) {
        if isNext(name) { value = try Value.read(from: &scanner) }
    }

    mutating func optional<Value: MemberValue>(
        _ name: StaticString, _ value: inout Value?, _ kind: Value.Kind, _ about: StaticString?
    ) throws(JSONError) {
        if isNext(name) { value = try Value.read(from: &scanner) }
    }

    mutating func object<Part: Form>(
        _ name: StaticString, _ part: inout Part
    ) throws(JSONError) {
        guard isNext(name) else { return }
        var copy = scanner
        objectRange = try scanner.skip()
        part = try Part.read(from: &copy)
    }

    mutating func object<Part: Form>(
        _ name: StaticString, _ part: inout Part?
    ) throws(JSONError) {
        guard isNext(name) else { return }
        part = try Part.read(from: &scanner)
    }
}

extension Form {
    package mutating func readMember(
        _ name: String, from scanner: inout JSONScanner, _ found: inout FoundMembers
    ) throws(JSONError) {
        var reader = MemberReader(name, scanner)
        try members(&reader)
        guard let index = reader.found else {
            // A later version wrote it.
            try scanner.skip()
            return
        }
        scanner = reader.scanner
        found.note(index, objectRange: reader.objectRange)
    }

    package static func read(from scanner: inout JSONScanner) throws(JSONError) -> Self {
        var part = Self()
        var found = FoundMembers()
        try scanner.object { name, scanner throws(JSONError) in
            try part.readMember(name, from: &scanner, &found)
        }
        let missing = found.missing(of: part)
        guard missing.isEmpty else {
            throw scanner.error("\(Self.noun) with \(missing.joined(separator: ", "))")
        }
        return part
    }
}
