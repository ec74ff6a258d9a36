import Testing

@testable import Projections

struct TerminalTextTests {
    /// What a terminal would obey or hide, one of each kind.
    private static let harmful: [Unicode.Scalar] = [
        "\u{0}", "\u{7}", "\u{8}", "\u{9}", "\u{b}", "\u{d}", "\u{1b}", "\u{7f}", "\u{80}",
        "\u{85}", "\u{90}", "\u{9b}", "\u{9d}", "\u{9f}", "\u{ad}", "\u{200b}", "\u{200e}",
        "\u{2028}", "\u{2029}", "\u{202a}", "\u{202e}", "\u{2066}", "\u{2069}", "\u{feff}",
        "\u{e0001}", "\u{1d173}",
    ]

    @Test(arguments: harmful)
    func whatATerminalWouldObeyOrHideIsReplacedInWords(_ scalar: Unicode.Scalar) {
        #expect("A\(scalar)B".harmless == "A\u{fffd}B")
    }

    @Test func otherWordsStayAsTheyAre() {
        for word in ["", "BRK.B", "Zürich – 東京 🏦", "a\u{301}", "~ !"] {
            #expect(word.harmless == word)
        }
        #expect("two\nlines".harmless == "two\u{fffd}lines")
    }

    @Test(arguments: harmful)
    func inBytesItIsEscapedAsInJSON(_ scalar: Unicode.Scalar) {
        let units = UTF16.encode(scalar).map { $0.map { String($0, radix: 16) } } ?? []
        let escape = units.map {
            "\\u" + String(repeating: "0", count: 4 - $0.count) + $0
        }.joined()
        #expect(escaped(Array("{\"a\":\"\(scalar)\"}\n".utf8)) == "{\"a\":\"\(escape)\"}\n")
    }

    @Test func whatIsNoUTF8IsReplaced() {
        for bytes: [UInt8] in [[0x9b], [0xff], [0xc2], [0xe2, 0x80], [0xf0, 0x9f, 0x8f], [0x80]] {
            #expect(escaped([0x41] + bytes + [0x5b]).hasPrefix("A\u{fffd}"))
            #expect(escaped([0x41] + bytes).hasPrefix("A\u{fffd}"))
        }
    }

    @Test func theFormDoesNotDependOnWhereTheBytesAreCut() {
        let scalars = Self.harmful.map { "\($0)" }.joined(separator: "é–🏦\n")
        let text = Array(scalars.utf8) + [0xc3, 0x28, 0xf0, 0x9f, 0x41, 0xe2, 0x82]
        let whole = escaped(text)
        for first in 0...text.count {
            for second in first...min(text.count, first + 5) {
                var form = TerminalText()
                let parts = [text[..<first], text[first..<second], text[second...]]
                let output = parts.flatMap { form.escape($0) } + form.finish()
                #expect(String(decoding: output, as: UTF8.self) == whole)
            }
        }
        #expect(whole.unicodeScalars.allSatisfy { $0 == "\n" || $0.isHarmless })
    }

    @Test func plainBytesStayAsTheyAre() {
        let text = "id: 1\ndata: {\"a\":\"Zürich 東京 🏦\"}\n\n"
        #expect(escaped(Array(text.utf8)) == text)
    }

    private func escaped(_ bytes: [UInt8]) -> String {
        var text = TerminalText()
        let output = text.escape(bytes)
        return String(decoding: output + text.finish(), as: UTF8.self)
    }
}
