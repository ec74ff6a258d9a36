import JSONText
import Testing

/// Texts that RFC 8259 allows and texts that it does not.
@Suite struct JSONScannerTests {
    @Test(
        arguments: [
            ("null", .null),
            (" \t\r\n true \n", .boolean(true)),
            ("false", .boolean(false)),
            ("0", .number(0)),
            ("-0", .number(0)),
            ("-12.50", .number(-12.5)),
            ("1E+2", .number(100)),
            ("1e-2", .number(0.01)),
            ("0.1e1", .number(1)),
            ("1e-400", .number(0)),
            ("9007199254740993", .number(0x1p53)),
            ("0.1234567890123456789", .number(0.12345678901234568)),
            ("\"\"", .string("")),
            (#""\"\\\/\b\f\n\r\t""#, .string("\"\\/\u{8}\u{c}\n\r\t")),
            (#""\u0000\u00E9\u00e9\ud83d\uDE00""#, .string("\0éé😀")),
            ("\"é😀\u{7f}\u{2028}\"", .string("é😀\u{7f}\u{2028}")),
            ("[]", .array([])),
            ("[ 1 , [ ] , \"]\" ]", .array([.number(1), .array([]), .string("]")])),
            ("{}", .object([])),
            (
                #" { "a" : { } , "b\n" : [ null ] , "a" : "}" } "#,
                .object([("a", .object([])), ("b\n", .array([.null])), ("a", .string("}"))])
            ),
        ] as [(String, JSONValue)])
    func validTextIsRead(text: String, value: JSONValue) throws {
        let bytes = Array(text.utf8)
        #expect(try JSONValue.parse(bytes) == value)
        var scanner = JSONScanner(bytes)
        try scanner.skip()
        try scanner.finish()
    }

    @Test func nullStandsForAMissingStringOrNumber() throws {
        var scanner = JSONScanner(Array(#" null "a" null 1.5 true"#.utf8))
        #expect(try scanner.nullableString() == nil)
        #expect(try scanner.nullableString() == "a")
        #expect(try scanner.nullableNumber() == nil)
        #expect(try scanner.nullableNumber() == 1.5)
        #expect(throws: JSONError.self) { try scanner.nullableString() }
        #expect(throws: JSONError.self) { try scanner.nullableNumber() }
    }

    /// The text, the byte at which it goes wrong, what should stand there.
    @Test(arguments: [
        ("", 0, "a number"),
        (" ", 1, "a number"),
        ("nul", 0, "a number"),
        ("nulll", 4, "the end"),
        ("True", 0, "a number"),
        ("tru", 0, "true or false"),
        ("'a'", 0, "a number"),
        ("\u{feff}1", 0, "a number"),
        ("1 2", 2, "the end"),
        ("01", 2, "a number without leading zeros"),
        ("-01", 3, "a number without leading zeros"),
        ("-", 1, "a number"),
        ("--1", 1, "a number"),
        ("+1", 0, "a number"),
        (".5", 0, "a number"),
        ("1.", 2, "a digit"),
        ("1.e2", 2, "a digit"),
        ("1e", 2, "a digit"),
        ("1e+", 3, "a digit"),
        ("0x10", 1, "the end"),
        ("NaN", 0, "a number"),
        ("-Infinity", 1, "a number"),
        ("\"a", 2, "a closing quote"),
        (#""a\"#, 3, "a closing quote"),
        (#""a\""#, 4, "a closing quote"),
        (#""\x41""#, 0, "a valid string"),
        (#""\'""#, 0, "a valid string"),
        (#""\u12""#, 0, "a valid string"),
        (#""\u12g4""#, 0, "a valid string"),
        (#""\u+123""#, 0, "a valid string"),
        (#""\U0041""#, 0, "a valid string"),
        (#""\ud83d""#, 0, "a valid string"),
        (#""\ude00""#, 0, "a valid string"),
        (#""\ud83dx""#, 0, "a valid string"),
        (#""\ud83d\u0041""#, 0, "a valid string"),
        (#""\ud83d\ud83d""#, 0, "a valid string"),
        ("\"a\nb\"", 0, "a valid string"),
        ("\"\t\"", 0, "a valid string"),
        ("\"\0a\0\"", 0, "a valid string"),
        ("\"\\n\u{1f}\"", 0, "a valid string"),
        ("[", 1, "a number"),
        ("[1", 2, "a comma or a closing bracket"),
        ("[1,]", 3, "a number"),
        ("[,1]", 1, "a number"),
        ("[1 2]", 3, "a comma or a closing bracket"),
        ("[1}", 2, "a comma or a closing bracket"),
        ("]", 0, "a number"),
        ("{", 1, "a string"),
        (#"{"a"}"#, 4, "a colon"),
        (#"{"a":}"#, 5, "a number"),
        (#"{"a":1,}"#, 7, "a string"),
        (#"{"a":1 "b":2}"#, 7, "a comma or a closing brace"),
        ("{a:1}", 1, "a string"),
        ("{1:1}", 1, "a string"),
        (#"{"a":1]"#, 6, "a comma or a closing brace"),
        ("{}}", 2, "the end"),
        ("1//", 1, "the end"),
    ])
    func invalidTextIsRefusedAtItsByte(text: String, offset: Int, expected: String) {
        let bytes = Array(text.utf8)
        let error = #expect(throws: JSONError.self) { try JSONValue.parse(bytes) }
        #expect(error?.description == "expected \(expected) at byte \(offset)")
        #expect(throws: JSONError.self, "skipping is no laxer") {
            var scanner = JSONScanner(bytes)
            try scanner.skip()
            try scanner.finish()
        }
    }

    @Test(arguments: ["1e309", "-1e309", "1" + String(repeating: "0", count: 400)])
    func numberBeyondDoublesIsRefused(text: String) {
        #expect(throws: JSONError.self) { try JSONValue.parse(Array(text.utf8)) }
    }

    @Test(
        arguments: [
            ("lone continuation", [0x80]),
            ("no such byte", [0xff]),
            ("cut short", [0xe2, 0x80]),
            ("overlong slash", [0xc0, 0xaf]),
            ("surrogate", [0xed, 0xa0, 0x80]),
            ("above the last plane", [0xf4, 0x90, 0x80, 0x80]),
        ] as [(String, [UInt8])])
    func bytesThatAreNoUTF8AreRefusedInNamesAndValues(name: String, bytes: [UInt8]) {
        for escape in ["", #"\n"#] {
            let string = Array("\"a\(escape)".utf8) + bytes + [0x22]
            #expect(throws: JSONError.self, "\(name)") { try JSONValue.parse(string) }
            let object = Array("{".utf8) + string + Array(":1}".utf8)
            #expect(throws: JSONError.self, "\(name)") { try JSONValue.parse(object) }
        }
    }

    @Test(arguments: [("[", "]"), (#"{"a":"#, "}")])
    func nestingIsLimited(open: String, close: String) throws {
        func nested(_ depth: Int) -> [UInt8] {
            let text = String(repeating: open, count: depth) + "1"
            return Array((text + String(repeating: close, count: depth)).utf8)
        }
        _ = try JSONValue.parse(nested(JSONScanner.maxDepth))
        let wide = Array("[".utf8) + nested(31) + Array(",".utf8) + nested(31) + Array("]".utf8)
        _ = try JSONValue.parse(wide)
        for depth in [JSONScanner.maxDepth + 1, 100_000] {
            let error = #expect(throws: JSONError.self) { try JSONValue.parse(nested(depth)) }
            #expect(error?.expected == "no more than 32 levels of nesting")
            #expect(throws: JSONError.self) {
                var scanner = JSONScanner(nested(depth))
                try scanner.skip()
            }
        }
    }

    @Test(arguments: [
        ("0", 0), ("-0", 0), ("-17", -17), ("9223372036854775807", Int.max),
        ("-9223372036854775808", Int.min), ("9223372036854775808", nil), ("1.0", nil),
        ("1e2", nil), ("\"1\"", nil), ("null", nil),
    ])
    func integerIsReadWithoutFractionAndExponent(text: String, value: Int?) {
        var scanner = JSONScanner(Array(text.utf8))
        #expect((try? scanner.integer()) == value)
    }

    @Test func partOfTheBytesIsReadAsIfItStoodAlone() throws {
        let bytes = Array(#"{"a":[1,2],"b":"c"}"#.utf8)
        var scanner = JSONScanner(bytes, 5..<10)
        #expect(scanner.peek() == UInt8(ascii: "["))
        #expect(try scanner.value() == .array([.number(1), .number(2)]))
        try scanner.finish()
        for end in 5..<10 {
            let error = #expect(throws: JSONError.self, "cut at \(end)") {
                var scanner = JSONScanner(bytes, 5..<end)
                try scanner.skip()
            }
            #expect(error?.offsetBytes == end - 5, "cut at \(end)")
        }
        for word in ["true", "false", "null"] {
            for end in 0..<word.utf8.count {
                #expect(throws: JSONError.self, "\(word) cut at \(end)") {
                    var scanner = JSONScanner(Array(word.utf8), 0..<end)
                    _ = try scanner.value()
                }
            }
        }
    }
}
