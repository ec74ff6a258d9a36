import JSONText
import ScanEvents

/// Schemas of values, as they are told in one file: what several share is referred to.
struct SchemaDefinitions {
    typealias Member = (name: String, value: JSONValue)

    /// The file that holds the shared definitions, empty within it.
    let file: String

    private static let objects: [(name: String, form: ObjectForm)] = [
        ("idempotency", ObjectForm(of: ScanEvent.Idempotency.self)),
        ("request", ObjectForm(of: ScanRequest.self)),
        ("stock_result", ObjectForm(of: StockResult.self)),
    ]

    /// A reference to a shared definition.
    func reference(_ name: String, _ about: String?, _ more: Member...) -> JSONValue {
        .object([("$ref", .string("\(file)#/$defs/\(name)"))] + description(about) + more)
    }

    /// The schemas of an object's fields.
    func properties(of form: ObjectForm) -> [Member] {
        form.fields.map { ($0.name, schema($0.form, $0.about)) }
    }

    /// The names of the fields that must be there.
    func required(by form: ObjectForm) -> JSONValue {
        .array(form.fields.filter { !$0.isOptional }.map { .string($0.name) })
    }

    private func description(_ about: String?) -> [Member] {
        guard let about else { return [] }
        return [("description", .string(about))]
    }

    // MARK: Values

    /// The schema of a value.
    func schema(_ form: ValueForm, _ about: String?) -> JSONValue {
        if let name = sharedName(form) { return reference(name, about) }
        switch form {
        case .integer(.positive): return reference("count", about, ("minimum", .number(1)))
        case .object(let object): return .object(members(of: object))
        case .text(let kind): return .object(description(about ?? kind.about) + constraints(form))
        default: return .object(description(about) + constraints(form))
        }
    }

    private func sharedName(_ form: ValueForm) -> String? {
        switch form {
        case .integer(.count): "count"
        case .number(.seconds): "seconds"
        case .number(.elapsed): "elapsed"
        case .number(.percent): "percent"
        case .text(let kind): kind.isNullableDefinition ? nil : kind.definitionName
        case .nullable(.text(.sector)): "sector"
        case .nullable(.text(.date)): "date_or_null"
        case .nullable(.text(.time)): "at_or_null"
        case .object(let object): Self.objects.first { $0.form.about == object.about }?.name
        default: nil
        }
    }

    /// What a value must be, its description aside.
    private func constraints(_ form: ValueForm) -> [Member] {
        switch form {
        case .integer(.version):
            [("type", .string("integer")), ("const", .number(Double(ScanEvent.schemaVersion)))]
        case .integer(let kind):
            [("type", .string("integer")), ("minimum", .number(Double(kind.range.lowerBound)))]
                + (kind.range.upperBound == .max
                    ? [] : [("maximum", .number(Double(kind.range.upperBound)))])
        case .number(let kind): [("type", .string("number"))] + kind.bounds
        case .flag: [("type", .string("boolean"))]
        case .text(let kind): kind.constraints
        case .constant(let word): [("const", .string(word))]
        case .nullable(let inner): nullable(constraints(inner))
        case .array(let element, let count): array(element, count)
        case .object(let object): members(of: object)
        case .numbers:
            [
                ("type", .string("object")),
                (
                    "propertyNames",
                    .object(TextForm.strategy.constraints.filter { $0.name == "pattern" })
                ),
                ("additionalProperties", .object([("type", .string("number"))])),
            ]
        }
    }

    private func nullable(_ members: [Member]) -> [Member] {
        var members = members
        for index in members.indices where members[index].name == "type" {
            members[index].value = .array([members[index].value, .string("null")])
        }
        for index in members.indices where members[index].name == "enum" {
            guard case .array(let words) = members[index].value else { continue }
            members[index].value = .array(words + [.null])
        }
        return members
    }

    private func array(_ element: ValueForm, _ count: ClosedRange<Int>) -> [Member] {
        var members: [Member] = [
            ("type", .string("array")), ("items", schema(element, nil)),
        ]
        if count.lowerBound > 0 {
            members.append(("minItems", .number(Double(count.lowerBound))))
        }
        if count.upperBound < .max {
            members.append(("maxItems", .number(Double(count.upperBound))))
        }
        if case .text(.ticker) = element { members.append(("uniqueItems", .boolean(true))) }
        return members
    }

    private func members(of form: ObjectForm) -> [Member] {
        [
            ("description", .string(form.about)), ("type", .string("object")),
            ("required", required(by: form)), ("properties", .object(properties(of: form))),
            ("additionalProperties", .boolean(false)),
        ]
    }

    // MARK: Shared definitions

    /// The definitions that are referred to, by records and by the messages of streams.
    var all: [Member] {
        var all = Self.objects.map { definition(of: $0.name, $0.form) }
        for kind in TextForm.allCases {
            guard let name = kind.definitionName else { continue }
            let constraints =
                kind.isNullableDefinition ? nullable(kind.constraints) : kind.constraints
            all.append((name, .object(description(kind.about) + constraints)))
        }
        all.append(
            defined(
                "at_or_null", "A time, UTC with microseconds, or null.", .nullable(.text(.time))))
        all.append(defined("date_or_null", "A day, or null.", .nullable(.text(.date))))
        all.append(integer("seq", "Sequence number of the record: from 0, without gaps.", 0))
        all.append(integer("later_seq", "Sequence number of a record after the first.", 1))
        all.append(integer("count", "How many.", 0))
        all.append(
            defined("seconds", "A duration in seconds, to the microsecond.", .number(.seconds)))
        let elapsed =
            "Seconds since the scan started, by a clock that never goes back; to the microsecond."
        all.append(defined("elapsed", elapsed, .number(.elapsed)))
        all.append(defined("percent", "A share in per cent.", .number(.percent)))
        return all
    }

    private func defined(_ name: String, _ about: String, _ form: ValueForm) -> Member {
        (name, .object(description(about) + constraints(form)))
    }

    private func integer(_ name: String, _ about: String, _ least: Double) -> Member {
        (
            name,
            .object(
                description(about) + [("type", .string("integer")), ("minimum", .number(least))])
        )
    }

    private func definition(of name: String, _ form: ObjectForm) -> Member {
        guard name == "request" else { return (name, .object(members(of: form))) }
        // Beyond what a field must be: one of two fields is null.
        func rule(_ field: String, _ type: String) -> JSONValue {
            let constraint = JSONValue.object([("type", .string(type))])
            return .object([("properties", .object([(field, constraint)]))])
        }
        let rules: [Member] = [
            ("if", rule("tickers", "null")), ("then", rule("universe", "string")),
            ("else", rule("universe", "null")),
        ]
        return (name, .object(members(of: form) + rules))
    }
}

extension NumberForm {
    /// The bounds of the range.
    var bounds: [SchemaDefinitions.Member] {
        switch self {
        case .any: []
        case .notNegative, .seconds, .elapsed: [("minimum", .number(0))]
        case .positive: [("exclusiveMinimum", .number(0))]
        case .percent: [("minimum", .number(0)), ("maximum", .number(100))]
        case .cash: [("exclusiveMinimum", .number(0)), ("maximum", .number(1e12))]
        case .fraction: [("minimum", .number(0)), ("exclusiveMaximum", .number(1))]
        }
    }
}
