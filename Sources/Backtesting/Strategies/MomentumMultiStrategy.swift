/// Enters when momentum, a moderate RSI and volume agree.
///
/// The threshold is a fraction of the price, so the default of 2 asks for a price that trebles in
/// `roc_period` bars: with it, as in the strategy's origin, there are no trades.
struct MomentumMultiStrategy: BuiltInStrategy {
    static let declaration = StrategyDeclaration(
        name: "momentum_multi",
        title: "Momentum with RSI and OBV",
        summary: "Follows strong momentum with a moderate RSI and volume behind it; never trades "
            + "with the default roc_threshold of 2, which asks for a change of 200 %.",
        rules: [
            "Enter long when the rate of change is above roc_threshold, the RSI between rsi_min "
                + "and rsi_max, and the on-balance volume rises.",
            "Enter short when the rate of change is below −roc_threshold, the RSI between rsi_min "
                + "and rsi_max, and the on-balance volume falls.",
            "Leave a long position when the rate of change is below 0 or the RSI above rsi_exit.",
            "Leave a short position when the rate of change is above 0 or the RSI below 100 − "
                + "rsi_exit.",
        ],
        parameters: [
            .period("roc_period", 12, summary: "Bars that the rate of change looks back."),
            .level(
                "roc_threshold", 2, in: 0...10, step: 0.01,
                summary: "Change to exceed, as a fraction: 0.05 for 5 %."),
            .period("rsi_period", 14, summary: "Bars that the RSI averages over."),
            .level("rsi_min", 40, in: 0...100, summary: "The RSI to exceed at an entry."),
            .level("rsi_max", 60, in: 0...100, summary: "The RSI to stay below at an entry."),
            .level(
                "rsi_exit", 70, in: 50...100,
                summary: "The RSI that ends a long position; 100 less it ends a short one."),
            .positionSizePercent,
        ])

    let minimumBars: Int
    let positionSizePercent: Double
    private let threshold: Double
    private let moderate: (above: Double, below: Double)
    private let exit: Double
    private var change: RateOfChange
    private var index: RelativeStrengthIndex
    private var flow = OnBalanceVolume()
    private var previousOBV = 0.0

    init(_ parameters: ParameterValues) {
        let changePeriod = parameters.integer("roc_period")
        let indexPeriod = parameters.integer("rsi_period")
        minimumBars = max(changePeriod, indexPeriod) + 1
        positionSizePercent = parameters["position_size_pct"]
        threshold = parameters["roc_threshold"]
        moderate = (above: parameters["rsi_min"], below: parameters["rsi_max"])
        exit = parameters["rsi_exit"]
        change = RateOfChange(period: changePeriod)
        index = RelativeStrengthIndex(period: indexPeriod)
    }

    mutating func next(_ bar: Bar, _ position: Position) -> Signal {
        let roc = change.next(bar.close)
        let rsi = index.next(bar.close)
        // It has a value from the first bar on.
        let obv = flow.next(bar) ?? previousOBV
        let rise = obv - previousOBV
        previousOBV = obv
        guard let roc, let rsi else { return .hold }
        let isModerate = moderate.above < rsi && rsi < moderate.below
        switch position {
        case .flat where isModerate && roc > threshold && rise > 0: return .enterLong
        case .flat where isModerate && roc < -threshold && rise < 0: return .enterShort
        case .long where roc < 0 || rsi > exit: return .exit
        case .short where roc > 0 || rsi < 100 - exit: return .exit
        default: return .hold
        }
    }
}
