import JSONText
import Testing

@Suite struct JSONWriterTests {
    @Test(arguments: [
        ("nothing", "", #""""#),
        ("plain", "Bollinger: 20 / 2", #""Bollinger: 20 / 2""#),
        ("quote and backslash", #"say "\n""#, #""say \"\\n\"""#),
        ("line ends", "a\nb\r\nc\td", #""a\u000ab\u000d\u000ac\u0009d""#),
        ("lowest and highest control", "\0\u{1f} ", #""\u0000\u001f ""#),
        ("delete and C1 need no escape", "\u{7f}\u{85}", "\"\u{7f}\u{85}\""),
        ("separators need no escape", "\u{2028}\u{2029}", "\"\u{2028}\u{2029}\""),
        ("beyond the first plane", "é😀\u{10ffff}", "\"é😀\u{10ffff}\""),
        ("quote with a combining mark", "\"\u{301}", "\"\\\"\u{301}\""),
    ])
    func stringIsEscapedWhereItMust(name: String, text: String, json: String) throws {
        var writer = JSONWriter()
        writer.value(text)
        #expect(writer.bytes == Array(json.utf8), "\(name)")
        #expect(try JSONValue.parse(writer.bytes) == .string(text), "\(name)")
    }

    @Test func everyControlCharacterIsEscapedAndReadBack() throws {
        for code in UInt8(0)..<0x20 {
            let text = "\(UnicodeScalar(code))"
            var writer = JSONWriter()
            writer.value(text)
            #expect(writer.bytes.allSatisfy { $0 >= 0x20 }, "code \(code)")
            #expect(try JSONValue.parse(writer.bytes) == .string(text), "code \(code)")
        }
    }

    @Test(arguments: [
        (0, "0.0"), (-0.0, "-0.0"), (1, "1.0"), (-98, "-98.0"), (0.1, "0.1"),
        (0.1 + 0.2, "0.30000000000000004"), (1250.5, "1250.5"), (1e15, "1000000000000000.0"),
        (1e16, "1e+16"), (0.0001, "0.0001"), (0.00001, "1e-05"), (0x1p-1074, "5e-324"),
        (1.7976931348623157e308, "1.7976931348623157e+308"),
        (.infinity, "null"), (-.infinity, "null"), (.nan, "null"), (-.nan, "null"),
    ])
    func numberHasItsFewestDigitsAndNullIsNotFinite(number: Double, json: String) {
        var writer = JSONWriter()
        writer.value(number)
        #expect(writer.bytes == Array(json.utf8))
        let member = JSONWriter.members { $0.member("n", number) }
        #expect(member == Array("\"n\":\(json)".utf8))
    }

    @Test func membersAndElementsAreSeparatedByCommasAtEveryDepth() {
        let bytes = JSONWriter.object { json in
            json.member("text", "a")
            json.member("whole", Int.min)
            json.member("missing", nil as Double?)
            json.member("flag", true)
            json.member("empty") { _ in }
            json.member("strings", ["x", "y"])
            json.name("matrix")
            json.array([[1, 2], []]) { json, row in json.array(row) { $0.value($1) } }
            json.name("objects")
            json.array([1, 2]) { json, number in json.object { $0.member("n", number) } }
            json.member("raw", json: "[ 1.50 ]".utf8)
            json.nullableMember("null", nil as String?)
            json.nullableMember("none", "")
            json.member("last", false)
        }
        let expected =
            #"{"text":"a","whole":-9223372036854775808,"missing":null,"flag":true,"empty":{},"#
            + #""strings":["x","y"],"matrix":[[1,2],[]],"objects":[{"n":1},{"n":2}],"#
            + #""raw":[ 1.50 ],"null":null,"none":"","last":false}"#
        #expect(String(decoding: bytes, as: UTF8.self) == expected)
    }

    @Test(arguments: [
        (20, "20"), (-3, "-3"), (2.5, "2.5"), (0, "0"), (1e15, "1000000000000000"),
        (1e300, "1e+300"),
    ])
    func parameterThatIsWholeHasNoFraction(value: Double, json: String) {
        var writer = JSONWriter()
        writer.parameter(value)
        #expect(writer.bytes == Array(json.utf8))
    }
}
