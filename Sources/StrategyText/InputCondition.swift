/// What the inputs of a strategy must meet together, in the strategies' own words: what a `require`
/// of its text could say.
package struct InputCondition: Sendable {
    private let checked: CheckedSyntax
    private let source: SourceText
    // It calls no function of columns: those are no inputs.
    private let catalogue = FunctionCatalogue([])

    /// Reads a condition over some inputs.
    ///
    /// Throws its mistakes, with their places in `text`.
    package init(_ text: String, inputs: [StrategyInput]) throws(StrategyProblems) {
        let names = inputs.map(\.name).filter { $0 != StrategyProgram.positionSizeName }
        let inOneLine = String(text.map { $0.isNewline ? " " : $0 })
        let lines =
            ["strategy \"condition\" language 1"] + names.map { "input \($0) = 0.0" } + [
                Self.word + inOneLine, "enter long when close > 0",
            ]
        source = SourceText(Array(lines.joined(separator: "\n").utf8))
        var problems = ProblemList(source)
        let list = Lexer.read(&problems)
        let syntax = Parser.read(list, &problems)
        checked = Checker.check(syntax, catalogue, &problems).checked
        guard problems.isEmpty else {
            throw StrategyProblems(
                problems: problems.found.inOrder.map {
                    $0.inTheOnlyLine(behind: Self.word.count)
                })
        }
    }

    /// Whether it is true of some values; an input that is not named is 0.
    package func holds(_ values: [String: Double]) -> Bool {
        var binder = Binder(
            checked, inputs: checked.inputs.map { values[$0.name] ?? 0 }, catalogue, source,
            sentences: [:])
        do throws(StrategyProblems) {
            _ = try binder.bind()
            return true
        } catch {
            return false
        }
    }

    private static let word = "require "
}

extension StrategyProblem {
    /// The problem with the place that it has in a line of its own, that begins behind so many
    /// characters of this one.
    fileprivate func inTheOnlyLine(behind count: Int) -> StrategyProblem {
        StrategyProblem(
            line: 1, column: max(1, column - count), length: length, code: code, message: message,
            severity: severity, sourceLine: String(sourceLine.dropFirst(count)),
            caretOffset: max(0, caretOffset - count))
    }
}
