/// Buys weakness and sells strength, and leaves at the middle band.
struct BollingerBandsStrategy: BuiltInStrategy, CrossingStrategy {
    static let declaration = StrategyDeclaration(
        name: "bollinger_bands",
        title: "Bollinger Bands",
        summary: "Trades back to the mean when the close leaves a band around it.",
        rules: [
            "Enter long when the close crosses below the lower band.",
            "Enter short when the close crosses above the upper band.",
            "Leave a long position when the close crosses above the middle band.",
            "Leave a short position when the close crosses below the middle band.",
        ],
        parameters: [
            ParameterDeclaration(
                name: "period", kind: .integer, default: 20, range: 2...500, step: 1,
                summary: "Bars in the moving average and in the standard deviation."),
            ParameterDeclaration(
                name: "devfactor", kind: .number, default: 2, range: 0.1...10, step: 0.1,
                summary: "Standard deviations from the middle band to the others."),
            .positionSizePercent,
        ])

    let minimumBars: Int
    let positionSizePercent: Double
    private var bands: BollingerBands
    private var cross = BandCrossOver()

    init(_ parameters: ParameterValues) {
        let period = parameters.integer("period")
        minimumBars = period + 1
        positionSizePercent = parameters["position_size_pct"]
        bands = BollingerBands(period: period, factor: parameters["devfactor"])
    }

    @inline(__always)
    mutating func next(_ bar: Bar, _ position: Position) -> Signal {
        guard let sides = bands.sides(bar.close), let crossings = cross.next(sides) else {
            return .hold
        }
        switch position {
        case .flat:
            if crossings.areDown(across: .lower) { return .enterLong }
            return crossings.areUp(across: .upper) ? .enterShort : .hold
        case .long: return crossings.areUp(across: .middle) ? .exit : .hold
        case .short: return crossings.areDown(across: .middle) ? .exit : .hold
        }
    }
}
