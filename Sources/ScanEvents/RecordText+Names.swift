extension RecordText {
    /// The name of a scan.
    static func isJob(_ text: Span<UInt8>) -> Bool {
        (1...64).contains(text.count) && text[0] != UInt8(ascii: "-")
            && text[text.count - 1] != UInt8(ascii: "-")
            && all(text) { isLower($0) || isDigit($0) || $0 == UInt8(ascii: "-") }
    }

    /// A lower-case name such as `bollinger_bands`.
    package static func isName(_ text: Span<UInt8>) -> Bool {
        !text.isEmpty && all(text) { isLower($0) || isDigit($0) || $0 == UInt8(ascii: "_") }
    }

    /// One of `words`.
    static func isOne(of words: [String], _ text: Span<UInt8>) -> Bool {
        words.contains { word in
            let word = word.utf8
            guard word.count == text.count else { return false }
            return zip(word, text.indices).allSatisfy { $0 == text[$1] }
        }
    }

    /// A client's name for its request.
    static func isKey(_ text: Span<UInt8>) -> Bool {
        // An escaped quote or backslash takes two bytes.
        (1...510).contains(text.count) && all(text) { (0x21...0x7e).contains($0) }
    }

    /// The program and its version.
    static func isEngine(_ text: Span<UInt8>) -> Bool {
        let words = String(decoding: bytes(text), as: UTF8.self)
            .split(separator: " ", omittingEmptySubsequences: false)
        let version = #/[0-9]+\.[0-9]+\.[0-9]+([-+][0-9A-Za-z.+-]+)?/#
        return words.count == 2 && words[0] == "tapedeck"
            && String(words[1]).wholeMatch(of: version) != nil
    }

    /// A set of stocks.
    static func isUniverse(_ text: Span<UInt8>) -> Bool {
        isOne(of: ["sp500", "bundled", "all"], text) || isPath(bytes(text)[...], after: "file:/")
    }

    /// The bytes of a text, for what is asked of it seldom.
    static func bytes(_ text: Span<UInt8>) -> [UInt8] {
        var bytes: [UInt8] = []
        for index in text.indices { bytes.append(text[index]) }
        return bytes
    }

    private static func isLower(_ byte: UInt8) -> Bool { byte >= 0x61 && byte <= 0x7a }
}
