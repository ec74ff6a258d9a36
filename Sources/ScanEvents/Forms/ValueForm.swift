/// What a value on a tape must be.
package indirect enum ValueForm: Sendable {
    /// A whole number.
    case integer(IntegerForm)
    /// A number.
    case number(NumberForm)
    /// true or false.
    case flag
    /// A string.
    case text(TextForm)
    /// This string.
    case constant(String)
    /// The other form, or null.
    case nullable(ValueForm)
    /// An array whose elements have one form.
    case array(ValueForm, count: ClosedRange<Int>)
    /// An object with these fields.
    case object(ObjectForm)
    /// An object of numbers, by name.
    case numbers
}

/// The fields of an object, in the order in which this version writes them.
package struct ObjectForm: Sendable {
    /// One of the fields.
    package struct Field: Sendable {
        /// Its name.
        package let name: String
        /// What its value must be.
        package let form: ValueForm
        /// What it means; nil where its form tells.
        package let about: String?
        /// Whether it may be left out.
        package let isOptional: Bool
        /// Name and colon as they are written.
        package let key: [UInt8]
    }

    /// What the object is.
    package let about: String
    /// The fields, at most 64.
    package private(set) var fields: [Field] = []
    /// A bit for each field that must be there.
    package private(set) var required: UInt64 = 0

    /// The form of an object that is part of a record, or of a request.
    package init<Part: Form>(of part: Part.Type) {
        about = Part.about.description
        addMembers(of: part)
    }

    /// The form of a whole record.
    fileprivate init<Event: EventForm>(ofRecord event: Event.Type) {
        about = Event.about.description
        add("seq", .integer(Event.seq), nil)
        add("at", .text(.time), nil)
        add("type", .constant(Event.type.description), nil)
        addMembers(of: event)
    }

    private mutating func addMembers<Part: Form>(of part: Part.Type) {
        var blank = Part()
        blank.members(&self)
    }

    private mutating func add(
        _ name: StaticString, _ form: ValueForm, _ about: StaticString?, isOptional: Bool = false
    ) {
        precondition(fields.count < 64, "a field has a bit each")
        if !isOptional { required |= 1 << UInt64(fields.count) }
        fields.append(
            Field(
                name: name.description, form: form, about: about?.description,
                isOptional: isOptional, key: Array("\"\(name)\":".utf8)))
    }
}

extension ObjectForm: FormVisitor {
    package mutating func member<Value: MemberValue>(
        _ name: StaticString, _ value: inout Value, _ kind: Value.Kind, _ about: StaticString?
    ) {
        add(name, Value.form(kind), about)
    }

    package mutating func optional<Value: MemberValue>(
        _ name: StaticString, _ value: inout Value?, _ kind: Value.Kind, _ about: StaticString?
    ) {
        add(name, Value.form(kind), about, isOptional: true)
    }

    package mutating func object<Part: Form>(_ name: StaticString, _ part: inout Part) {
        add(name, .object(ObjectForm(of: Part.self)), nil)
    }

    package mutating func object<Part: Form>(_ name: StaticString, _ part: inout Part?) {
        add(name, .object(ObjectForm(of: Part.self)), nil, isOptional: true)
    }
}

extension EventForm {
    /// The form of a whole record of it, `seq`, `at` and `type` included.
    package static var recordForm: ObjectForm { ObjectForm(ofRecord: Self.self) }
}
