/// Holds what has risen: time-series momentum by the sign of the rate of change.
struct MomentumStrategy: BuiltInStrategy {
    static let declaration = StrategyDeclaration(
        name: "momentum",
        title: "Momentum",
        summary: "Holds while the close is above that of so many bars before.",
        rules: [
            "Enter long when the rate of change is above 0.",
            "Leave when the rate of change is below 0.",
        ],
        parameters: [
            .period("period", 12, summary: "Bars that the rate of change looks back."),
            .positionSizePercent,
        ])

    let minimumBars: Int
    let positionSizePercent: Double
    private var change: RateOfChange

    init(_ parameters: ParameterValues) {
        minimumBars = parameters.integer("period") + 1
        positionSizePercent = parameters["position_size_pct"]
        change = RateOfChange(period: parameters.integer("period"))
    }

    mutating func next(_ bar: Bar, _ position: Position) -> Signal {
        guard let change = change.next(bar.close) else { return .hold }
        switch position {
        case .flat where change > 0: return .enterLong
        case .long where change < 0: return .exit
        default: return .hold
        }
    }
}
