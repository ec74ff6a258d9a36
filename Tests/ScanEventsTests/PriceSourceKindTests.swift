import Foundation
import ScanEvents
import TestSupport
import Testing

@Suite struct PriceSourceKindTests {
    @Test func namesAreToldWithTheirOptions() {
        #expect(
            PriceSourceKind.usage == [
                "bundled", "bundled?delay=20ms", "csv:PATH", "csv:PATH?adjusted=true", "yahoo",
                "yahoo?adjusted=false", "yahoo?refresh=true",
            ])
        #expect(
            PriceSourceKind.writtenForm == "bundled, yahoo or csv:/PATH, perhaps with options")
    }

    /// A tape that a kind of source has made is what the audit and the schema expect.
    @Test(arguments: PriceSourceKind.allCases)
    func namesOfAKindAreThoseOfTapes(kind: PriceSourceKind) throws {
        let pattern = try Regex(PriceSourceKind.writtenPattern)
        let head = kind.takesPath ? kind.rawValue + ":/some prices/é" : kind.rawValue
        let names = [head] + kind.options.map { "\(head)?\($0.name)=\($0.example ?? "1s")" }
        for name in names {
            #expect(PriceSourceKind.isWritten(Array(name.utf8)[...]), "\(name)")
            #expect(try pattern.wholeMatch(in: name) != nil, "\(name)")
        }
        for name in [head + "x", "x" + head, kind.rawValue + "?", kind.rawValue + ":", ""]
        where !kind.takesPath || name != head + "x" {
            #expect(!PriceSourceKind.isWritten(Array(name.utf8)[...]), "\(name)")
            #expect(try pattern.wholeMatch(in: name) == nil, "\(name)")
        }
    }

    @Test func schemaAndContractSayTheSame() throws {
        let schemas = Program.repository + "/Schemas/"
        let common = try JSONSerialization.jsonObject(
            with: Data(try readFile(schemas + "events/common.schema.json")))
        let definitions = (common as? [String: Any])?["$defs"] as? [String: Any]
        let request = definitions?["request"] as? [String: Any]
        let properties = request?["properties"] as? [String: Any]
        let source = try #require(properties?["source"] as? [String: Any])
        #expect(source["pattern"] as? String == PriceSourceKind.writtenPattern)
        let contract = String(decoding: try readFile(schemas + "openapi.yaml"), as: UTF8.self)
        let words = contract.split(whereSeparator: \.isWhitespace).joined(separator: " ")
        let usage = PriceSourceKind.usage.joined(separator: ", ")
        #expect(words.contains("Where the prices come from: \(usage)."))
    }
}
