package import JSONText

/// A plain value of a member: how one of its kind is written, read and described.
package protocol MemberValue: Sendable {
    /// The kinds that there are of it.
    associatedtype Kind: Sendable
    /// Whether readers take a member that is missing for null, if it may be null.
    static var mayBeMissing: Bool { get }
    /// What a value of that kind must be.
    static func form(_ kind: Kind) -> ValueForm
    /// Writes it.
    func write(to json: inout JSONWriter, _ kind: Kind)
    /// Reads it, whatever space is around it and whether it is what its kind must be or not.
    static func read(from scanner: inout JSONScanner) throws(JSONError) -> Self
    /// Reads it as this version writes it.
    static func readOwn(
        from reader: inout CanonicalReader, _ kind: Kind
    ) throws(CanonicalReader.NotCanonical) -> Self
    /// The value as it stands in a table.
    func cell(_ kind: Kind) -> MemberCell
}

/// A value as it stands in a table.
package enum MemberCell: Equatable, Sendable {
    /// No value.
    case none
    /// A text.
    case text(String)
    /// An integer.
    case integer(Int)
    /// A number.
    case number(Double)
    /// True or false.
    case flag(Bool)
    /// What is no plain value, as JSON.
    case json([UInt8])
}

/// The kind of values of which there is one kind only.
package enum OnlyKind: Sendable {
    /// Any value.
    case any
}

extension MemberValue {
    package static var mayBeMissing: Bool { false }

    package static func readOwn(
        from reader: inout CanonicalReader, _ kind: Kind
    ) throws(CanonicalReader.NotCanonical) -> Self {
        // Records of which there are many hold none.
        throw CanonicalReader.NotCanonical()
    }

    package func cell(_ kind: Kind) -> MemberCell {
        var json = JSONWriter()
        write(to: &json, kind)
        return .json(json.bytes)
    }
}

extension String: MemberValue {
    package static var mayBeMissing: Bool { true }
    package static func form(_ kind: TextForm) -> ValueForm { .text(kind) }
    package func write(to json: inout JSONWriter, _ kind: TextForm) { json.value(self) }
    package static func read(from scanner: inout JSONScanner) throws(JSONError) -> String {
        try scanner.string()
    }
    package static func readOwn(
        from reader: inout CanonicalReader, _ kind: TextForm
    ) throws(CanonicalReader.NotCanonical) -> String {
        try reader.text(kind)
    }
    package func cell(_ kind: TextForm) -> MemberCell { .text(self) }
}

extension FailureCode: MemberValue {
    package static func form(_ kind: TextForm) -> ValueForm { .text(kind) }
    package func write(to json: inout JSONWriter, _ kind: TextForm) { json.value(rawValue) }
    package static func read(from scanner: inout JSONScanner) throws(JSONError) -> FailureCode {
        FailureCode(rawValue: try scanner.string())
    }
    package static func readOwn(
        from reader: inout CanonicalReader, _ kind: TextForm
    ) throws(CanonicalReader.NotCanonical) -> FailureCode {
        FailureCode(rawValue: try reader.text(kind))
    }
    package func cell(_ kind: TextForm) -> MemberCell { .text(rawValue) }
}

extension Int: MemberValue {
    package static func form(_ kind: IntegerForm) -> ValueForm { .integer(kind) }
    package func write(to json: inout JSONWriter, _ kind: IntegerForm) { json.value(self) }
    package static func read(from scanner: inout JSONScanner) throws(JSONError) -> Int {
        try scanner.integer()
    }
    package static func readOwn(
        from reader: inout CanonicalReader, _ kind: IntegerForm
    ) throws(CanonicalReader.NotCanonical) -> Int {
        try reader.integer(kind)
    }
    package func cell(_ kind: IntegerForm) -> MemberCell { .integer(self) }
}

extension Double: MemberValue {
    package static func form(_ kind: NumberForm) -> ValueForm { .number(kind) }
    package func write(to json: inout JSONWriter, _ kind: NumberForm) {
        json.value(kind.isTime ? (self * 1_000_000).rounded() / 1_000_000 : self)
    }
    package static func read(from scanner: inout JSONScanner) throws(JSONError) -> Double {
        try scanner.number()
    }
    package static func readOwn(
        from reader: inout CanonicalReader, _ kind: NumberForm
    ) throws(CanonicalReader.NotCanonical) -> Double {
        try reader.number(kind)
    }
    package func cell(_ kind: NumberForm) -> MemberCell { .number(self) }
}

extension Bool: MemberValue {
    package static func form(_ kind: OnlyKind) -> ValueForm { .flag }
    package func write(to json: inout JSONWriter, _ kind: OnlyKind) { json.value(self) }
    package static func read(from scanner: inout JSONScanner) throws(JSONError) -> Bool {
        try scanner.boolean()
    }
    package func cell(_ kind: OnlyKind) -> MemberCell { .flag(self) }
}
