/// Follows the crossing of a short and a long TEMA that volume confirms.
struct TEMACrossoverStrategy: BuiltInStrategy {
    static let declaration = StrategyDeclaration(
        name: "tema_crossover",
        title: "TEMA Crossover",
        summary: "Follows crossing triple exponential averages on volume above its mean.",
        rules: [
            "Enter long when the short TEMA crosses above the long one on volume above its mean.",
            "Enter short when the short TEMA crosses below the long one on volume above its mean.",
            "Leave on the opposite crossing, whatever the volume.",
        ],
        parameters: [
            .period("tema_short_period", 20, summary: "Bars in the short average."),
            .period("tema_long_period", 60, summary: "Bars in the long average."),
            .period("volume_period", 14, summary: "Bars in the mean of the volume."),
            .positionSizePercent,
        ])

    let minimumBars: Int
    let warmUpBars: Int
    let positionSizePercent: Double
    private var short: TripleExponentialMovingAverage
    private var long: TripleExponentialMovingAverage
    private var volume: SimpleMovingAverage
    private var cross = CrossOver()

    init(_ parameters: ParameterValues) {
        let shortPeriod = parameters.integer("tema_short_period")
        let longPeriod = parameters.integer("tema_long_period")
        let volumePeriod = parameters.integer("volume_period")
        minimumBars = max(3 * max(shortPeriod, longPeriod) - 1, volumePeriod)
        warmUpBars = max(3 * max(shortPeriod, longPeriod) - 3, volumePeriod - 1)
        positionSizePercent = parameters["position_size_pct"]
        short = TripleExponentialMovingAverage(period: shortPeriod)
        long = TripleExponentialMovingAverage(period: longPeriod)
        volume = SimpleMovingAverage(period: volumePeriod)
    }

    mutating func next(_ bar: Bar, _ position: Position) -> Signal {
        let short = short.next(bar.close)
        let long = long.next(bar.close)
        let usualVolume = volume.next(bar.volume)
        guard let short, let long else { return .hold }
        let crossing = cross.next(short, long)
        guard crossing != .none, let usualVolume else { return .hold }
        switch (position, crossing) {
        case (.flat, _) where bar.volume <= usualVolume: return .hold
        case (.flat, .up): return .enterLong
        case (.flat, .down): return .enterShort
        case (.long, .down), (.short, .up): return .exit
        default: return .hold
        }
    }
}
