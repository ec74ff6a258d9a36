/// What a place of the text asks for.
extension Checker {
    /// Tells of an expression.
    mutating func add(_ code: StrategyProblem.Code, _ node: Int, _ message: String) {
        problems.add(code, at: syntax.nodes[node].range, message)
    }

    /// Whether a number or a series stands there, as it must.
    mutating func isNumber(_ node: Int) -> Bool {
        if case .benchmark = checked.meanings[node] {
            add(.type, node, "choose a column of the benchmark: benchmark.close")
            return false
        }
        switch checked.types[node].kind {
        case .number: return true
        case .unknown: return false
        case .truth:
            add(
                .type, node,
                "this is true or false, and a number belongs here; write if(condition, 1, 0)")
        case .lines(let lines): tellLines(node, lines)
        }
        return false
    }

    /// Whether true or false stands there, as it must.
    mutating func isTruth(_ node: Int) -> Bool {
        if case .benchmark = checked.meanings[node] { return isNumber(node) }
        switch checked.types[node].kind {
        case .truth: return true
        case .unknown: return false
        case .number:
            add(
                .type, node,
                "this is a number, and true or false belongs here; compare it, as in close > open")
        case .lines(let lines): tellLines(node, lines)
        }
        return false
    }

    /// Whether a number or a truth of one column stands there, as it must.
    mutating func isColumn(_ node: Int) -> Bool {
        checked.types[node].kind == .truth || isNumber(node)
    }

    /// Whether a number stands there that is known before the run, as it must.
    mutating func isConstant(_ node: Int) -> Bool {
        guard isNumber(node) else { return false }
        if checked.types[node].isConstant { return true }
        add(.notKnown, node, "this must be a number that is known before the first bar")
        return false
    }

    private mutating func tellLines(_ node: Int, _ lines: [String]) {
        let name: String
        if case .name(let text) = syntax.nodes[node].kind { name = text } else { name = "NAME" }
        add(
            .type, node,
            "this has the lines \(lines.joined(separator: ", ")); choose one: "
                + "\(Suggestion.shown(name)).\(lines[0])")
    }
}
