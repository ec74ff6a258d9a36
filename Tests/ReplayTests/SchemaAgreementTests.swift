import Foundation
import JSONText
import ScanEvents
import TestSupport
import Testing

@testable import Tapes
@testable import Auditing

/// The forms that an audit checks records with say what the JSON Schemas say.
struct SchemaAgreementTests {
    /// Resolves references among the schemas of `Schemas/events`.
    private struct Schemas {
        private let directory = Program.repository + "/Schemas/events/"

        func file(_ name: String) throws -> [String: Any] {
            let json = try JSONSerialization.jsonObject(with: Data(readFile(directory + name)))
            return try #require(json as? [String: Any])
        }

        /// A schema with what it refers to in place.
        func resolved(_ schema: [String: Any]) throws -> [String: Any] {
            guard let reference = schema["$ref"] as? String else { return schema }
            let parts = reference.split(separator: "#", omittingEmptySubsequences: false)
            let name = parts[0].isEmpty ? "common.schema.json" : String(parts[0])
            var target: Any = try file(name)
            for step in parts.count > 1 ? parts[1].split(separator: "/") : [] {
                target = try #require((target as? [String: Any])?[String(step)])
            }
            let found = try resolved(try #require(target as? [String: Any]))
            return found.merging(schema.filter { $0.key != "$ref" }) { _, own in own }
        }
    }

    private let schemas = Schemas()
    private static let types = ScanEvent.allForms.map { $0.type.description }

    @Test func thereIsAFormForEachSchemaOfARecord() throws {
        let names = try FileManager.default.contentsOfDirectory(
            atPath: Program.repository + "/Schemas/events")
        let types = names.compactMap { name in
            name.hasSuffix(".schema.json") ? String(name.dropLast(12)) : nil
        }.filter { !["common", "record"].contains($0) }
        #expect(Set(types) == Set(Self.types))
    }

    @Test(arguments: types)
    func theFormOfARecordIsThatOfItsSchema(_ type: String) throws {
        let event = try #require(ScanEvent.allForms.first { $0.type.description == type })
        try compare(event.recordForm, try schemas.file("\(type).schema.json"), at: type)
    }

    private func compare(
        _ form: ObjectForm, _ schema: [String: Any], at path: String
    ) throws {
        let properties = try #require(schema["properties"] as? [String: [String: Any]])
        #expect(Set(form.fields.map(\.name)) == Set(properties.keys), "\(path)")
        let required = form.fields.filter { !$0.isOptional }.map(\.name)
        #expect(Set(required) == Set(schema["required"] as? [String] ?? []), "\(path)")
        #expect(schema["additionalProperties"] as? Bool == false, "\(path)")
        for field in form.fields {
            let property = try #require(properties[field.name])
            let path = "\(path)/\(field.name)"
            // A higher number is told as a note: a later version wrote the tape.
            guard !["scan_requested/schema", "sweep_requested/schema"].contains(path) else {
                continue
            }
            try compare(field.form, try schemas.resolved(property), at: path)
        }
    }

    private func compare(
        _ form: ValueForm, _ schema: [String: Any], at path: String
    ) throws {
        let type = schema["type"]
        switch form {
        case .integer(let kind):
            let range = kind.range
            #expect(type as? String == "integer" || schema["const"] != nil, "\(path)")
            let constant = schema["const"] as? Int
            #expect(schema["minimum"] as? Int ?? constant == range.lowerBound, "\(path)")
            let most = schema["maximum"] as? Int ?? constant ?? .max
            #expect(most == range.upperBound, "\(path)")
        case .number(let range):
            #expect(type as? String == "number", "\(path)")
            try compare(range, schema, at: path)
        case .flag:
            #expect(type as? String == "boolean", "\(path)")
        case .text(let text):
            try compare(text, schema, at: path)
        case .constant(let word):
            #expect(schema["const"] as? String == word, "\(path)")
        case .nullable(let inner):
            var kinds = type as? [String] ?? ["null"]
            #expect(kinds.contains("null") && (type != nil || schema["enum"] != nil), "\(path)")
            kinds.removeAll { $0 == "null" }
            var schema = schema
            schema["type"] = kinds.first
            if let words = schema["enum"] as? [Any] {
                #expect(words.contains { $0 is NSNull }, "\(path)")
                schema["enum"] = words.filter { !($0 is NSNull) }
            }
            try compare(inner, schema, at: path)
        case .array(let inner, let count):
            #expect(type as? String == "array", "\(path)")
            #expect(schema["minItems"] as? Int ?? 0 == count.lowerBound, "\(path)")
            #expect(schema["maxItems"] as? Int ?? .max == count.upperBound, "\(path)")
            let items = try #require(schema["items"] as? [String: Any])
            try compare(inner, try schemas.resolved(items), at: path + "/0")
        case .object(let inner):
            try compare(inner, schema, at: path)
        case .numbers:
            let values = schema["additionalProperties"] as? [String: Any]
            #expect(values?["type"] as? String == "number", "\(path)")
        }
    }

    private func compare(
        _ range: NumberForm, _ schema: [String: Any], at path: String
    ) throws {
        let least = schema["minimum"] as? Double
        let most = schema["maximum"] as? Double
        for sample in [-1.0, 0, 0.5, 1, 50, 100, 100.5, 1e12, 1.1e12] {
            let isAllowed =
                least.map { sample >= $0 } ?? true && most.map { sample <= $0 } ?? true
                && (schema["exclusiveMinimum"] as? Double).map { sample > $0 } ?? true
                && (schema["exclusiveMaximum"] as? Double).map { sample < $0 } ?? true
            #expect(range.contains(sample) == isAllowed, "\(path): \(sample)")
        }
    }

    /// Texts among which each pattern of the schemas lets some through and refuses others.
    private static let samples = [
        "", "a", "A", "AAPL", "BRK.B", "^GSPC", "TOOLONGATICKERNAME", "bollinger_bands", "1x",
        "2017-10-02", "2017-13-02", "2017-1-02", "2017-10-32", "2017-10-02T09:30",
        "2017-10-02T24:00", "2026-11-24T21:10:54.123456Z", "2026-11-24T21:60:54.123456Z",
        "2026-11-24T21:10:54Z", String(repeating: "a", count: 64),
        String(repeating: "A", count: 64), String(repeating: "f", count: 63), "job-1", "-job",
        "tapedeck 0.1.0", "tapedeck 1.0.0-beta.1", "tapedeck", "tapedeck 1", "sp500", "bundled",
        "all", "file:/x", "file:x", "csv:/x", "csv:x", "csv:/", "yahoo", "yahoo?adjusted=false",
        "bundled?", "bundled?delay=20ms", "1d", "2d", "next_open", "close", "no_data", "Energy",
        String(repeating: "k", count: 255), "a b", "scan_started", "stock_slow",
    ]

    private func compare(
        _ text: TextForm, _ schema: [String: Any], at path: String
    ) throws {
        let pattern = try (schema["pattern"] as? String).map { try Regex($0) }
        let words = (schema["enum"] as? [String]) ?? (schema["const"] as? String).map { [$0] }
        var matched = 0
        for sample in Self.samples + (words ?? []) {
            var isAllowed = words?.contains(sample) ?? true
            if let pattern { isAllowed = isAllowed && sample.wholeMatch(of: pattern) != nil }
            if let least = schema["minLength"] as? Int {
                isAllowed = isAllowed && sample.count >= least
            }
            #expect(text.matches(Array(sample.utf8).span) == isAllowed, "\(path): '\(sample)'")
            matched += isAllowed ? 1 : 0
        }
        #expect(matched > 0, "\(path): the samples try the pattern")
    }

    @Test func recordsOfAllTypesThatTheProgramWritesAreAccepted() throws {
        for job in Tapes.all {
            let lines = try Forge.bodies(of: Tapes.path(job))
            for (seq, body) in lines.enumerated() {
                let line = Array(
                    #"{"seq":\#(seq),"at":"2026-11-24T21:10:54.000000Z",\#(body)}"#.utf8)
                let check = RecordCheck(line, line.indices)
                #expect(check.problems.isEmpty && check.unknown.isEmpty, "\(check.problems)")
            }
        }
    }

    /// Records of stocks in the form that is read fast, one of each kind.
    private static let stocks = [
        #"{"seq":7,"at":"2026-11-24T21:10:54.000000Z","type":"stock_slow","ticker":"BRK.B","#
            + #""seconds":5.25,"elapsed":12}"#,
        #"{"seq":7,"at":"2026-11-24T21:10:54.000000Z","type":"stock_failed","ticker":"A","#
            + #""sector":"Energy","code":"no_data","message":"no bars","seconds":0,"elapsed":1e3}"#,
        #"{"seq":7,"at":"2026-11-24T21:10:54.000000Z","type":"stock_completed","result":"#
            + #"{"ticker":"A","sector":null,"pnl":-1.5,"return_pct":-0.015,"total_trades":3,"#
            + #""winning_trades":1,"losing_trades":1,"open_trades":1,"rejected_orders":0,"#
            + #""sharpe_ratio":null,"max_drawdown":3.5,"gross_profit":1,"gross_loss":2,"#
            + #""exposure_pct":99.5,"start_value":10000,"end_value":9998.5},"bars":1259,"#
            + #""first_date":"2013-02-08","last_date":"2018-02-07","bars_sha256":""#
            + String(repeating: "0a", count: 32) + #"","rows_read":1259,"rows_dropped":0,"#
            + #""rows_outside_range":0,"fetched_at":"2026-11-24T21:10:54.000000Z","#
            + #""seconds":0.001,"elapsed":2}"#,
    ]

    @Test(arguments: stocks)
    func whatIsReadFastIsWhatTheCheckAccepts(_ stock: String) throws {
        let line = Array(stock.utf8)
        #expect(RecordedEvent.inCanonicalForm(line, line.indices) != nil)
        var altered: [String] = []
        for name in stock.matches(of: #/"(\w+)":("[^"]*"|[-0-9.e]+|null)/#) {
            for value in [
                #""""#, #""x""#, #""NO_1""#, #""0123456789ABCDEF0""#, "null", "true", "[]", "-1",
                "-0", "0", "0.5", "1", "2", "00", "100", "100.5", "1e400", "9223372036854775808",
                #""2026-00-10""#, #""2026-10-32""#, #""2026-10-10""#,
                #""2026-10-10T23:00:00.000000Z""#, #""2026-10-10T24:00:00.000000Z""#,
                #""2026-10-10T23:60:00.000000Z""#, #""2026-10-10T23:00:60.000000Z""#,
                #""2026-10-10T23:00:00.00000aZ""#, #""\#(String(repeating: "A", count: 64))""#,
                #""no_such_code""#, #""prices_changed""#, #""unknown_ticker""#, #""caf\u{e9}""#,
            ] {
                let place = name.output.2.startIndex..<name.output.2.endIndex
                altered.append(stock.replacingCharacters(in: place, with: value))
            }
        }
        for index in line.indices {
            for byte in #" "\,:{}0-9.eZA"#.utf8 {
                var copy = line
                copy[index] = byte
                altered.append(String(decoding: copy, as: UTF8.self))
            }
        }
        var accepted = 0
        for text in altered {
            let line = Array(text.utf8)
            guard RecordedEvent.inCanonicalForm(line, line.indices) != nil else { continue }
            accepted += 1
            let check = RecordCheck(line, line.indices)
            #expect(check.problems.isEmpty && check.unknown.isEmpty, "\(text): \(check.problems)")
        }
        #expect(accepted > 100 && accepted < altered.count)
    }

    @Test(arguments: [UInt64(1), 2, 3, 4])
    func damagedTextIsNeverAcceptedSilentlyAndNeverStopsTheCheck(_ seed: UInt64) throws {
        var random = SeededGenerator(seed: seed)
        let bodies = try Forge.bodies(of: Tapes.path(Tapes.withFailures))
        for _ in 0..<3_000 {
            let seq = Int.random(in: 0..<bodies.count, using: &random)
            var line = Array(
                #"{"seq":\#(seq),"at":"2026-11-24T21:10:54.000000Z",\#(bodies[seq])}"#.utf8)
            let place = Int.random(in: line.indices, using: &random)
            line[place] = UInt8.random(in: 0...255, using: &random)
            let check = RecordCheck(line, line.indices)
            // Whatever the reader refuses, the check must refuse, too.
            if (try? RecordedEvent(line)) == nil {
                #expect(
                    !check.problems.isEmpty,
                    "seed \(seed), byte \(place): \(String(decoding: line, as: UTF8.self))")
            }
        }
    }
}
