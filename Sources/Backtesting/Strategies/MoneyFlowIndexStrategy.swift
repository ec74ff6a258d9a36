/// Buys and sells the extremes of the Money Flow Index.
struct MoneyFlowIndexStrategy: BuiltInStrategy {
    static let declaration = StrategyDeclaration(
        name: "mfi",
        title: "Money Flow Index",
        summary: "Buys when money has mostly flowed out, and sells when it has mostly flowed in.",
        rules: OscillatorBounds.rules("the MFI"),
        parameters: [
            .period("period", 14, summary: "Bars whose flow of money is summed."),
            .level("oversold", 20, in: 0...50, summary: "Below this, prices count as low."),
            .level("overbought", 80, in: 50...100, summary: "Above this, prices count as high."),
            .positionSizePercent,
        ])

    let minimumBars: Int
    let positionSizePercent: Double
    private let bounds: OscillatorBounds
    private var oscillator: MoneyFlowIndex

    init(_ parameters: ParameterValues) {
        minimumBars = parameters.integer("period") + 1
        positionSizePercent = parameters["position_size_pct"]
        bounds = OscillatorBounds(parameters)
        oscillator = MoneyFlowIndex(period: parameters.integer("period"))
    }

    mutating func next(_ bar: Bar, _ position: Position) -> Signal {
        guard let value = oscillator.next(bar) else { return .hold }
        return bounds.signal(value, position)
    }
}
