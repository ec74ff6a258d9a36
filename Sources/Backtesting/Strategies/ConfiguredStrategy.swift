/// A strategy with all its parameters settled; it can run over many tickers, on many threads.
package struct ConfiguredStrategy: Sendable {
    /// What people are told about the strategy.
    package let declaration: StrategyDeclaration
    /// The number of every parameter, defaults included.
    package let parameters: ParameterValues
    /// Bars until it can decide for the first time, that bar included.
    package let minimumBars: Int
    /// Runs a fresh copy over bars; a closure, so that the loop inside knows the type.
    let simulate: @Sendable (SimulationInput) -> BacktestResult

    init(
        _ strategy: some Strategy, declaration: StrategyDeclaration, parameters: ParameterValues
    ) {
        self.declaration = declaration
        self.parameters = parameters
        minimumBars = strategy.minimumBars
        simulate = { Backtesting.simulate(strategy, $0) }
    }
}
