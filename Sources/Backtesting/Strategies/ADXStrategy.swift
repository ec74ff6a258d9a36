/// Follows crossing averages in a trend, and buys weakness without one; long only.
struct ADXStrategy: BuiltInStrategy {
    static let declaration = StrategyDeclaration(
        name: "adx",
        title: "ADX Regime",
        summary: "Buys with the trend when the ADX finds one, and below the band when it does not.",
        rules: [
            "Enter long, when the ADX of the bar before is at least adx_threshold, as the short "
                + "average crosses above the long one.",
            "Otherwise enter long when the close crosses below the lower Bollinger band.",
            "Leave a position of the first kind when the short average crosses below the long one.",
            "Leave a position of the second kind when the close crosses above the middle band.",
        ],
        parameters: [
            .period("ma_short_period", 20, summary: "Bars in the short moving average."),
            .period("ma_long_period", 50, summary: "Bars in the long moving average."),
            .period("boll_period", 14, summary: "Bars in the bands, two deviations wide."),
            .level(
                "adx_threshold", 25, in: 0...100, summary: "From here on there is a trend."),
            .positionSizePercent,
        ])

    private static let indexPeriod = 14

    let minimumBars: Int
    let warmUpBars: Int
    let positionSizePercent: Double
    private let threshold: Double
    private var index = AverageDirectionalIndex(period: indexPeriod)
    private var shortAverage: SimpleMovingAverage
    private var longAverage: SimpleMovingAverage
    private var bands: BollingerBands
    private var averageCross = CrossOver()
    private var lowerCross = CrossOver()
    private var middleCross = CrossOver()
    private var barsSeen = 0
    private var wasTrending = false
    private var followsTrend = false

    init(_ parameters: ParameterValues) {
        let shortPeriod = parameters.integer("ma_short_period")
        let longPeriod = parameters.integer("ma_long_period")
        let bandPeriod = parameters.integer("boll_period")
        minimumBars = max(
            max(shortPeriod, longPeriod, bandPeriod) + 1, 2 * Self.indexPeriod)
        warmUpBars = max(shortPeriod, longPeriod, bandPeriod, 2 * Self.indexPeriod) - 1
        positionSizePercent = parameters["position_size_pct"]
        threshold = parameters["adx_threshold"]
        shortAverage = SimpleMovingAverage(period: shortPeriod)
        longAverage = SimpleMovingAverage(period: longPeriod)
        bands = BollingerBands(period: bandPeriod, factor: 2)
    }

    mutating func next(_ bar: Bar, _ position: Position) -> Signal {
        let adx = index.next(bar)?.adx
        let short = shortAverage.next(bar.close)
        let long = longAverage.next(bar.close)
        let bands = bands.next(bar.close)
        defer { wasTrending = adx.map { $0 >= threshold } ?? false }
        barsSeen += 1
        var averageDirection = CrossOver.Crossing.none
        if let short, let long {
            averageDirection = averageCross.next(short, long)
        }
        guard let bands else { return .hold }
        let acrossLower = lowerCross.next(bar.close, bands.lower)
        let acrossMiddle = middleCross.next(bar.close, bands.middle)
        guard barsSeen >= minimumBars else { return .hold }
        if position == .flat {
            followsTrend = wasTrending
            let enters = followsTrend ? averageDirection == .up : acrossLower == .down
            return enters ? .enterLong : .hold
        }
        let leaves = followsTrend ? averageDirection == .down : acrossMiddle == .up
        return leaves ? .exit : .hold
    }
}
