extension Lexer {
    /// Whether the point before a digit begins a number such as `.5`.
    var beginsFraction: Bool {
        guard let next = peek(1), next.isDigit else { return false }
        guard offset > 0 else { return true }
        let before = bytes[offset - 1]
        return
            !(before.isLetter || before.isDigit || before == UInt8(ascii: ")")
            || before == UInt8(ascii: "]"))
    }

    private mutating func skipDigits() -> Bool {
        let start = offset
        while offset < bytes.count, bytes[offset].isDigit { offset += 1 }
        return offset > start
    }

    /// Reads a number.
    mutating func readNumber() {
        let start = offset
        var isWell = skipDigits()
        if offset < bytes.count, bytes[offset] == UInt8(ascii: ".") {
            offset += 1
            isWell = skipDigits()
        }
        if offset < bytes.count, bytes[offset] | 0x20 == UInt8(ascii: "e") {
            offset += 1
            if offset < bytes.count,
                bytes[offset] == UInt8(ascii: "+") || bytes[offset] == UInt8(ascii: "-")
            {
                offset += 1
            }
            isWell = skipDigits() && isWell
        }
        if offset < bytes.count, bytes[offset].isLetter || bytes[offset] == UInt8(ascii: ".") {
            isWell = false
            while offset < bytes.count,
                bytes[offset].isLetter || bytes[offset].isDigit
                    || bytes[offset] == UInt8(ascii: ".")
            { offset += 1 }
        }
        guard isWell else {
            appendBad(
                .number, from: start,
                "this is no number; numbers are written as 14, 2.5, .5 or 1e6")
            return
        }
        guard Double(problems.source.string(start..<offset))?.isFinite == true else {
            appendBad(.number, from: start, "this number is too large")
            return
        }
        append(.number, from: start)
    }

    /// Reads a text.
    mutating func readText() {
        let start = offset
        offset += 1
        while offset < bytes.count, bytes[offset] != UInt8(ascii: "\n") {
            if bytes[offset] == UInt8(ascii: "\"") {
                offset += 1
                append(.text, from: start)
                return
            }
            if bytes[offset] == UInt8(ascii: "\\") {
                guard let next = peek(1), next == UInt8(ascii: "\"") || next == UInt8(ascii: "\\")
                else {
                    let escape = offset
                    skipLine()
                    append(.bad, from: start)
                    guard !statementIsBad else { return }
                    statementIsBad = true
                    problems.add(
                        .text, at: escape..<escape + 2,
                        "in a text, \\ stands before \" or \\ only")
                    return
                }
                offset += 1
            }
            offset += 1
        }
        if bytes[offset - 1] == UInt8(ascii: "\r") { offset -= 1 }
        appendBad(.text, from: start, "this text does not end; put a \" at its end")
    }
}

extension UInt8 {
    /// Whether it may begin a name, or would in other languages.
    var isLetter: Bool {
        (UInt8(ascii: "a")...UInt8(ascii: "z")).contains(self | 0x20)
            || self == UInt8(ascii: "_")
    }

    /// Whether it is a decimal digit.
    var isDigit: Bool { (UInt8(ascii: "0")...UInt8(ascii: "9")).contains(self) }
}
