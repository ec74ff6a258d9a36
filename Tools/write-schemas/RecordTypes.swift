import ScanEvents

/// The types of records for the client library, in TypeScript.
enum RecordTypes {
    private static let parts: [(name: String, form: ObjectForm)] = [
        ("Idempotency", ObjectForm(of: ScanEvent.Idempotency.self)),
        ("RecordedRequest", ObjectForm(of: ScanRequest.self)),
        ("PriceRecord", ObjectForm(of: ScanEvent.PriceRecord.self)),
        ("RuleCount", ObjectForm(of: RuleCount.self)),
        ("StockBenchmark", ObjectForm(of: StockBenchmark.self)),
        ("StockResult", ObjectForm(of: StockResult.self)),
        ("PortfolioStatistics", ObjectForm(of: PortfolioStatistics.self)),
        ("PortfolioBenchmark", ObjectForm(of: PortfolioBenchmark.self)),
        ("SweepTerms", ObjectForm(of: SweepTerms.self)),
        ("SweepWindow", ObjectForm(of: SweepWindow.self)),
    ]

    /// The whole file.
    static var text: String {
        var blocks = [
            "/** The records of a tape. Written by Tools/write-schemas from their forms. */"
        ]
        blocks.append(
            comment(TextForm.failureCode.about, "")
                + "export type FailureCode =\n\(union(of: TextForm.failureCode.words ?? []));")
        blocks.append(sentRequest)
        blocks += parts.map { interface($0.name, $0.form) }
        blocks.append(
            """
            interface RecordHead {
                /** Sequence number of the record: from 0, without gaps. */
                seq: number;
                /** When the record was written, UTC with microseconds. */
                at: string;
            }
            """)
        let events = ScanEvent.allForms.map { (name: recordName($0), form: $0.recordForm) }
        blocks += events.map { name, form in
            interface("\(name) extends RecordHead", form, leavingOut: ["seq", "at"])
        }
        blocks.append(
            """
            /** The records that this version knows; a later one may write others. */
            export type KnownRecord =
            \(events.map { "    | \($0.name)" }.joined(separator: "\n"));
            """)
        return blocks.joined(separator: "\n\n") + "\n"
    }

    /// `scan_paused` becomes `ScanPausedRecord`.
    private static func recordName(_ event: any EventForm.Type) -> String {
        event.type.description.split(separator: "_").map {
            $0.prefix(1).uppercased() + $0.dropFirst()
        }
        .joined() + "Record"
    }

    /// What a client sends: fields that are left out or null have their defaults.
    private static var sentRequest: String {
        let form = ObjectForm(of: ScanRequest.self)
        let fields = form.fields.map { field in
            let type = typeName(of: field.form)
            guard field.name != "strategy" else { return "    \(field.name): \(type);" }
            let nullable = type.hasSuffix("| null") ? type : "\(type) | null"
            return "    \(field.name)?: \(nullable);"
        }
        return """
            /** A request as a client sends it: what is left out or null has its default. */
            export interface ScanRequest {
            \(fields.joined(separator: "\n"))
            }
            """
    }

    private static func interface(
        _ head: String, _ form: ObjectForm, leavingOut others: Set<String> = []
    ) -> String {
        let fields = form.fields.filter { !others.contains($0.name) }.map { field in
            comment(field.about, "    ")
                + "    \(field.name)\(field.isOptional ? "?" : ""): \(typeName(of: field.form));"
        }
        return comment(form.about, "") + "export interface \(head) {\n"
            + fields.joined(separator: "\n") + "\n}"
    }

    private static func typeName(of form: ValueForm) -> String {
        switch form {
        case .integer, .number: return "number"
        case .flag: return "boolean"
        case .text(.failureCode): return "FailureCode"
        case .text(.leftOutCode): return "FailureCode | \"prices_changed\""
        case .text(.fills): return words(of: .fills)
        case .text(.objective): return words(of: .objective)
        case .text(.verdict): return words(of: .verdict)
        case .text: return "string"
        case .constant(let word): return "\"\(word)\""
        case .nullable(let inner): return "\(typeName(of: inner)) | null"
        case .array(let element, _):
            let name = typeName(of: element)
            return name.contains(" | ") ? "(\(name))[]" : "\(name)[]"
        case .object(let object):
            return parts.first { $0.form.about == object.about }?.name ?? "object"
        case .numbers: return "Record<string, number>"
        }
    }

    private static func words(of form: TextForm) -> String {
        (form.words ?? []).map { "\"\($0)\"" }.joined(separator: " | ")
    }

    private static func union(of words: [String]) -> String {
        words.map { "    | \"\($0)\"" }.joined(separator: "\n")
    }

    /// A comment of as many lines as it takes, or nothing.
    private static func comment(_ text: String?, _ indent: String) -> String {
        guard let text else { return "" }
        if indent.count + text.count + 7 <= 100 { return "\(indent)/** \(text) */\n" }
        var lines = ["\(indent) *"]
        for word in text.split(separator: " ") {
            if lines[lines.count - 1].count + 1 + word.count > 100 { lines.append("\(indent) *") }
            lines[lines.count - 1] += " \(word)"
        }
        return "\(indent)/**\n\(lines.joined(separator: "\n"))\n\(indent) */\n"
    }
}
