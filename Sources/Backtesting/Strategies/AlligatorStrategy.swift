/// Enters a pause within a trend, between two lines of the Alligator.
struct AlligatorStrategy: BuiltInStrategy {
    static let declaration = StrategyDeclaration(
        name: "alligator",
        title: "Alligator",
        summary: "Buys a pause within a long trend, between lips and teeth of an open Alligator.",
        rules: [
            "Enter long when the close is above the long average, jaws < teeth < lips, and the "
                + "close is between teeth and lips.",
            "Enter short when the close is below the long average, jaws > teeth > lips, and the "
                + "close is between teeth and lips.",
            "Leave a long position when the close crosses above the lips.",
            "Leave a short position when the close crosses below the lips.",
        ],
        parameters: [
            .period("lips_period", 5, summary: "Bars in the fastest line."),
            .period("teeth_period", 8, summary: "Bars in the line between."),
            .period("jaws_period", 13, summary: "Bars in the slowest line."),
            .period(
                "ema_period", 200, summary: "Bars in the average that tells the long trend."),
            .positionSizePercent,
        ])

    let minimumBars: Int
    let warmUpBars: Int
    let positionSizePercent: Double
    private var alligator: Alligator
    private var average: ExponentialMovingAverage
    private var lipsCross = CrossOver()
    private var barsSeen = 0

    init(_ parameters: ParameterValues) {
        let lips = parameters.integer("lips_period")
        let teeth = parameters.integer("teeth_period")
        let jaws = parameters.integer("jaws_period")
        let averagePeriod = parameters.integer("ema_period")
        minimumBars = max(lips + 1, teeth, jaws, averagePeriod)
        warmUpBars = max(lips, teeth, jaws, averagePeriod) - 1
        positionSizePercent = parameters["position_size_pct"]
        alligator = Alligator(lips: lips, teeth: teeth, jaws: jaws)
        average = ExponentialMovingAverage(period: averagePeriod)
    }

    mutating func next(_ bar: Bar, _ position: Position) -> Signal {
        barsSeen += 1
        let close = bar.close
        let average = average.next(close)
        guard let lines = alligator.next(close) else { return .hold }
        let acrossLips = lipsCross.next(close, lines.lips)
        guard barsSeen >= minimumBars, let average else { return .hold }
        switch position {
        case .flat where close > average && lines.jaws < lines.teeth:
            return lines.teeth < close && close < lines.lips ? .enterLong : .hold
        case .flat where close < average && lines.jaws > lines.teeth:
            return lines.teeth > close && close > lines.lips ? .enterShort : .hold
        case .long where acrossLips == .up: return .exit
        case .short where acrossLips == .down: return .exit
        default: return .hold
        }
    }
}
