import Foundation
import JSONText
import ScanEvents
import Testing

/// A request that is wrong in many places, or at length, is answered in few words.
struct RequestLimitsTests {
    private func problems(
        _ text: String, refusesUnknownFields: Bool = true
    ) throws -> [RequestProblem] {
        let value = try JSONValue.parse(Array(text.utf8))
        do {
            _ = try ScanRequest(json: value, refusesUnknownFields: refusesUnknownFields)
            return []
        } catch {
            return error.problems
        }
    }

    private func members(_ count: Int, _ member: (Int) -> String) -> String {
        (0..<count).map(member).joined(separator: ",")
    }

    @Test func ofManyProblemsThereAreTwenty() throws {
        let shapes = [
            #"{"strategy":"x",\#(members(30_000) { "\"u\($0)\":1" })}"#,
            #"{"strategy":"x",\#(members(30_000) { _ in "\"cash\":1" }),\#(members(30) { "\"u\($0)\":1" })}"#,
            #"{"strategy":"x","tickers":[\#(members(30_000) { "\($0)" })]}"#,
            #"{"strategy":"x","parameters":{\#(members(64) { "\"p\($0)\":[]" })}}"#,
        ]
        for shape in shapes {
            let problems = try problems(shape)
            #expect(problems.count == 20, "\(shape.prefix(40))")
            #expect(InvalidRequest(problems).description.utf8.count < 24_000)
        }
    }

    @Test func namesAreCutAtACharacter() throws {
        for name in [String(repeating: "a", count: 1_000), String(repeating: "€", count: 500)] {
            let problem = try #require(try problems(#"{"strategy":"x","\#(name)":1}"#).first)
            #expect(problem.pointer.utf8.count <= 203)
            #expect(problem.pointer.hasSuffix("…"))
            #expect(problem.pointer.dropFirst().dropLast().allSatisfy { $0 == name.first })
        }
        #expect("abc".cut(toBytes: 3) == "abc")
        #expect("abcd".cut(toBytes: 3) == "abc…")
        #expect("a€".cut(toBytes: 3) == "a…")
        #expect("".cut(toBytes: 0).isEmpty)
        #expect("€".cut(toBytes: 0) == "…")
    }

    @Test func parametersAreCounted() throws {
        func request(_ count: Int) -> String {
            #"{"strategy":"x","parameters":{\#(members(count) { "\"p\($0)\":1" })}}"#
        }
        #expect(try problems(request(64)).isEmpty)
        #expect(try problems(request(65)).map(\.pointer) == ["/parameters"])
        #expect(try problems(request(65), refusesUnknownFields: false).isEmpty)
    }

    @Test(arguments: [
        ("strategy", 100), ("start_date", 32), ("end_date", 32), ("interval", 32), ("fills", 32),
        ("universe", 4_096), ("source", 4_096),
    ])
    func textsHaveALengthByKindExceptOnTapes(field: String, limit: Int) throws {
        func request(_ count: Int) -> String {
            let text = String(repeating: "x", count: count)
            return field == "strategy"
                ? #"{"strategy":"\#(text)"}"# : #"{"strategy":"x","\#(field)":"\#(text)"}"#
        }
        #expect(try problems(request(limit)).isEmpty)
        let problem = try problems(request(limit + 1))
        #expect(problem.map(\.pointer) == ["/\(field)"])
        #expect(problem.first?.detail == "has \(limit + 1) bytes; at most \(limit) are read")
        #expect(try problems(request(limit + 1), refusesUnknownFields: false).isEmpty)
    }

    /// Every escape of four digits, and every pair of the first halves with some second ones.
    @Test func escapesAreReadAsFoundationReadsThem() throws {
        var texts = (0...0xffff).map { "\"\\u" + Self.digits($0) + "x\"" }
        for high in stride(from: 0xd7f0, to: 0xdc10, by: 3) {
            for low in [0x20, 0xd800, 0xdbff, 0xdc00, 0xdd42, 0xdfff, 0xe000] {
                texts.append("\"\\u" + Self.digits(high) + "\\u" + Self.digits(low) + "\"")
            }
        }
        texts += (0...0xff).map { "\"\\" + String(Unicode.Scalar(UInt8($0))) + "\"" }
        let decoder = JSONDecoder()
        for text in texts {
            let expected = try? decoder.decode(String.self, from: Data(text.utf8))
            let found = try? JSONValue.parse(Array(text.utf8))
            if found != expected.map(JSONValue.string) {
                Issue.record("\(text): \(String(describing: found))")
                return
            }
        }
    }

    private static func digits(_ unit: Int) -> String {
        let text = String(unit, radix: 16, uppercase: unit.isMultiple(of: 2))
        return String(repeating: "0", count: 4 - text.count) + text
    }
}
