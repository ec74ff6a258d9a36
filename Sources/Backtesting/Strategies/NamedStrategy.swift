package import StrategyText

/// A strategy of a library: its name, its text, and what people are told about it.
package struct NamedStrategy: Sendable {
    /// The text, checked.
    package let program: StrategyProgram
    /// What people are told, drawn from the text.
    package let declaration: StrategyDeclaration

    /// Gives a checked text its name.
    package init(_ name: String, _ program: StrategyProgram) {
        self.program = program
        declaration = StrategyDeclaration(
            name: name, title: program.title, summary: program.about ?? program.title,
            rules: Self.sentences(program.rules),
            parameters: program.inputs.map(ParameterDeclaration.init))
    }

    /// Checks a text, and gives it its name.
    ///
    /// Throws its mistakes where it is no strategy. O(count).
    package init(_ name: String, text: [UInt8]) throws(StrategyProblems) {
        self.init(name, try StrategyProgram.check(utf8: text, functions: .language1))
    }

    /// What the rules say; one sentence for several in a row that say the same.
    private static func sentences(_ rules: [StrategyProgram.Rule]) -> [String] {
        rules.indices.filter { $0 == 0 || rules[$0].sentence != rules[$0 - 1].sentence }
            .map { rules[$0].sentence }
    }

    /// The strategy with its parameters settled; those not given have their defaults.
    ///
    /// Throws `invalidParameters` with one problem for each wrong one.
    package func configure(_ given: [String: Double]) throws(BacktestError) -> ConfiguredStrategy {
        let parameters = try ParameterValues(given, for: declaration)
        let plan: StrategyPlan
        do throws(StrategyProblems) {
            plan = try program.bind(parameters.byName)
        } catch {
            // Each value is one that its input takes; together they break a requirement, or make a
            // length that is none.
            throw .invalidParameters(
                strategy: declaration.name,
                error.problems.map { ParameterProblem(parameter: "", message: $0.message) })
        }
        return ConfiguredStrategy(
            declaration: declaration, parameters: parameters, plan: plan, text: program.text)
    }
}

extension ParameterDeclaration {
    /// What the input of a strategy's text takes.
    fileprivate init(_ input: StrategyInput) {
        if input.name == StrategyProgram.positionSizeName {
            self = .positionSizePercent
            return
        }
        name = input.name
        kind = input.isWhole ? .integer : .number
        `default` = input.initial
        range = input.bounds
        step = input.step ?? (input.isWhole ? 1 : 0)
        summary = input.sentence ?? input.name
    }
}
