internal import ScanEvents

extension Column {
    /// A column for each member of a form, those of its objects in their place; of an object that
    /// may be left out, under its name, an underscore and theirs.
    static func members<Part: Form>(of part: Part.Type) -> [Column] {
        columns(of: ObjectForm(of: part))
    }

    private static func columns(of form: ObjectForm) -> [Column] {
        form.fields.flatMap { field in
            if case .object(let object) = field.form {
                field.isOptional
                    ? columns(of: object).map { $0.prefixed("\(field.name)_").orNull }
                    : columns(of: object)
            } else {
                [column(field.name, field.isOptional ? .nullable(field.form) : field.form)]
            }
        }
    }

    private static func column(_ name: String, _ form: ValueForm) -> Column {
        switch form {
        case .integer: .integer(name)
        case .number: .number(name)
        case .flag: .flag(name)
        // A record may hold another text there.
        case .text(.date), .text(.barTime): .date(name).orNull
        case .text(.time): .time(name).orNull
        case .text(.message), .text(.key): .text(name)
        case .text, .constant: .word(name)
        case .nullable(let inner): column(name, inner).orNull
        case .array, .object, .numbers: .json(name)
        }
    }

    /// The same column under a longer name.
    func prefixed(_ prefix: String) -> Column {
        Column(prefix + name, kind, isNullable: isNullable, isRepetitive: isRepetitive)
    }
}

/// Appends a value for each member of a form, as `Column.members` has columns.
extension RowBatch: FormVisitor {
    /// Appends the members of `part`, or as many rows without a value.
    mutating func add<Part: Form>(members part: Part?) {
        var part = part
        if part != nil {
            part?.members(&self)
        } else {
            for _ in Column.members(of: Part.self) { addNull() }
        }
    }

    mutating func member<Value: MemberValue>(
        _ name: StaticString, _ value: inout Value, _ kind: Value.Kind, _ about: StaticString?
    ) {
        switch value.cell(kind) {
        case .none: addNull()
        case .text(let text):
            switch nextKind {
            case .date: add(CalendarText.days(text))
            case .time: add(CalendarText.micros(text))
            default: add(text)
            }
        case .integer(let integer): add(integer)
        case .number(let number): add(number)
        case .flag(let flag): add(flag)
        case .json(let json): add(json, json.indices)
        }
    }

    mutating func optional<Value: MemberValue>(
        _ name: StaticString, _ value: inout Value?, _ kind: Value.Kind, _ about: StaticString?
    ) {
        if var given = value { member(name, &given, kind, about) } else { addNull() }
    }

    mutating func object<Part: Form>(_ name: StaticString, _ part: inout Part) {
        part.members(&self)
    }

    mutating func object<Part: Form>(_ name: StaticString, _ part: inout Part?) {
        add(members: part)
    }
}
