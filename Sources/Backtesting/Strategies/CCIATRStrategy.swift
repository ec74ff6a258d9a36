/// Enters when an extreme of the CCI ends while ranges widen.
struct CCIATRStrategy: BuiltInStrategy {
    static let declaration = StrategyDeclaration(
        name: "cci_atr",
        title: "CCI with rising ATR",
        summary: "Trades the return of the CCI from an extreme when volatility rises.",
        rules: [
            "Enter long when the CCI rises above cci_entry and the ATR rises.",
            "Enter short when the CCI falls below −cci_entry and the ATR rises.",
            "Leave a long position when the CCI falls below cci_exit.",
            "Leave a short position when the CCI rises above −cci_exit.",
        ],
        parameters: [
            .period("cci_period", 20, summary: "Bars that the CCI averages over."),
            .level(
                "cci_entry", -100, in: -500...0, step: 10,
                summary: "The CCI to rise above for a long position; negated for a short one."),
            .level(
                "cci_exit", 100, in: 0...500, step: 10,
                summary: "The CCI to fall below at the end of a long position; negated for a "
                    + "short one."),
            .period("atr_period", 14, summary: "Bars that the true range is averaged over."),
            .positionSizePercent,
        ])

    let minimumBars: Int
    let positionSizePercent: Double
    private let entry: Double
    private let exit: Double
    private var index: CommodityChannelIndex
    private var range: AverageTrueRange
    private var previousCCI = Double.nan
    private var previousATR = Double.nan

    init(_ parameters: ParameterValues) {
        let indexPeriod = parameters.integer("cci_period")
        let rangePeriod = parameters.integer("atr_period")
        minimumBars = max(2 * indexPeriod - 1, rangePeriod + 1)
        positionSizePercent = parameters["position_size_pct"]
        entry = parameters["cci_entry"]
        exit = parameters["cci_exit"]
        index = CommodityChannelIndex(period: indexPeriod)
        range = AverageTrueRange(period: rangePeriod)
    }

    mutating func next(_ bar: Bar, _ position: Position) -> Signal {
        let cci = index.next(bar)
        let atr = range.next(bar)
        defer {
            previousCCI = cci ?? .nan
            previousATR = atr ?? .nan
        }
        guard let cci, let atr else { return .hold }
        // Nothing is above or below a previous value that does not exist.
        let isWidening = atr > previousATR
        switch position {
        case .flat where isWidening && previousCCI <= entry && cci > entry: return .enterLong
        case .flat where isWidening && previousCCI >= -entry && cci < -entry: return .enterShort
        case .long where previousCCI >= exit && cci < exit: return .exit
        case .short where previousCCI <= -exit && cci > -exit: return .exit
        default: return .hold
        }
    }
}
