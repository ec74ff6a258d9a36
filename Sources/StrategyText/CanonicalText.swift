/// Writes tokens as the language's own texts have them: one blank between most.
struct CanonicalText {
    /// The text.
    let source: SourceText
    /// The tokens of the text.
    let list: TokenList

    /// The tokens in one line.
    func line(_ tokens: Range<Int>, after previous: Int? = nil) -> String {
        var line = ""
        var before = previous
        for place in tokens {
            let text = source.string(list.tokens[place].range)
            if place > tokens.lowerBound, let before, isApart(before, place) { line += " " }
            line += text
            before = place
        }
        return line
    }

    /// Whether a blank stands between two tokens that follow each other.
    private func isApart(_ left: Int, _ right: Int) -> Bool {
        switch list.tokens[right].kind {
        case .sign(.rightParenthesis), .sign(.rightBracket), .sign(.leftBracket), .sign(.comma),
            .sign(.percent), .sign(.dot):
            return false
        case .sign(.leftParenthesis):
            if isCallable(left) { return false }
        default: break
        }
        switch list.tokens[left].kind {
        case .sign(.leftParenthesis), .sign(.leftBracket), .sign(.dot): return false
        case .sign(.minus): return endsOperand(left - 1)
        default: return true
        }
    }

    /// Whether a `(` after this token makes it a call.
    private func isCallable(_ place: Int) -> Bool {
        list.tokens[place].kind == .name
            && !Words.grammar.contains(source.string(list.tokens[place].range))
    }

    /// Whether an expression may be complete with this token, so that a minus subtracts.
    private func endsOperand(_ place: Int) -> Bool {
        guard place >= 0 else { return false }
        switch list.tokens[place].kind {
        case .number, .text, .sign(.rightParenthesis), .sign(.rightBracket), .sign(.percent):
            return true
        case .name:
            return !Words.grammar.contains(source.string(list.tokens[place].range))
        default: return false
        }
    }
}
