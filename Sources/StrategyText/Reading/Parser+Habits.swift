/// What people write who come from elsewhere, and what is written here.
extension Parser {
    /// Tells of a word that begins no statement.
    mutating func refuseStatement(_ word: String, _ range: Range<Int>) throws(Halt) -> Never {
        if place < limit, kind() == .sign(.dot), let next = self.word(1) {
            try refuseMember(word, next, range.lowerBound..<list.tokens[place + 1].range.upperBound)
        }
        if case .sign(let sign)? = kind(), sign != .leftParenthesis, sign != .leftBracket {
            try fail(
                .statement,
                "a statement is no expression; name it (x = …), or use it in a rule (enter long "
                    + "when …)", at: range)
        }
        if let words = Self.statementHabits[word.lowercased()] {
            try fail(.habit, words, at: range)
        }
        if kind() == .sign(.leftParenthesis) || kind() == .sign(.leftBracket) {
            try fail(
                .statement,
                "a statement is no call; name what comes out (x = \(word)(…)), or use it in a rule",
                at: range)
        }
        let near = Suggestion.nearest(to: word, in: Words.statements)
        try fail(
            .statement,
            "no statement begins with '\(Suggestion.shown(word))'"
                + (near.map { "; did you mean '\($0)'?" }
                    ?? "; a column is NAME = …, the statements are "
                    + Words.statements.joined(separator: ", ")),
            at: range)
    }

    /// Tells of a call such as `ta.sma(`, if it is one.
    mutating func refusePrefixedCall(_ inner: Int, _ name: String) throws(Halt) {
        guard kind(1) == .sign(.leftParenthesis), case .name(let prefix) = syntax.nodes[inner].kind
        else { return }
        try refuseMember(
            prefix, name,
            syntax.nodes[inner].range.lowerBound..<list.tokens[place].range.upperBound)
    }

    private mutating func refuseMember(_ prefix: String, _ name: String, _ range: Range<Int>)
        throws(Halt) -> Never
    {
        switch (prefix.lowercased(), name.lowercased()) {
        case ("strategy", "entry"), ("strategy", "order"):
            try fail(.habit, "write: enter long when … (or short)", at: range)
        case ("strategy", "close"), ("strategy", "close_all"):
            try fail(.habit, "write: exit long when … (or short, any)", at: range)
        case ("strategy", "exit"):
            try fail(.habit, "write: stop …, target … or trail …", at: range)
        case ("input", _):
            try fail(.habit, "write: input NAME = 14 from 2 to 50 step 1", at: range)
        case ("request", _):
            try fail(.habit, "language 1 knows no other timeframe or ticker", at: range)
        case ("ta", "crossover"), ("ta", "crossunder"):
            let side = name.lowercased() == "crossover" ? "above" : "below"
            try fail(.habit, "write: a crosses \(side) b", at: range)
        default:
            let small = name.lowercased()
            try fail(
                .habit,
                "functions have no prefix; write \(Suggestion.renamed[small] ?? small)( for "
                    + "\(Suggestion.shown(prefix)).\(Suggestion.shown(name))(", at: range)
        }
    }

    /// Tells that no expression begins here.
    mutating func refuseOperand() throws(Halt) -> Never {
        if place >= limit { try fail(.syntax, "here an expression is missing") }
        switch kind() {
        case .sign(.assign):
            try fail(.habit, "write == to compare; = names a column")
        case .sign(.plus):
            try fail(.syntax, "a number has no '+' before it")
        case .text:
            try fail(
                .syntax, "a text only says something about a statement; nothing computes with it")
        case .name where word() == "if":
            try fail(.habit, "write if(condition, a, b)")
        case .name where word() == "not":
            try fail(.syntax, "put 'not …' between ( and ) here")
        default:
            try fail(.syntax, "here an expression is missing, before \(shownToken)")
        }
    }

    private static let statementHabits: [String: String] = [
        "buy": "write: enter long when …",
        "sell": "write: exit long when … (or: enter short when …)",
        "short": "write: enter short when …", "cover": "write: exit short when …",
        "long": "write: enter long when …", "close": "write: exit any when …",
        "sellshort": "write: enter short when …", "buytocover": "write: exit short when …",
        "go": "write: enter long when …", "when": "write: enter long when …",
        "if": "there is no if statement; write: enter long when …, or NAME = if(condition, a, b)",
        "else": "there is no else; write NAME = if(condition, a, b)",
        "elif": "there is no else; write NAME = if(condition, a, b)",
        "for": "there are no loops; functions such as sum(x, n) and highest(x, n) look back",
        "while": "there are no loops; a value that remembers is: state NAME = FIRST then …",
        "def": "there are no functions of one's own; name a column: NAME = …",
        "function": "there are no functions of one's own; name a column: NAME = …",
        "return": "there are no functions of one's own; name a column: NAME = …",
        "var": "write: state NAME = FIRST then …", "varip": "write: state NAME = FIRST then …",
        "let": "leave out 'let': NAME = …", "const": "leave out 'const': NAME = …",
        "float": "leave out the type: NAME = …", "int": "leave out the type: NAME = …",
        "bool": "leave out the type: NAME = …",
        "param": "write: input NAME = 14 from 2 to 50 step 1",
        "parameter": "write: input NAME = 14 from 2 to 50 step 1",
        "import": "there is nothing to import; all functions are there",
        "plot": "nothing is plotted here; every named column can be looked at",
        "indicator": "a file begins with: strategy \"NAME\" language 1",
        "study": "a file begins with: strategy \"NAME\" language 1",
        "applystop": "write: stop …, target … or trail …",
        "setpositionsize": "write: size 95%, or size 100 shares",
        "stoploss": "write: stop 5%", "takeprofit": "write: target 10%",
        "set": "write: stop …, target … or trail …",
    ]
}
