package import ScanEvents
package import StrategyText

extension RequestProblem {
    /// The mistakes of a strategy's text that the field at `pointer` holds.
    package static func all(of text: StrategyProblems, at pointer: String) -> [RequestProblem] {
        text.problems.filter { $0.severity == .error }.map { problem in
            RequestProblem(
                pointer: pointer,
                TextMistake(
                    line: problem.line, column: problem.column, length: problem.length,
                    code: problem.code.rawValue, message: problem.message))
        }
    }
}
