/// One mistake in a strategy's text, or one warning, with its place.
package struct StrategyProblem: Error, Hashable, Sendable {
    /// How bad it is.
    package enum Severity: String, Hashable, Sendable {
        /// The text is no strategy.
        case error
        /// The text is a strategy, and perhaps not the one that was meant.
        case warning
    }

    /// The line, counted from 1.
    package let line: Int
    /// The column, counted in characters from 1.
    package let column: Int
    /// How many characters of the line are meant, at least 1.
    package let length: Int
    /// What kind of problem it is.
    package let code: Code
    /// What is wrong, and what to write instead, in one sentence.
    package let message: String
    /// Whether it is an error or a warning.
    package let severity: Severity
    /// The line of the text, or at most `longestExcerpt` characters of it, in printable form.
    package let sourceLine: String
    /// Characters of `sourceLine` before the place.
    package let caretOffset: Int

    /// The most characters of a line that a problem shows.
    package static let longestExcerpt = 160

    /// The problem as a terminal shows it: place, code and words; the line; carets below the place.
    package func rendered(file: String) -> String {
        let kind = severity == .warning ? "warning: " : ""
        let width = max(1, min(length, sourceLine.unicodeScalars.count - caretOffset))
        let carets =
            String(repeating: " ", count: caretOffset) + String(repeating: "^", count: width)
        return "\(file):\(line):\(column): \(kind)\(code.rawValue): \(message)\n"
            + "\(sourceLine)\n\(carets)"
    }
}

/// The problems of a text that is no strategy, or of values that do not fit its inputs.
package struct StrategyProblems: Error, Hashable, Sendable {
    /// The problems in the order of the text, at most `most`; warnings may be among them.
    package let problems: [StrategyProblem]

    /// The most problems that are told at once.
    package static let most = 20

    /// All problems as a terminal shows them, a blank line between two.
    package func rendered(file: String) -> String {
        problems.map { $0.rendered(file: file) }.joined(separator: "\n\n")
    }
}
