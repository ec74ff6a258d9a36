package import Backtesting
package import JSONText
package import StrategyText

extension JSONWriter {
    /// Writes a member with what is wrong with a text.
    package mutating func member(_ name: String, _ problems: [StrategyProblem]) {
        self.name(name)
        array(problems) { json, problem in
            json.object { json in
                json.member("line", problem.line)
                json.member("column", problem.column)
                json.member("length", problem.length)
                json.member("severity", problem.severity.rawValue)
                json.member("code", problem.code.rawValue)
                json.member("message", problem.message)
                json.member("source_line", problem.sourceLine)
                json.member("caret", problem.caretOffset)
            }
        }
    }

    /// Writes a member with what a form for the parameters of a strategy needs.
    package mutating func member(_ name: String, _ parameters: [ParameterDeclaration]) {
        self.name(name)
        array(parameters) { json, parameter in
            json.object { json in
                json.member("name", parameter.name)
                json.member("type", parameter.kind.rawValue)
                json.name("default")
                json.parameter(parameter.default)
                json.name("minimum")
                json.nullableParameter(parameter.range?.lowerBound)
                json.name("maximum")
                json.nullableParameter(parameter.range?.upperBound)
                json.name("step")
                json.nullableParameter(parameter.step > 0 ? parameter.step : nil)
                json.member("summary", parameter.summary)
            }
        }
    }

    private mutating func nullableParameter(_ value: Double?) {
        if let value { parameter(value) } else { null() }
    }
}
