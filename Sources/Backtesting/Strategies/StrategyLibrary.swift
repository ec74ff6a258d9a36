/// The strategies that there are to choose from, handed to whoever looks one up by its name.
package struct StrategyLibrary: Sendable {
    private let strategies: [NamedStrategy]

    /// Joins strategies, in the order to show them; no two of them have one name.
    package init(_ strategies: [NamedStrategy]) {
        let names = Set(strategies.map(\.declaration.name))
        precondition(names.count == strategies.count, "two strategies have one name")
        self.strategies = strategies
    }

    /// What people are told about each strategy, in the order to show them.
    package var declarations: [StrategyDeclaration] { strategies.map(\.declaration) }

    /// What people are told about the strategy of that name.
    ///
    /// `bollinger_bands_strategy` means `bollinger_bands`. Throws `unknownStrategy` with the names
    /// that there are.
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

    /// The strategy of that name, or of its long spelling.
    package func strategy(_ name: String) throws(BacktestError) -> NamedStrategy {
        let suffix = "_strategy"
        let short = name.hasSuffix(suffix) ? String(name.dropLast(suffix.count)) : name
        guard let strategy = strategies.first(where: { $0.declaration.name == short }) else {
            throw BacktestError.unknownStrategy(
                name, known: strategies.map(\.declaration.name))
        }
        return strategy
    }
}
