package import StrategyText

/// A strategy with all its parameters settled; it can run over many tickers, on many threads.
package struct ConfiguredStrategy: Sendable {
    /// What people are told about the strategy.
    package let declaration: StrategyDeclaration
    /// The number of every parameter, defaults included.
    package let parameters: ParameterValues
    /// What it computes, and when it trades.
    package let plan: StrategyPlan
    /// The text that it comes from.
    package let text: String
    /// What it takes to compute the plan.
    let cost: StrategyCost
    /// Whether it reads the bars of a benchmark, without which it never trades.
    package let readsBenchmark: Bool
    /// The plan, made ready for runs.
    let prepared: PreparedPlan

    /// Joins what belongs together.
    init(
        declaration: StrategyDeclaration, parameters: ParameterValues, plan: StrategyPlan,
        text: String
    ) {
        self.declaration = declaration
        self.parameters = parameters
        self.plan = plan
        self.text = text
        cost = plan.cost
        readsBenchmark = plan.nodes.contains { node in
            if case .benchmark = node.operation { true } else { false }
        }
        prepared = PreparedPlan(plan)
    }

    /// Bars until it can decide for the first time, that bar included.
    package var minimumBars: Int { plan.firstDecision + 1 }
}
