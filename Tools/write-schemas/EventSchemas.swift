import JSONText
import ScanEvents

/// The JSON Schemas of the records of a tape.
enum EventSchemas {
    private static let commonFile = "common.schema.json"

    /// The schema of a record with that event.
    static func schema(of event: any EventForm.Type) -> JSONValue {
        let form = event.recordForm
        let definitions = SchemaDefinitions(file: commonFile)
        var properties = definitions.properties(of: form)
        properties[0] = ("seq", seq(event.seq))
        properties[1] = ("at", definitions.reference("at", nil))
        return file(
            "\(event.type)", about: form.about,
            [
                ("type", .string("object")),
                ("required", definitions.required(by: form)),
                ("properties", .object(properties)),
                ("additionalProperties", .boolean(false)),
            ])
    }

    private static func seq(_ form: IntegerForm) -> JSONValue {
        let definitions = SchemaDefinitions(file: commonFile)
        guard form == .first else { return definitions.reference("later_seq", nil) }
        return definitions.reference(
            "seq", "Sequence number: this is always the first record.", ("const", .number(0)))
    }

    /// The schema of any record.
    static var record: JSONValue {
        let types = ScanEvent.allForms.map { $0.type.description }
        let conditions = types.map { type in
            let isOfType = JSONValue.object([("type", .object([("const", .string(type))]))])
            let condition = JSONValue.object([
                ("properties", isOfType), ("required", .array([.string("type")])),
            ])
            let schema = JSONValue.object([("$ref", .string("\(type).schema.json"))])
            return JSONValue.object([("if", condition), ("then", schema)])
        }
        let known = JSONValue.object([("enum", .array(types.map { .string($0) }))])
        return file(
            "record", about: "One line of a tape: any of the records that this version writes.",
            [
                ("type", .string("object")),
                ("required", .array(["seq", "at", "type"].map { .string($0) })),
                ("properties", .object([("type", known)])),
                ("allOf", .array(conditions)),
            ])
    }

    /// What the records, and the messages of streams, share.
    static var common: JSONValue {
        file(
            "common", title: "Shared definitions",
            about: "Pieces of the records of a tape and of the messages of its streams.",
            [("$defs", .object(SchemaDefinitions(file: "").all))])
    }

    private static func file(
        _ name: String, title: String? = nil, about: String,
        _ members: [(name: String, value: JSONValue)]
    ) -> JSONValue {
        .object(
            [
                ("$schema", .string("https://json-schema.org/draft/2020-12/schema")),
                ("$id", .string("\(name).schema.json")),
                ("title", .string(title ?? name)),
                ("description", .string(about)),
            ] + members)
    }
}
