package import Backtesting
internal import Indicators
internal import StrategyText

/// What a strategy computes and does, in words for somebody who has not written one.
package struct StrategyExplanation: Sendable {
    /// The words, line by line.
    package let lines: [String]

    /// Explains a strategy with every input at its default.
    package init(_ strategy: NamedStrategy) {
        let program = strategy.program
        var lines = [program.title]
        if let about = program.about { lines.append(about) }
        lines += Self.inputs(strategy)
        lines += Self.columns(program)
        lines += Self.rules(program)
        lines += Self.needs(program)
        lines += Self.functions(program)
        self.lines = lines
    }

    private static func inputs(_ strategy: NamedStrategy) -> [String] {
        let parameters = strategy.declaration.parameters
        let rows = parameters.map { parameter in
            let kind = parameter.kind == .integer ? "a whole number" : "a number"
            let range = parameter.range.map {
                " from \($0.lowerBound.shown) to \($0.upperBound.shown)"
            }
            let step = parameter.step > 0 ? ", step \(parameter.step.shown)" : ""
            let summary = parameter.summary == parameter.name ? "" : ": \(parameter.summary)"
            return (
                "\(parameter.name) = \(parameter.default.shown)",
                kind + (range ?? "") + step + summary
            )
        }
        guard !rows.isEmpty else { return [] }
        let requirements = strategy.program.requirements.map { requirement in
            "  Required: \(requirement.condition)"
                + (requirement.reason.map { " (\($0))" } ?? "")
        }
        return ["", "What can be chosen, with --param NAME=VALUE:"] + table(rows) + requirements
    }

    private static func columns(_ program: StrategyProgram) -> [String] {
        guard !program.columns.isEmpty else { return [] }
        let rows = zip(program.columns, program.describedColumns).map { column, described in
            let kind =
                switch described.kind {
                case .number: "a number, the same on every bar"
                case .series: "a number"
                case .truth: "true or false"
                case .lines: "numbers: " + described.lines.joined(separator: ", ")
                }
            return (
                column.statement,
                described.kind == .number
                    ? kind : "\(kind), from bar \(described.firstIndex + 1) on"
            )
        }
        return ["", "What is computed on each bar:"] + table(rows)
    }

    private static func rules(_ program: StrategyProgram) -> [String] {
        var lines = ["", "What it does:"]
        for rule in program.rules {
            let words = program.words(for: rule)
            guard rule.sentence != rule.statement else {
                lines.append("  - \(words)")
                continue
            }
            lines += ["  - \(rule.sentence)", "    \(words)"]
        }
        if case .positionSizePercent = program.plan.size {
            lines.append(
                "  - Each entry takes position_size_pct per cent of what the account is worth.")
        }
        lines.append(
            "  At a close, the first rule that is true acts; its order fills at the next open, or with "
                + "--fills close at that close.")
        return lines
    }

    private static func needs(_ program: StrategyProgram) -> [String] {
        let (plan, cost) = (program.plan, program.plan.cost)
        return [
            "",
            "It needs \(plan.barsForAnEntry) bars: the rules are looked at from bar "
                + "\(plan.firstDecision + 1) on, and an order fills on a later one.",
            "It takes \(cost.columnNodes) columns a stock, \(cost.peakColumns) at a time"
                + (cost.positionNodes == 0
                    ? "." : ", and \(cost.positionNodes) values on each bar of the run."),
        ]
    }

    private static func functions(_ program: StrategyProgram) -> [String] {
        let statements = program.columns.map(\.statement) + program.rules.map(\.statement)
        let names = Set(statements.flatMap(calls))
        let rows = FunctionCatalogue.language1.functions.values
            .filter { names.contains($0.name) }
            .sorted { $0.name < $1.name }
            .map { ($0.signature, $0.rule) }
        return rows.isEmpty ? [] : ["", "What the functions are:"] + table(rows)
    }

    /// The names before a `(`, those in a text aside.
    private static func calls(in statement: String) -> [String] {
        var names: [String] = []
        var name = ""
        for character in statement.prefix(while: { $0 != "\"" }) {
            if character == "(" { names.append(name) }
            name =
                character.isLetter || character.isNumber || character == "_"
                ? name + String(character) : ""
        }
        return names
    }

    /// Rows of two cells, the second ones below each other unless the first is very long.
    private static func table(_ rows: [(String, String)]) -> [String] {
        let widest = rows.map(\.0.count).filter { $0 <= 48 }.max() ?? 0
        return rows.map { first, second in
            "  " + first + String(repeating: " ", count: max(0, widest - first.count) + 2) + second
        }
    }
}

extension Double {
    /// Without a point when it is whole.
    fileprivate var shown: String { Int(exactly: self).map(String.init) ?? String(self) }
}
