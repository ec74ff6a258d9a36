/// Wilder's average of the true range: the ATR.
///
/// ATR₋₁ + (TR − ATR₋₁) / period, from the mean of the first `period` true ranges on; first value
/// with bar period + 1 (J. W. Wilder, "New Concepts in Technical Trading Systems", 1978).
struct AverageTrueRange: Indicator {
    private var range = TrueRange()
    private var average: SmoothedMovingAverage

    init(period: Int) {
        average = SmoothedMovingAverage(period: period)
    }

    mutating func next(_ bar: Bar) -> Double? {
        range.next(bar).flatMap { average.next($0) }
    }
}
