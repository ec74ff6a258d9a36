/// Buys at once and never sells: what the other strategies are compared with.
struct BuyAndHoldStrategy: BuiltInStrategy {
    static let declaration = StrategyDeclaration(
        name: "buy_and_hold",
        title: "Buy and Hold",
        summary: "Buys at the second open and holds to the end.",
        rules: [
            "Enter long on the first bar, or the next whose order the cash covers.",
            "Of whole units, enter on the second bar at the earliest, as in backtesting.py.",
            "Never leave.",
        ],
        parameters: [.positionSizePercent])

    let minimumBars = 1
    let positionSizePercent: Double

    init(_ parameters: ParameterValues) {
        positionSizePercent = parameters["position_size_pct"]
    }

    func next(_ bar: Bar, _ position: Position) -> Signal {
        position == .flat ? .enterLong : .hold
    }
}
