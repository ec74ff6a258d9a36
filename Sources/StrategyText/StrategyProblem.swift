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

    /// The problem in a line: place, code and words.
    package var inOneLine: String {
        (code == .file ? "" : "\(line):\(column): ") + "\(code.rawValue): \(message)"
    }

    /// Tells that a file has no text to speak of, and why.
    package init(ofFile message: String) {
        (line, column, length, caretOffset) = (1, 1, 1, 0)
        (code, severity, sourceLine) = (.file, .error, "")
        self.message = message
    }

    init(
        line: Int, column: Int, length: Int, code: Code, message: String, severity: Severity,
        sourceLine: String, caretOffset: Int
    ) {
        self.line = line
        self.column = column
        self.length = length
        self.code = code
        self.message = message
        self.severity = severity
        self.sourceLine = sourceLine
        self.caretOffset = caretOffset
    }

    /// The problem as a terminal shows it: place, code and words; the line; carets below the place.
    ///
    /// Of a file without a text, its name, the code and the words.
    package func rendered(file: String) -> String {
        if code == .file { return "\(file): \(code.rawValue): \(message)" }
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

    /// Gathers problems, one at least, in the order of the text.
    package init(problems: [StrategyProblem]) {
        self.problems = problems
    }

    /// All problems as a terminal shows them, a blank line between two.
    package func rendered(file: String) -> String {
        problems.map { $0.rendered(file: file) }.joined(separator: "\n\n")
    }
}
