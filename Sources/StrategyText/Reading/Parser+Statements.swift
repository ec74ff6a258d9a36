extension Parser {
    /// Reads the statement that begins at the next token.
    mutating func statement() throws(Halt) -> Statement.Kind {
        guard let first = word() else {
            try fail(.statement, "a statement begins with a word, not with \(shownToken)")
        }
        if kind(1) == .sign(.assign) { return try column() }
        let range = here
        place += 1
        if kind() == .sign(.dot) { try refuseStatement(first, range) }
        switch first {
        case "strategy": return try title()
        case "about": return .about(try text("'about'"))
        case "input": return .input(try inputs())
        case "state": return try state()
        case "enter": return try entry()
        case "exit": return try exit()
        case "stop": return try exitLevel(.stop, first)
        case "target": return try exitLevel(.target, first)
        case "trail": return try exitLevel(.trail, first)
        case "size": return try size()
        case "risk": return try risk()
        case "rank": return .rank(try expression())
        case "require": return .require(try expression(), sentence())
        case "allow":
            if take("reversal") { return .allowReversal }
            try fail(.syntax, "after 'allow' comes 'reversal'")
        default:
            try refuseStatement(first, range)
        }
    }

    private mutating func title() throws(Halt) -> Statement.Kind {
        let range = here
        let title = try text("'strategy'")
        guard title.contains(where: { !$0.isWhitespace }) else {
            try fail(.syntax, "a strategy has a name that can be read", at: range)
        }
        guard take("language") else {
            try fail(.syntax, "after the name comes: language 1")
        }
        guard kind() == .number else { try fail(.language, "after 'language' comes 1") }
        guard source.string(here) == "1" else {
            try fail(
                .language, "language \(source.string(here)) is not known here; there is language 1")
        }
        place += 1
        return .strategy(title)
    }

    private mutating func column() throws(Halt) -> Statement.Kind {
        let name = try newName("a column")
        place += 1
        return .column(name, try expression())
    }

    /// Goes behind a name that the statement defines.
    mutating func newName(_ what: String) throws(Halt) -> Name {
        guard let text = word() else {
            try fail(.syntax, "here comes the name of \(what), not \(shownToken)")
        }
        let range = here
        if Words.reserved.contains(text) {
            try fail(.reserved, "'\(text)' has a meaning in the language; choose another name")
        }
        guard text.utf8.allSatisfy({ !(UInt8(ascii: "A")...UInt8(ascii: "Z")).contains($0) })
        else {
            try fail(
                .habit,
                "names are in small letters; write '\(text.lowercased())' for '\(text)'")
        }
        place += 1
        return Name(text: text, range: range)
    }

    private mutating func state() throws(Halt) -> Statement.Kind {
        let name = try newName("a state")
        guard take(.assign) else { try fail(.syntax, "a state is: state NAME = FIRST then …") }
        let first = try expression()
        guard take("then") else {
            try fail(
                .syntax, "after the first value comes 'then' and what it becomes at each close")
        }
        return .state(name, first: first, next: try expression())
    }

    /// Goes behind a side, if one is next.
    private mutating func side() -> PlanSide? {
        if take("long") { return .long }
        return take("short") ? .short : nil
    }

    private mutating func tag(after word: String) throws(Halt) -> Name {
        guard let text = self.word(), !Words.reserved.contains(text) else {
            try fail(.syntax, "after '\(word)' comes a tag, a word of your own")
        }
        let range = here
        guard !text.utf8.contains(where: { (UInt8(ascii: "A")...UInt8(ascii: "Z")).contains($0) })
        else {
            try fail(.habit, "tags are in small letters; write '\(text.lowercased())'")
        }
        place += 1
        return Name(text: text, range: range)
    }

    private mutating func entry() throws(Halt) -> Statement.Kind {
        guard let side = side() else {
            try fail(.syntax, "after 'enter' comes 'long' or 'short'")
        }
        let tag = take("as") ? try tag(after: "as") : nil
        let condition = try condition("enter \(side == .long ? "long" : "short")")
        return .enter(side, tag: tag, condition: condition, sentence: sentence())
    }

    private mutating func exit() throws(Halt) -> Statement.Kind {
        let scope: ScopeSyntax
        if let side = side() {
            scope = .side(side)
        } else if take("any") {
            scope = .any
        } else if let text = word(), !Words.reserved.contains(text) {
            scope = .tag(try tag(after: "exit"))
        } else {
            try fail(.syntax, "after 'exit' comes 'long', 'short', 'any' or a tag")
        }
        return .exit(scope, condition: try condition("exit …"), sentence: sentence())
    }

    private mutating func condition(_ start: String) throws(Halt) -> Int {
        guard take("when") else {
            if word() == "if" { try fail(.habit, "write 'when' for 'if'") }
            try fail(.syntax, "here comes 'when': \(start) when close > open")
        }
        return try expression()
    }

    private mutating func exitLevel(_ kind: PlanExit.Kind, _ word: String) throws(Halt)
        -> Statement.Kind
    {
        let scope: ScopeSyntax
        if let side = side() {
            scope = .side(side)
        } else if take("any") {
            scope = .any
        } else if isTag {
            scope = .tag(try tag(after: word))
        } else {
            scope = .any
        }
        if self.word() == "at" {
            if kind == .trail {
                try fail(.syntax, "a trail is a distance or per cent: trail 3 * atr(22), trail 20%")
            }
            place += 1
            return .level(kind, scope, .price, try expression())
        }
        let level = try sum()
        return .level(kind, scope, take(.percent) ? .percent : .distance, level)
    }

    /// Whether the next word is a tag: a name of the file before the start of an expression.
    private var isTag: Bool {
        guard let text = word(), !Words.reserved.contains(text) else { return false }
        guard kind(1) == .name else { return kind(1) == .number }
        guard let next = word(1) else { return false }
        return next == "at" || next == "if" || !Words.grammar.contains(next)
    }

    private mutating func size() throws(Halt) -> Statement.Kind {
        let amount = try sum()
        if take(.percent) { return .sizePercent(amount) }
        if take("shares") { return .sizeShares(amount) }
        try fail(.syntax, "a size ends in % (of the equity) or shares: size 95%, size 100 shares")
    }

    private mutating func risk() throws(Halt) -> Statement.Kind {
        let percent = try sum()
        guard take(.percent), take("over") else {
            try fail(.syntax, "a risk is: risk 1% over 2 * atr(20)")
        }
        return .risk(percent: percent, distance: try sum())
    }
}
