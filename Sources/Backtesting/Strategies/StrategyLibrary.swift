package import StrategyText

/// The strategies that there are to choose from, handed to whoever looks one up by its name.
package struct StrategyLibrary: StrategyProvider {
    /// Those that can be used, in the order to show them.
    package let strategies: [NamedStrategy]
    /// Files that should hold a strategy and hold none, in the order to show them.
    package let broken: [BrokenStrategy]

    /// Joins strategies, and those that are broken, in the order to show them; no two of them have
    /// one name.
    package init(_ strategies: [NamedStrategy], broken: [BrokenStrategy] = []) {
        let names = Set(strategies.map(\.declaration.name))
        precondition(names.count == strategies.count, "two strategies have one name")
        self.strategies = strategies
        self.broken = broken
    }

    /// What people are told about each strategy, in the order to show them.
    package var declarations: [StrategyDeclaration] { strategies.map(\.declaration) }

    /// What people are told about the strategy of that name.
    ///
    /// `bollinger_bands_strategy` means `bollinger_bands`. Throws `unknownStrategy` with the names
    /// that there are, or `brokenStrategy`.
    package func declaration(of name: String) throws(BacktestError) -> StrategyDeclaration {
        try strategy(name).declaration
    }

    /// The strategy of that name with its parameters settled, ready to run.
    ///
    /// Parameters not given have their defaults. Throws `unknownStrategy`, or
    /// `invalidParameters` with one problem for each wrong one.
    package func resolve(
        _ name: String, parameters: [String: Double] = [:]
    ) throws(BacktestError) -> ConfiguredStrategy {
        try strategy(name).configure(parameters)
    }

    /// The text of the strategy of that name; nil where there is none.
    package func text(of name: String) -> String? {
        (try? strategy(name))?.program.text
    }

    /// The strategy of that name, or of its long spelling.
    package func strategy(_ name: String) throws(BacktestError) -> NamedStrategy {
        let suffix = "_strategy"
        let short = name.hasSuffix(suffix) ? String(name.dropLast(suffix.count)) : name
        guard
            let strategy = strategies.first(where: { $0.declaration.name == name })
                ?? strategies.first(where: { $0.declaration.name == short })
        else {
            if let broken = broken.first(where: { $0.name == name || $0.name == short }) {
                throw BacktestError.brokenStrategy(
                    broken.name, StrategyProblems(problems: broken.problems))
            }
            throw BacktestError.unknownStrategy(
                name, known: strategies.map(\.declaration.name))
        }
        return strategy
    }
}

/// A file of a strategy that cannot be used.
package struct BrokenStrategy: Sendable {
    /// Its name.
    package let name: String
    /// Its text; nil where it cannot be read.
    package let text: [UInt8]?
    /// What is wrong with it, one problem at least.
    package let problems: [StrategyProblem]

    /// Joins what is known of it.
    package init(name: String, text: [UInt8]?, problems: [StrategyProblem]) {
        self.name = name
        self.text = text
        self.problems = problems
    }
}
