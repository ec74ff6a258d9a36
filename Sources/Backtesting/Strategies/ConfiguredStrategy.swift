package import StrategyText

/// A strategy with all its parameters settled; it can run over many tickers, on many threads.
package struct ConfiguredStrategy: Sendable {
    /// What people are told about the strategy.
    package let declaration: StrategyDeclaration
    /// The number of every parameter, defaults included.
    package let parameters: ParameterValues
    /// What it computes, and when it trades.
    package let plan: StrategyPlan

    /// Bars until it can decide for the first time, that bar included.
    package var minimumBars: Int { plan.firstDecision + 1 }
}
