/// Cuts a text into tokens and the tokens into statements; O(count).
///
/// A line that begins with a blank goes on with the statement above.
struct Lexer {
    /// The text.
    let bytes: [UInt8]
    /// The byte that is next.
    var offset = 0
    /// What was read so far.
    var list = TokenList()
    /// What was found wrong.
    var problems: ProblemList
    /// Whether the statement has a token that cannot be used.
    var statementIsBad = false
    private var statementStart = 0

    private init(_ problems: ProblemList) {
        bytes = problems.source.bytes
        self.problems = problems
    }

    /// The tokens of the text, and the problems met on the way.
    static func read(_ problems: inout ProblemList) -> TokenList {
        var lexer = Lexer(problems)
        lexer.readAll()
        problems = lexer.problems
        return lexer.list
    }

    private mutating func readAll() {
        if bytes.starts(with: [0xEF, 0xBB, 0xBF]) { offset = 3 }
        var atLineStart = true
        while offset < bytes.count {
            let byte = bytes[offset]
            if byte == UInt8(ascii: "\n") {
                atLineStart = true
                offset += 1
            } else if byte == UInt8(ascii: " ") || byte == UInt8(ascii: "\t")
                || byte == UInt8(ascii: "\r")
            {
                if atLineStart, list.tokens.isEmpty { tellIndent() }
                atLineStart = false
                offset += 1
            } else if byte == UInt8(ascii: "/"), peek(1) == UInt8(ascii: "/") {
                let start = offset
                skipLine()
                list.comments.append(start..<offset)
            } else {
                if atLineStart { endStatement() }
                atLineStart = false
                readToken()
            }
        }
        endStatement()
    }

    /// Tells of a file whose first statement stands behind blanks.
    private mutating func tellIndent() {
        var end = offset
        while end < bytes.count, bytes[end] == UInt8(ascii: " ") || bytes[end] == UInt8(ascii: "\t")
        {
            end += 1
        }
        guard end < bytes.count, bytes[end] != UInt8(ascii: "\n"), bytes[end] != UInt8(ascii: "\r")
        else { return }
        if bytes[end] == UInt8(ascii: "/"), end + 1 < bytes.count, bytes[end + 1] == bytes[end] {
            return
        }
        problems.add(
            .indent, at: offset..<end,
            "this file is indented by \(end - offset); begin statements at the start of a line, "
                + "a line that begins with a blank goes on with the one above")
    }

    private mutating func endStatement() {
        if list.tokens.count > statementStart {
            list.statements.append(statementStart..<list.tokens.count)
        }
        statementStart = list.tokens.count
        statementIsBad = false
    }

    /// The byte that far on.
    func peek(_ distance: Int) -> UInt8? {
        offset + distance < bytes.count ? bytes[offset + distance] : nil
    }

    /// Goes to the end of the line.
    mutating func skipLine() {
        while offset < bytes.count, bytes[offset] != UInt8(ascii: "\n"),
            !(bytes[offset] == UInt8(ascii: "\r") && peek(1) == UInt8(ascii: "\n"))
        { offset += 1 }
    }

    /// Adds the token that ends here.
    mutating func append(_ kind: Token.Kind, from start: Int) {
        list.tokens.append(Token(kind: kind, range: start..<offset))
    }

    /// Adds a token that cannot be used, and tells why once a statement.
    mutating func appendBad(
        _ code: StrategyProblem.Code, from start: Int, _ message: String
    ) {
        append(.bad, from: start)
        guard !statementIsBad else { return }
        statementIsBad = true
        problems.add(code, at: start..<offset, message)
    }

    private mutating func readToken() {
        let start = offset
        let byte = bytes[offset]
        if byte.isLetter {
            while offset < bytes.count, bytes[offset].isLetter || bytes[offset].isDigit {
                offset += 1
            }
            append(.name, from: start)
        } else if byte.isDigit || (byte == UInt8(ascii: ".") && beginsFraction) {
            readNumber()
        } else if byte == UInt8(ascii: "\"") {
            readText()
        } else if let (sign, length) = sign(byte) {
            offset += length
            append(.sign(sign), from: start)
        } else {
            readForeign()
        }
    }
}
