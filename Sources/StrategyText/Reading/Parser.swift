/// Makes the tree of a text; O(count), and never deeper than `mostLevels`.
struct Parser {
    /// The most parentheses, brackets and signs before an expression that stand in each other.
    static let mostLevels = 64

    /// The tokens of the file.
    let list: TokenList
    /// The text.
    let source: SourceText
    /// What was found wrong.
    var problems: ProblemList
    /// What was read so far.
    var syntax = Syntax()
    /// The next token.
    var place = 0
    /// The end of the statement's tokens.
    var limit = 0
    /// Levels around the next token.
    var level = 0

    /// Ends the reading of a statement; what is wrong has been told.
    struct Halt: Error {}

    private init(_ list: TokenList, _ problems: ProblemList) {
        self.list = list
        self.problems = problems
        source = problems.source
    }

    /// The tree of the text, and the problems met on the way.
    static func read(_ list: TokenList, _ problems: inout ProblemList) -> Syntax {
        var parser = Parser(list, problems)
        parser.syntax.nodes.reserveCapacity(list.tokens.count)
        for tokens in list.statements { parser.readStatement(tokens) }
        problems = parser.problems
        return parser.syntax
    }

    private mutating func readStatement(_ tokens: Range<Int>) {
        place = tokens.lowerBound
        limit = tokens.upperBound
        level = 0
        let firstNode = syntax.nodes.count
        let range = list.tokens[place].range.lowerBound..<list.tokens[limit - 1].range.upperBound
        var kind: Statement.Kind
        do throws(Halt) {
            if list.tokens[tokens].contains(where: { $0.kind == .bad }) { throw Halt() }
            kind = try statement()
            try expectEnd()
        } catch {
            kind = .broken(namesMade(in: tokens))
        }
        syntax.statements.append(
            Statement(
                kind: kind, tokens: tokens, nodes: firstNode..<syntax.nodes.count, range: range))
    }

    /// The names that a statement would make if it could be read.
    private func namesMade(in tokens: Range<Int>) -> [String] {
        tokens.compactMap { index in
            guard list.tokens[index].kind == .name, index + 1 < tokens.upperBound,
                list.tokens[index + 1].kind == .sign(.assign)
            else { return nil }
            return source.string(list.tokens[index].range)
        }
    }

    // MARK: The tokens

    /// The kind of the next token, or of one further on; nil behind the statement.
    func kind(_ distance: Int = 0) -> Token.Kind? {
        place + distance < limit ? list.tokens[place + distance].kind : nil
    }

    /// The next word, or one further on, if it is one.
    func word(_ distance: Int = 0) -> String? {
        kind(distance) == .name ? source.string(list.tokens[place + distance].range) : nil
    }

    /// The bytes of the next token; behind the statement, the place where it would stand.
    var here: Range<Int> {
        if place < limit { return list.tokens[place].range }
        let end = list.tokens[limit - 1].range.upperBound
        return end..<end + 1
    }

    /// The next token as a message shows it.
    var shownToken: String {
        guard place < limit else { return "the end of the statement" }
        let text = source.string(list.tokens[place].range)
        return text.utf8.count > 40 ? "this" : text.hasPrefix("\"") ? text : "'\(text)'"
    }

    /// Goes behind the sign, if it is next.
    mutating func take(_ sign: Sign) -> Bool {
        guard kind() == .sign(sign) else { return false }
        place += 1
        return true
    }

    /// Goes behind the word, if it is next.
    mutating func take(_ word: String) -> Bool {
        guard self.word() == word else { return false }
        place += 1
        return true
    }

    /// Tells of a place and ends the statement.
    mutating func fail(
        _ code: StrategyProblem.Code, _ message: String, at range: Range<Int>? = nil
    ) throws(Halt) -> Never {
        problems.add(code, at: range ?? here, message)
        throw Halt()
    }

    /// Goes behind a text and gives what it says.
    mutating func text(_ after: String) throws(Halt) -> String {
        guard kind() == .text else {
            try fail(.syntax, "after \(after) comes a text between \" and \"")
        }
        let range = list.tokens[place].range
        place += 1
        return unescaped(range)
    }

    /// The sentence at the end of a statement, if there is one.
    mutating func sentence() -> String? {
        guard kind() == .text else { return nil }
        let range = list.tokens[place].range
        place += 1
        return unescaped(range)
    }

    private func unescaped(_ range: Range<Int>) -> String {
        var bytes: [UInt8] = []
        var isEscape = false
        for byte in source.bytes[range.lowerBound + 1..<range.upperBound - 1] {
            if !isEscape, byte == UInt8(ascii: "\\") {
                isEscape = true
            } else {
                bytes.append(byte)
                isEscape = false
            }
        }
        return String(decoding: bytes, as: UTF8.self)
    }

    private mutating func expectEnd() throws(Halt) {
        guard place < limit else { return }
        if kind() == .sign(.percent) {
            try fail(
                .syntax,
                "% only stands at the end of a stop, target, trail, size or risk; the remainder of "
                    + "a division is mod(a, b)")
        }
        if kind() == .sign(.assign) { try fail(.habit, "write == to compare; = names a column") }
        let end = list.tokens[place - 1].range.upperBound
        if source.line(of: here.lowerBound) > source.line(of: end) {
            try fail(
                .syntax,
                "this line begins with a blank and goes on with the statement above, which is "
                    + "complete; begin a statement at the start of a line")
        }
        try fail(.syntax, "the statement should end before \(shownToken)")
    }
}
