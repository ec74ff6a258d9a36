/// Wilder's average of the true range: the ATR.
///
/// First value with bar period + 1.
struct AverageTrueRange {
    private var range = TrueRange()
    private var average: SmoothedMovingAverage

    init(period: Int) {
        average = SmoothedMovingAverage(period: period)
    }

    mutating func next(_ bar: Bar) -> Double? {
        range.next(bar).flatMap { average.next($0) }
    }
}
