/// A strategy's text that was read and found to be right.
package struct StrategyProgram: Sendable {
    /// What a text tells of one of its columns or states.
    package struct Column: Hashable, Sendable {
        /// Its name.
        package let name: String
        /// The names of its lines, when it has several.
        package let lines: [String]
        /// Whether it is true or false on each bar, and no number.
        package let isTruth: Bool
        /// Whether each bar makes it of the ones before.
        package let isState: Bool
        /// The statement as written.
        package let statement: String
        /// Its line in the file, counted from 1.
        package let line: Int
    }

    /// What a text tells of one of its rules, stops, targets and trails, and of its size.
    package struct Rule: Hashable, Sendable {
        /// The file's own sentence, or the statement as written.
        package let sentence: String
        /// The statement as written.
        package let statement: String
        /// Its line in the file, counted from 1.
        package let line: Int
    }

    /// Inputs that belong together.
    package struct Requirement: Hashable, Sendable {
        /// What must be true, as written.
        package let condition: String
        /// Why, in the words of the file.
        package let reason: String?
        /// Its line in the file, counted from 1.
        package let line: Int
    }

    /// The input that a file without a size has.
    package static let positionSizeName = "position_size_pct"
    /// The largest file, in bytes.
    package static let mostBytes = 64 * 1024
    /// The language that is known here.
    package static let language = 1

    /// The text itself.
    package let text: String
    /// The name of the strategy, as its first line gives it.
    package let title: String
    /// What it is about, in the words of the file.
    package let about: String?
    /// What may be chosen, in the order of the file; the size of a position last.
    package let inputs: [StrategyInput]
    /// What the inputs must meet together.
    package let requirements: [Requirement]
    /// The tags of its entries, in order.
    package let tags: [String]
    /// Its columns and states in the order of the file.
    package let columns: [Column]
    /// Its rules, stops, targets, trails, size and rank in the order of the file.
    package let rules: [Rule]
    /// What is allowed and was perhaps not meant, in the order of the file.
    package let warnings: [StrategyProblem]
    /// The plan with every input at its default.
    package let plan: StrategyPlan

    let checked: CheckedSyntax
    let catalogue: FunctionCatalogue
    let source: SourceText
    /// The rules as written, by their first tokens.
    let sentences: [Int: String]

    /// Reads a text.
    ///
    /// Throws its mistakes, at most 20, with their places. O(count).
    package static func check(_ text: String, functions: FunctionCatalogue)
        throws(StrategyProblems) -> StrategyProgram
    {
        try check(utf8: Array(text.utf8), functions: functions)
    }

    /// Reads the bytes of a file, which may be any.
    ///
    /// Throws its mistakes, at most 20, with their places. O(count).
    package static func check(utf8 bytes: [UInt8], functions: FunctionCatalogue)
        throws(StrategyProblems) -> StrategyProgram
    {
        guard bytes.count <= mostBytes else {
            let source = SourceText(Array(bytes[..<mostBytes]))
            let message = "this file has \(bytes.count) bytes; the most is \(mostBytes)"
            throw StrategyProblems(problems: [source.problem(.limit, message, at: 0..<1)])
        }
        let source = SourceText(bytes)
        if let problem = source.encodingProblem { throw StrategyProblems(problems: [problem]) }
        var problems = ProblemList(source)
        let list = Lexer.read(&problems)
        if let indent = problems.found.first(where: { $0.code == .indent }) {
            throw StrategyProblems(problems: [indent])
        }
        let syntax = Parser.read(list, &problems)
        let checker = Checker.check(syntax, functions, &problems)
        guard problems.isEmpty else { throw StrategyProblems(problems: problems.found.inOrder) }
        return try StrategyProgram(checker, list, source, functions)
    }
}
