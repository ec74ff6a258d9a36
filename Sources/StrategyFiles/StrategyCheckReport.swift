package import Backtesting
internal import JSONText
package import StrategyText

/// What is told of a strategy's text: its mistakes, or what it takes, computes and does.
package struct StrategyCheckReport: Sendable {
    /// The text, with its digest.
    package let file: StrategyFile
    /// The strategy, or what is wrong.
    private let checked: CheckedText
    /// What the columns of a strategy may cost.
    private let limits: CostLimits

    /// Checks a text; `name` is what it is called, `limits` what its columns may cost.
    package init(_ text: [UInt8], name: String? = nil, limits: CostLimits = CostLimits()) {
        self.limits = limits
        file = StrategyFile(name: name ?? "untitled", text: text)
        checked = CheckedText(text, name: file.name)
    }

    /// Whether it is a strategy; warnings aside.
    package var isValid: Bool { errors == nil }

    /// Why it is no strategy; nil where it is one.
    package var errors: StrategyProblems? {
        if case .failure(let problems) = checked.outcome { problems } else { nil }
    }

    /// The strategy; nil where it is none.
    package var program: StrategyProgram? { strategy?.program }

    /// What is wrong, or was perhaps not meant, in the order of the text.
    package var problems: [StrategyProblem] {
        switch checked.outcome {
        case .success(let strategy): strategy.program.warnings
        case .failure(let error): error.problems
        }
    }

    /// Everything as one JSON object.
    package var json: [UInt8] {
        JSONWriter.object { json in
            json.member("ok", isValid)
            json.member("language", StrategyProgram.language)
            json.member("sha256", file.digest)
            json.nullableMember("title", program?.title)
            json.nullableMember("about", program?.about)
            json.member("problems", problems)
            json.member("parameters", strategy?.declaration.parameters ?? [])
            writeContent(to: &json)
        }
    }

    /// All problems as a terminal shows them, a blank line between two.
    package func rendered(file: String) -> String {
        StrategyProblems(problems: problems).rendered(file: file)
    }

    /// The strategy with what people are told of it; nil where it is none.
    package var strategy: NamedStrategy? { try? checked.outcome.get() }

    private func writeContent(to json: inout JSONWriter) {
        json.name("columns")
        json.array(program?.describedColumns ?? []) { json, column in
            json.object { json in
                json.member("name", column.name)
                json.member("kind", column.kind.rawValue)
                json.member("lines", column.lines)
                json.member("is_state", column.isState)
                json.member("line", column.line)
                json.member("first_index", column.firstIndex)
            }
        }
        json.name("rules")
        json.array(program?.rules ?? []) { json, rule in
            json.object { json in
                json.member("line", rule.line)
                json.member("statement", rule.statement)
                json.member("sentence", rule.sentence)
            }
        }
        json.name("requirements")
        json.array(program?.requirements ?? []) { json, requirement in
            json.object { json in
                json.member("line", requirement.line)
                json.member("condition", requirement.condition)
                json.nullableMember("reason", requirement.reason)
            }
        }
        json.nullableMember("bars_needed", program?.plan.barsForAnEntry)
        json.name("cost")
        guard let cost = program?.plan.cost else { return json.null() }
        json.object { json in
            json.member("columns", cost.columnNodes)
            json.member("position_columns", cost.positionNodes)
            json.member("peak_columns", cost.peakColumns)
            json.nullableMember("most_bars", limits.mostBars(cost))
        }
    }
}
