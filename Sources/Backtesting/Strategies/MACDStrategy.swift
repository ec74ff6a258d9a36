/// Holds while the MACD is above its signal.
struct MACDStrategy: BuiltInStrategy, CrossingStrategy {
    static let declaration = StrategyDeclaration(
        name: "macd",
        title: "MACD Crossover",
        summary: "Holds from the MACD's crossing above its signal to that below.",
        rules: [
            "Enter long when the MACD crosses above its signal.",
            "Leave when the MACD crosses below its signal.",
        ],
        parameters: [
            .period("fast_period", 12, summary: "Bars in the fast average."),
            .period("slow_period", 26, summary: "Bars in the slow average."),
            .period("signal_period", 9, summary: "Bars in the average that is the signal."),
            .positionSizePercent,
        ])

    let minimumBars: Int
    let positionSizePercent: Double
    private var convergence: MovingAverageConvergence
    private var cross = CrossOver()

    init(_ parameters: ParameterValues) {
        let fast = parameters.integer("fast_period")
        let slow = parameters.integer("slow_period")
        let signal = parameters.integer("signal_period")
        minimumBars = max(fast, slow) + signal
        positionSizePercent = parameters["position_size_pct"]
        convergence = MovingAverageConvergence(fast: fast, slow: slow, signal: signal)
    }

    mutating func next(_ bar: Bar, _ position: Position) -> Signal {
        guard let lines = convergence.next(bar.close) else { return .hold }
        return .longOnly(cross.next(lines.macd, lines.signal), position)
    }
}
