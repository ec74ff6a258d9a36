/// Follows a MACD crossing that money flow confirms, with a stop and a target by volatility.
struct CMFATRMACDStrategy: BuiltInStrategy {
    static let declaration = StrategyDeclaration(
        name: "cmf_atr_macd",
        title: "MACD with CMF, ATR stop and target",
        summary: "Follows MACD crossings that money flow confirms, to a stop or a target.",
        rules: [
            "Enter long when the MACD crosses above its signal, both above 0, and the CMF is above "
                + "0.",
            "Enter short when the MACD crosses below its signal, both below 0, and the CMF is "
                + "below 0.",
            "Leave at a close atrdist average true ranges against the close of the signal, or "
                + "twice as many in favour.",
        ],
        parameters: [
            .period("macd1", 12, summary: "Bars in the fast average of the MACD."),
            .period("macd2", 26, summary: "Bars in the slow average of the MACD."),
            .period("macdsig", 9, summary: "Bars in the average that is the signal."),
            .period("atrperiod", 14, summary: "Bars that the true range is averaged over."),
            .factor("atrdist", 2, summary: "Average true ranges from the entry to the stop."),
            .positionSizePercent,
        ])

    private static let flowPeriod = 20

    let minimumBars: Int
    let warmUpBars: Int
    let positionSizePercent: Double
    private let stopDistance: Double
    private var convergence: MovingAverageConvergence
    private var cross = CrossOver()
    private var range: AverageTrueRange
    private var flow = ChaikinMoneyFlow(period: flowPeriod)
    /// The position is left at or below `lower`, and at or above `upper`.
    private var lower = 0.0
    private var upper = 0.0

    init(_ parameters: ParameterValues) {
        let fast = parameters.integer("macd1")
        let slow = parameters.integer("macd2")
        let signal = parameters.integer("macdsig")
        let rangePeriod = parameters.integer("atrperiod")
        minimumBars = max(max(fast, slow) + signal, rangePeriod + 1, Self.flowPeriod)
        warmUpBars = max(max(fast, slow) + signal - 2, rangePeriod, Self.flowPeriod - 1)
        positionSizePercent = parameters["position_size_pct"]
        stopDistance = parameters["atrdist"]
        convergence = MovingAverageConvergence(fast: fast, slow: slow, signal: signal)
        range = AverageTrueRange(period: rangePeriod)
    }

    mutating func next(_ bar: Bar, _ position: Position) -> Signal {
        let lines = convergence.next(bar.close)
        let atr = range.next(bar)
        let cmf = flow.next(bar)
        guard let lines else { return .hold }
        let direction = cross.next(lines.macd, lines.signal)
        guard let atr, let cmf else { return .hold }
        guard position == .flat else {
            return bar.close <= lower || bar.close >= upper ? .exit : .hold
        }
        let distance = atr * stopDistance
        if direction == .up, lines.macd > 0, lines.signal > 0, cmf > 0 {
            lower = bar.close - distance
            upper = bar.close + 2 * distance
            return .enterLong
        }
        if direction == .down, lines.macd < 0, lines.signal < 0, cmf < 0 {
            lower = bar.close - 2 * distance
            upper = bar.close + distance
            return .enterShort
        }
        return .hold
    }
}
