extension Parser {
    /// Reads a number, a name, a call or what stands between parentheses, and all behind it.
    mutating func postfix() throws(Halt) -> Int {
        var inner = try primary()
        while true {
            let start = syntax.nodes[inner].range.lowerBound
            if kind() == .sign(.leftBracket) {
                let opening = here
                place += 1
                try enter()
                let distance = try expression()
                level -= 1
                try close(.rightBracket, opening)
                inner = add(.past(inner, distance), start..<list.tokens[place - 1].range.upperBound)
            } else if kind() == .sign(.dot) {
                place += 1
                guard let line = word() else {
                    try fail(.syntax, "after '.' comes the name of a line, such as band.lower")
                }
                try refusePrefixedCall(inner, line)
                let name = Name(text: line, range: here)
                place += 1
                inner = add(.line(inner, name), start..<name.range.upperBound)
            } else {
                return inner
            }
        }
    }

    private mutating func primary() throws(Halt) -> Int {
        let range = here
        switch kind() {
        case .number:
            place += 1
            return add(.number(Double(source.string(range)) ?? .nan), range)
        case .sign(.leftParenthesis):
            place += 1
            try enter()
            let inner = try expression()
            level -= 1
            try close(.rightParenthesis, range)
            // The parentheses belong to the place, so that carets show them.
            let node = syntax.nodes[inner]
            syntax.nodes[inner] = SyntaxNode(
                kind: node.kind, range: range.lowerBound..<list.tokens[place - 1].range.upperBound)
            return inner
        case .name:
            return try named(range)
        default:
            try refuseOperand()
        }
    }

    private mutating func named(_ range: Range<Int>) throws(Halt) -> Int {
        let name = source.string(range)
        if kind(1) == .sign(.leftParenthesis), !Words.grammar.contains(name) {
            place += 1
            return try call(Name(text: name, range: range))
        }
        if name == "true" || name == "false" {
            place += 1
            return add(.truth(name == "true"), range)
        }
        if Words.grammar.contains(name) || name == "if" { try refuseOperand() }
        place += 1
        return add(.name(name), range)
    }

    private mutating func call(_ name: Name) throws(Halt) -> Int {
        let opening = here
        place += 1
        try enter()
        var found: [Int] = []
        if kind() != .sign(.rightParenthesis) {
            repeat { found.append(try expression()) } while take(.comma)
        }
        level -= 1
        try close(.rightParenthesis, opening)
        let first = syntax.arguments.count
        syntax.arguments += found
        return add(
            .call(name, first..<syntax.arguments.count),
            name.range.lowerBound..<list.tokens[place - 1].range.upperBound)
    }

    /// Goes one level deeper.
    mutating func enter() throws(Halt) {
        level += 1
        guard level > Self.mostLevels else { return }
        try fail(
            .limit,
            "this is nested deeper than \(Self.mostLevels) levels; give a part of it a name",
            at: list.tokens[place - 1].range)
    }

    private mutating func close(_ sign: Sign, _ opening: Range<Int>) throws(Halt) {
        if take(sign) { return }
        if kind() == .sign(.assign) { try fail(.habit, "write == to compare; = names a column") }
        let opened = source.string(opening)
        if place >= limit {
            try fail(
                .syntax,
                "this '\(opened)' is not closed; a statement goes on in a line that begins with a "
                    + "blank", at: opening)
        }
        try fail(.syntax, "here '\(sign.rawValue)' should close the '\(opened)', not \(shownToken)")
    }
}
