/// Enters when two oscillators agree that prices are extreme, and leaves when either turns.
struct RSIStochasticStrategy: BuiltInStrategy {
    static let declaration = StrategyDeclaration(
        name: "rsi_stochastic",
        title: "RSI and Stochastic",
        summary: "Buys and sells extremes that both the RSI and the slow stochastic see.",
        rules: [
            "Enter long when the RSI and %K are both oversold.",
            "Enter short when the RSI and %K are both overbought.",
            "Leave a long position when the RSI or %K is overbought.",
            "Leave a short position when the RSI or %K is oversold.",
        ],
        parameters: [
            .period("rsi_period", 14, summary: "Bars that the RSI averages over."),
            .level(
                "rsi_oversold", 30, in: 0...50, summary: "Below this, the RSI counts as low."),
            .level(
                "rsi_overbought", 70, in: 50...100, summary: "Above this, the RSI counts as high."),
            .period("stoch_period", 14, summary: "Bars in the range of the stochastic."),
            .level(
                "stoch_oversold", 20, in: 0...50, summary: "Below this, %K counts as low."),
            .level(
                "stoch_overbought", 80, in: 50...100, summary: "Above this, %K counts as high."),
            .positionSizePercent,
        ])

    let minimumBars: Int
    let positionSizePercent: Double
    private let rsiOversold: Double
    private let rsiOverbought: Double
    private let stochasticOversold: Double
    private let stochasticOverbought: Double
    private var index: RelativeStrengthIndex
    private var stochastic: Stochastic

    init(_ parameters: ParameterValues) {
        let rsiPeriod = parameters.integer("rsi_period")
        let stochasticPeriod = parameters.integer("stoch_period")
        minimumBars = max(rsiPeriod + 1, stochasticPeriod + 4)
        positionSizePercent = parameters["position_size_pct"]
        rsiOversold = parameters["rsi_oversold"]
        rsiOverbought = parameters["rsi_overbought"]
        stochasticOversold = parameters["stoch_oversold"]
        stochasticOverbought = parameters["stoch_overbought"]
        index = RelativeStrengthIndex(period: rsiPeriod)
        stochastic = Stochastic(period: stochasticPeriod)
    }

    mutating func next(_ bar: Bar, _ position: Position) -> Signal {
        let rsi = index.next(bar.close)
        let lines = stochastic.next(bar)
        guard let rsi, let k = lines?.k else { return .hold }
        switch position {
        case .flat where rsi < rsiOversold && k < stochasticOversold: return .enterLong
        case .flat where rsi > rsiOverbought && k > stochasticOverbought: return .enterShort
        case .long where rsi > rsiOverbought || k > stochasticOverbought: return .exit
        case .short where rsi < rsiOversold || k < stochasticOversold: return .exit
        default: return .hold
        }
    }
}
