extension Lexer {
    /// The sign that begins with that byte, and its length.
    func sign(_ byte: UInt8) -> (Sign, Int)? {
        let next = peek(1)
        let isDouble = next == UInt8(ascii: "=")
        switch byte {
        case UInt8(ascii: "<"):
            if next == UInt8(ascii: ">") { return nil }
            return isDouble ? (.lessOrEqual, 2) : (.less, 1)
        case UInt8(ascii: ">"): return isDouble ? (.greaterOrEqual, 2) : (.greater, 1)
        case UInt8(ascii: "="):
            if isDouble { return peek(2) == UInt8(ascii: "=") ? nil : (.equal, 2) }
            return next == UInt8(ascii: ">") ? nil : (.assign, 1)
        case UInt8(ascii: "!"): return isDouble ? (.notEqual, 2) : nil
        case UInt8(ascii: "*"): return next == byte || isDouble ? nil : (.star, 1)
        case UInt8(ascii: "/"): return next == UInt8(ascii: "*") || isDouble ? nil : (.slash, 1)
        case UInt8(ascii: "+"): return next == byte || isDouble ? nil : (.plus, 1)
        case UInt8(ascii: "-"): return isDouble ? nil : (.minus, 1)
        default:
            guard byte < 0x80, let sign = Sign(rawValue: String(UnicodeScalar(byte))) else {
                return nil
            }
            return (sign, 1)
        }
    }

    /// Reads what is no sign of the language, and tells what to write instead.
    mutating func readForeign() {
        let start = offset
        if statementIsBad || problems.isFull {
            // Nobody is told; a text of nothing else takes no longer than another.
            skipCharacter()
            append(.bad, from: start)
            statementIsBad = true
            return
        }
        for (form, words) in Self.foreign where bytes[start...].starts(with: form.utf8) {
            offset += form.utf8.count
            appendBad(.habit, from: start, words)
            return
        }
        skipCharacter()
        let scalar = problems.source.string(start..<offset).unicodeScalars.first ?? " "
        let hidden: [Unicode.GeneralCategory] = [
            .control, .format, .spaceSeparator, .lineSeparator, .paragraphSeparator,
        ]
        let isShown = !hidden.contains(scalar.properties.generalCategory)
        let code = String(scalar.value, radix: 16, uppercase: true)
        let number = String(repeating: "0", count: max(0, 4 - code.count)) + code
        appendBad(
            .character, from: start,
            isShown
                ? "'\(scalar)' means nothing here" : "the character U+\(number) means nothing here")
    }

    private mutating func skipCharacter() {
        offset += 1
        while offset < bytes.count, bytes[offset] & 0xC0 == 0x80 { offset += 1 }
    }

    private static let foreign: [(form: String, words: String)] = [
        ("&&", "write 'and' for &&"), ("||", "write 'or' for ||"),
        ("&", "write 'and' for &"), ("|", "write 'or' for |"),
        ("===", "write == to compare"), ("=>", "write >= to compare"), ("<>", "write != for <>"),
        ("!", "write 'not' for !"),
        ("?", "write if(condition, a, b) for condition ? a : b"),
        (":=", "nothing is assigned twice; a value that remembers is: state NAME = FIRST then …"),
        (":", "':' means nothing here; write if(condition, a, b) for condition ? a : b"),
        (";", "a statement ends with its line; leave out the ;"),
        ("#", "a comment begins with //"),
        ("/*", "a comment begins with // and ends with its line"),
        ("**", "write pow(a, b) for a ** b"), ("^", "write pow(a, b) for a ^ b"),
        ("+=", "nothing is assigned twice; a running sum is cum(x)"),
        ("++", "nothing is assigned twice; a counter is: state n = 0 then n[1] + 1"),
        ("-=", "nothing is assigned twice"), ("*=", "nothing is assigned twice"),
        ("/=", "nothing is assigned twice; write != to compare"),
        ("'", "a text stands between \" and \""),
        ("“", "a text stands between \" and \""), ("”", "a text stands between \" and \""),
        ("≤", "write <= for ≤"), ("≥", "write >= for ≥"), ("≠", "write != for ≠"),
        ("−", "write - for −"), ("×", "write * for ×"), ("÷", "write / for ÷"),
        ("{", "there are no blocks; one statement stands on a line"),
        ("}", "there are no blocks; one statement stands on a line"),
    ]
}
