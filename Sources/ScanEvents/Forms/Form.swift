package import JSONText

/// An object that says its form once: its members in the order in which they are written, each
/// with its name, its kind and its meaning.
///
/// All else comes from it: writing, reading in any order and in canonical form, the
/// audit's check, the JSON Schemas, the columns of exports, the types of the client library.
package protocol Form: Equatable, Sendable {
    /// What it is, in a sentence.
    static var about: StaticString { get }
    /// Makes one without values, for a reader to fill.
    init()
    /// Shows each member to `form`.
    mutating func members<Visitor: FormVisitor>(_ form: inout Visitor) throws(Visitor.Failure)

    /// What it is called where a member of it is missing, such as "a result".
    static var noun: String { get }
    /// Whether a reader takes members that are missing for null.
    static var mayBeInPart: Bool { get }
    /// Whether the values that were read go together.
    var isConsistent: Bool { get }

    // The rest has an implementation for all forms. It stands here so that each form has a copy of
    // its own, without a look at types while records are read and written.

    /// Writes the members, without braces.
    func writeMembers(to json: inout JSONWriter)
    /// Reads the member `name`, or skips it if there is none, and notes it in `found`.
    mutating func readMember(
        _ name: String, from scanner: inout JSONScanner, _ found: inout FoundMembers
    ) throws(JSONError)
    /// Reads an object with its members in any order.
    static func read(from scanner: inout JSONScanner) throws(JSONError) -> Self
}

/// An event: what follows `seq`, `at` and `type` in a record.
package protocol EventForm: Form {
    /// Its name in a record.
    static var type: StaticString { get }
    /// Which number its record may have.
    static var seq: IntegerForm { get }
    /// This event among all.
    var event: ScanEvent { get }
}

/// An object that is an element of an array.
package protocol PartForm: Form, MemberValue where Kind == OnlyKind {}

/// What is done with each member of a form in turn.
package protocol FormVisitor {
    /// Why it may stop.
    associatedtype Failure: Error
    /// Takes a member with a plain value; `about` is what it means here, nil where its kind tells.
    mutating func member<Value: MemberValue>(
        _ name: StaticString, _ value: inout Value, _ kind: Value.Kind, _ about: StaticString?
    ) throws(Failure)
    /// Takes a member with a plain value, or that is left out.
    mutating func optional<Value: MemberValue>(
        _ name: StaticString, _ value: inout Value?, _ kind: Value.Kind, _ about: StaticString?
    ) throws(Failure)
    /// Takes a member that is an object.
    mutating func object<Part: Form>(
        _ name: StaticString, _ part: inout Part
    ) throws(Failure)
    /// Takes a member that is an object, or is left out.
    mutating func object<Part: Form>(
        _ name: StaticString, _ part: inout Part?
    ) throws(Failure)
}

extension FormVisitor {
    /// Takes a member whose kind tells what it means.
    package mutating func member<Value: MemberValue>(
        _ name: StaticString, _ value: inout Value, _ kind: Value.Kind
    ) throws(Failure) {
        try member(name, &value, kind, nil)
    }
}

extension Form {
    package static var noun: String { "an object" }
    package static var mayBeInPart: Bool { false }
    package var isConsistent: Bool { true }

    package func writeMembers(to json: inout JSONWriter) {
        var copy = self
        copy.members(&json)
    }

    /// Writes the object.
    package func write(to json: inout JSONWriter) {
        json.object { writeMembers(to: &$0) }
    }
}

extension PartForm {
    package static func form(_ kind: OnlyKind) -> ValueForm {
        .object(ObjectForm(of: Self.self))
    }

    package func write(to json: inout JSONWriter, _ kind: OnlyKind) { write(to: &json) }
}

extension EventForm {
    package static var seq: IntegerForm { .positive }
}
