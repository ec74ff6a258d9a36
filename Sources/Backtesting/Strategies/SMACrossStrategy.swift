/// Holds while a fast simple average is above a slow one.
struct SMACrossStrategy: BuiltInStrategy, CrossingStrategy {
    static let declaration = StrategyDeclaration(
        name: "sma_cross",
        title: "SMA Crossover",
        summary: "Holds from the fast average's crossing above the slow one to that below.",
        rules: [
            "Enter long when the fast average crosses above the slow one.",
            "Leave when the fast average crosses below the slow one.",
        ],
        parameters: [
            .period("fast_period", 10, summary: "Bars in the fast average."),
            .period("slow_period", 30, summary: "Bars in the slow average."),
            .positionSizePercent,
        ])

    let minimumBars: Int
    let positionSizePercent: Double
    private var fast: SimpleMovingAverage
    private var slow: SimpleMovingAverage
    private var cross = CrossOver()

    init(_ parameters: ParameterValues) {
        let fastPeriod = parameters.integer("fast_period")
        let slowPeriod = parameters.integer("slow_period")
        minimumBars = max(fastPeriod, slowPeriod) + 1
        positionSizePercent = parameters["position_size_pct"]
        fast = SimpleMovingAverage(period: fastPeriod)
        slow = SimpleMovingAverage(period: slowPeriod)
    }

    mutating func next(_ bar: Bar, _ position: Position) -> Signal {
        let fast = fast.next(bar.close)
        let slow = slow.next(bar.close)
        guard let fast, let slow else { return .hold }
        return .longOnly(cross.next(fast, slow), position)
    }
}
