/// Buys and sells the extremes of Williams %R.
struct WilliamsRStrategy: BuiltInStrategy {
    static let declaration = StrategyDeclaration(
        name: "williams_r",
        title: "Williams %R",
        summary: "Buys closes near the low of the last bars, and sells closes near their high.",
        rules: OscillatorBounds.rules("%R"),
        parameters: [
            .period("period", 14, summary: "Bars in the range that the close is placed in."),
            .level(
                "oversold", -80, in: -100 ... -50, summary: "Below this, prices count as low."),
            .level(
                "overbought", -20, in: -50...0, summary: "Above this, prices count as high."),
            .positionSizePercent,
        ])

    let minimumBars: Int
    let positionSizePercent: Double
    private let bounds: OscillatorBounds
    private var oscillator: WilliamsR

    init(_ parameters: ParameterValues) {
        minimumBars = parameters.integer("period")
        positionSizePercent = parameters["position_size_pct"]
        bounds = OscillatorBounds(parameters)
        oscillator = WilliamsR(period: parameters.integer("period"))
    }

    mutating func next(_ bar: Bar, _ position: Position) -> Signal {
        guard let value = oscillator.next(bar) else { return .hold }
        return bounds.signal(value, position)
    }
}
