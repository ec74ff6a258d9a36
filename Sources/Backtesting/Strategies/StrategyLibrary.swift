/// The strategies that there are to choose from, handed to whoever looks one up by its name.
package struct StrategyLibrary: Sendable {
    private let recipes: [StrategyRecipe]

    /// Joins strategies, in the order to show them; no two of them have one name.
    init(_ recipes: [StrategyRecipe]) {
        let names = Set(recipes.map(\.declaration.name))
        precondition(names.count == recipes.count, "two strategies have one name")
        self.recipes = recipes
    }

    /// What people are told about each strategy, in the order to show them.
    package var declarations: [StrategyDeclaration] { recipes.map(\.declaration) }

    /// What people are told about the strategy of that name.
    ///
    /// `bollinger_bands_strategy` means `bollinger_bands`. Throws `unknownStrategy` with the names
    /// that there are.
    package func declaration(of name: String) throws(BacktestError) -> StrategyDeclaration {
        try recipe(name).declaration
    }

    /// The strategy of that name with its parameters settled, ready to run.
    ///
    /// Parameters not given have their defaults. Throws `unknownStrategy`, or
    /// `invalidParameters` with one problem for each wrong one.
    package func resolve(
        _ name: String, parameters: [String: Double] = [:]
    ) throws(BacktestError) -> ConfiguredStrategy {
        try recipe(name).configure(parameters)
    }

    private func recipe(_ name: String) throws(BacktestError) -> StrategyRecipe {
        let suffix = "_strategy"
        let short = name.hasSuffix(suffix) ? String(name.dropLast(suffix.count)) : name
        guard let recipe = recipes.first(where: { $0.declaration.name == short }) else {
            throw BacktestError.unknownStrategy(name, known: recipes.map(\.declaration.name))
        }
        return recipe
    }
}
