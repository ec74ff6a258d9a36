/// One strategy of a library: what people are told about it, and how it is made of parameters.
struct StrategyRecipe: Sendable {
    /// What people are told; the parameters that `make` reads are declared here.
    let declaration: StrategyDeclaration
    private let make: @Sendable (ParameterValues) -> ConfiguredStrategy

    /// A strategy of that declaration, made by `make` of values that were checked against it.
    init<Made: Strategy>(
        _ declaration: StrategyDeclaration, make: @escaping @Sendable (ParameterValues) -> Made
    ) {
        self.declaration = declaration
        self.make = {
            ConfiguredStrategy(make($0), declaration: declaration, parameters: $0)
        }
    }

    /// A strategy that the program has.
    init<BuiltIn: BuiltInStrategy>(_ type: BuiltIn.Type) {
        self.init(type.declaration) { BuiltIn($0) }
    }

    /// The strategy with its parameters settled; those not given have their defaults.
    ///
    /// Throws `invalidParameters` with one problem for each wrong one.
    func configure(_ given: [String: Double]) throws(BacktestError) -> ConfiguredStrategy {
        make(try ParameterValues(given, for: declaration))
    }
}
