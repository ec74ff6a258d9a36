/// Enters when the MACD turns the way that averages of close and open have turned before it.
struct TEMAMACDStrategy: BuiltInStrategy, CrossingStrategy {
    static let declaration = StrategyDeclaration(
        name: "tema_macd",
        title: "TEMA and MACD",
        summary: "Follows the MACD when closes have outrun opens before it, until either turns.",
        rules: [
            "Enter long when the TEMA of closes has crossed above that of opens while flat, the "
                + "MACD above its signal then or later, and neither has turned back.",
            "Enter short when they have crossed below in the same order.",
            "Leave when either crosses back.",
        ],
        parameters: [
            .period("macd1", 12, summary: "Bars in the fast average of the MACD."),
            .period("macd2", 26, summary: "Bars in the slow average of the MACD."),
            .period("macdsig", 9, summary: "Bars in the average that is the signal."),
            .period("tema_period", 12, summary: "Bars in the averages of closes and of opens."),
            .positionSizePercent,
        ])

    let minimumBars: Int
    let positionSizePercent: Double
    private var convergence: MovingAverageConvergence
    private var closes: TripleExponentialMovingAverage
    private var opens: TripleExponentialMovingAverage
    private var macdCross = CrossOver()
    private var temaCross = CrossOver()
    private var barsSeen = 0
    /// Where the averages turned while flat, unless they have turned back.
    private var temaSide = CrossOver.Crossing.none
    /// Where the MACD turned, likewise, when the averages had turned there before.
    private var macdSide = CrossOver.Crossing.none

    init(_ parameters: ParameterValues) {
        let fast = parameters.integer("macd1")
        let slow = parameters.integer("macd2")
        let signal = parameters.integer("macdsig")
        let temaPeriod = parameters.integer("tema_period")
        minimumBars = max(max(fast, slow) + signal, 3 * temaPeriod - 1)
        positionSizePercent = parameters["position_size_pct"]
        convergence = MovingAverageConvergence(fast: fast, slow: slow, signal: signal)
        closes = TripleExponentialMovingAverage(period: temaPeriod)
        opens = closes
    }

    mutating func next(_ bar: Bar, _ position: Position) -> Signal {
        barsSeen += 1
        let macd = convergence.next(bar.close).map { macdCross.next($0.macd, $0.signal) } ?? .none
        let close = closes.next(bar.close)
        let open = opens.next(bar.open)
        guard let close, let open else { return .hold }
        let tema = temaCross.next(close, open)
        guard barsSeen >= minimumBars else { return .hold }
        if tema != .none {
            temaSide = position == .flat ? tema : .none
        }
        if macd != .none {
            macdSide = position == .flat && macd == temaSide ? macd : .none
        }
        switch (position, temaSide == macdSide ? temaSide : .none) {
        case (.flat, .up): return .enterLong
        case (.flat, .down): return .enterShort
        case (.flat, _), (.long, .up), (.short, .down): return .hold
        default: return .exit
        }
    }
}
