/// Writes strategies in one form: the words, the lines and the comments stay, the blanks change.
///
/// A line that goes on with the one above is indented by four blanks, two blanks stand before a
/// comment behind a statement, and at most one empty line stands anywhere but at the ends. What is
/// written is written the same again.
package enum StrategyFormatter {
    /// The text in that form.
    ///
    /// Throws when it has signs that the language does not know. O(count).
    package static func formatted(_ text: String) throws(StrategyProblems) -> String {
        try formatted(utf8: Array(text.utf8))
    }

    /// The bytes of a file in that form, which may be any.
    ///
    /// Throws when they are not UTF-8 or have signs that the language does not know. O(count).
    package static func formatted(utf8 bytes: [UInt8]) throws(StrategyProblems) -> String {
        let source = SourceText(bytes)
        if let problem = source.encodingProblem { throw StrategyProblems(problems: [problem]) }
        var problems = ProblemList(source)
        let list = Lexer.read(&problems)
        guard problems.isEmpty else { throw StrategyProblems(problems: problems.found.inOrder) }
        return lines(source, list).joined(separator: "\n") + "\n"
    }

    private static func lines(_ source: SourceText, _ list: TokenList) -> [String] {
        let writer = CanonicalText(source: source, list: list)
        let starts = Set(list.statements.map(\.lowerBound))
        var lines: [String] = []
        var token = 0
        var comment = 0
        for line in 0..<source.lineCount {
            let range = source.range(ofLine: line)
            let first = token
            while token < list.tokens.count, list.tokens[token].range.lowerBound < range.upperBound
            {
                token += 1
            }
            var text = ""
            if token > first {
                let isStart = starts.contains(first)
                text =
                    (isStart ? "" : "    ")
                    + writer.line(first..<token, after: isStart ? nil : first - 1)
            }
            if comment < list.comments.count,
                list.comments[comment].lowerBound < range.upperBound
            {
                let words = trimmed(source.string(list.comments[comment]))
                let isIndented = list.comments[comment].lowerBound > range.lowerBound && first > 0
                text += text.isEmpty ? (isIndented ? "    " : "") + words : "  " + words
                comment += 1
            }
            if !text.isEmpty || lines.last?.isEmpty == false { lines.append(text) }
        }
        while lines.last?.isEmpty == true { lines.removeLast() }
        return lines
    }

    private static func trimmed(_ words: String) -> String {
        var scalars = Substring(words).unicodeScalars
        while let last = scalars.last, last == " " || last == "\t" || last == "\r" {
            scalars.removeLast()
        }
        return String(scalars)
    }
}
