/// Buys an oversold RSI, and holds until it is overbought.
struct RSIStrategy: BuiltInStrategy {
    static let declaration = StrategyDeclaration(
        name: "rsi",
        title: "Relative Strength Index",
        summary: "Buys when the RSI is oversold, and holds until it is overbought.",
        rules: [
            "Enter long when the RSI is below oversold.",
            "Leave when the RSI is above overbought.",
        ],
        parameters: [
            .period("period", 14, summary: "Bars that the RSI averages over."),
            .level("oversold", 30, in: 0...50, summary: "Below this, prices count as low."),
            .level("overbought", 70, in: 50...100, summary: "Above this, prices count as high."),
            .positionSizePercent,
        ])

    let minimumBars: Int
    let positionSizePercent: Double
    private let oversold: Double
    private let overbought: Double
    private var index: RelativeStrengthIndex

    init(_ parameters: ParameterValues) {
        minimumBars = parameters.integer("period") + 1
        positionSizePercent = parameters["position_size_pct"]
        oversold = parameters["oversold"]
        overbought = parameters["overbought"]
        index = RelativeStrengthIndex(period: parameters.integer("period"))
    }

    mutating func next(_ bar: Bar, _ position: Position) -> Signal {
        guard let rsi = index.next(bar.close) else { return .hold }
        switch position {
        case .flat where rsi < oversold: return .enterLong
        case .long where rsi > overbought: return .exit
        default: return .hold
        }
    }
}
