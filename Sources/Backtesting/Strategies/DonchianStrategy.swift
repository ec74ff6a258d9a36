/// Buys a breakout to new highs, and leaves on new lows: the long half of the Turtles' rules.
struct DonchianStrategy: BuiltInStrategy, CrossingStrategy {
    static let declaration = StrategyDeclaration(
        name: "donchian",
        title: "Donchian Breakout",
        summary: "Buys closes above all highs of the last bars, and leaves below all recent lows.",
        rules: [
            "Enter long when the close is above the highest high of the entry_period bars before.",
            "Leave when the close is below the lowest low of the exit_period bars before.",
        ],
        parameters: [
            .period("entry_period", 20, summary: "Bars whose high has to be exceeded."),
            .period("exit_period", 10, summary: "Bars whose low ends the position."),
            .positionSizePercent,
        ])

    let minimumBars: Int
    let positionSizePercent: Double
    private var channel: DonchianChannel
    /// The channel of the bars before the current one.
    private var previous: DonchianChannel.Edges?

    init(_ parameters: ParameterValues) {
        let entryPeriod = parameters.integer("entry_period")
        let exitPeriod = parameters.integer("exit_period")
        minimumBars = max(entryPeriod, exitPeriod) + 1
        positionSizePercent = parameters["position_size_pct"]
        channel = DonchianChannel(upperPeriod: entryPeriod, lowerPeriod: exitPeriod)
    }

    mutating func next(_ bar: Bar, _ position: Position) -> Signal {
        let edges = previous
        previous = channel.next(bar)
        guard let edges else { return .hold }
        switch position {
        case .flat where bar.close > edges.upper: return .enterLong
        case .long where bar.close < edges.lower: return .exit
        default: return .hold
        }
    }
}
