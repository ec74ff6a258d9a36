/// Follows a close out of the channel, and leaves where it comes back to the middle.
struct KeltnerChannelStrategy: BuiltInStrategy, CrossingStrategy {
    static let declaration = StrategyDeclaration(
        name: "keltner_channel",
        title: "Keltner Channel",
        summary: "Follows closes that break out of a channel as wide as the usual range.",
        rules: [
            "Enter long when the close crosses above the upper band.",
            "Enter short when the close crosses below the lower band.",
            "Leave a long position when the close crosses below the average.",
            "Leave a short position when the close crosses above the average.",
        ],
        parameters: [
            .period("ema_period", 20, summary: "Bars in the exponential average."),
            .period("atr_period", 10, summary: "Bars that the true range is averaged over."),
            .factor(
                "atr_multiplier", 2, summary: "Average true ranges from the middle to a band."),
            .positionSizePercent,
        ])

    let minimumBars: Int
    let positionSizePercent: Double
    private var channel: KeltnerChannel
    private var cross = BandCrossOver()

    init(_ parameters: ParameterValues) {
        let averagePeriod = parameters.integer("ema_period")
        let rangePeriod = parameters.integer("atr_period")
        minimumBars = max(averagePeriod, rangePeriod + 1) + 1
        positionSizePercent = parameters["position_size_pct"]
        channel = KeltnerChannel(
            averagePeriod: averagePeriod, rangePeriod: rangePeriod,
            factor: parameters["atr_multiplier"])
    }

    mutating func next(_ bar: Bar, _ position: Position) -> Signal {
        guard let bands = channel.next(bar) else { return .hold }
        let sides = BandCrossOver.Sides(
            of: bar.close, lower: bands.lower, middle: bands.middle, upper: bands.upper)
        guard let crossings = cross.next(sides) else { return .hold }
        switch position {
        case .flat where crossings.areUp(across: .upper): return .enterLong
        case .flat where crossings.areDown(across: .lower): return .enterShort
        case .long where crossings.areDown(across: .middle): return .exit
        case .short where crossings.areUp(across: .middle): return .exit
        default: return .hold
        }
    }
}
