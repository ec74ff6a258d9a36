/// How strong a trend is, whichever way it goes, from 0 to 100, and the two directions.
///
/// A bar moves up by its high less the one before, and down by the low before less its own; only
/// the larger counts, when positive. +DI and −DI are 100 times Wilder's averages of the two over
/// the average true range; ADX is 100 times Wilder's average of |+DI − −DI| / (+DI + −DI) (J. W.
/// Wilder, "New Concepts in Technical Trading Systems", 1978). Without movement, where
/// backtrader's divisions stop the run, the quotients are 0. First value with bar 2 · period.
struct AverageDirectionalIndex: Indicator {
    struct Lines {
        let adx: Double
        let plus: Double
        let minus: Double
    }

    private var previous: Bar?
    private var range: AverageTrueRange
    private var plus: SmoothedMovingAverage
    private var minus: SmoothedMovingAverage
    private var average: SmoothedMovingAverage

    init(period: Int) {
        range = AverageTrueRange(period: period)
        plus = SmoothedMovingAverage(period: period)
        minus = plus
        average = plus
    }

    mutating func next(_ bar: Bar) -> Lines? {
        defer { previous = bar }
        let range = range.next(bar)
        guard let previous else { return nil }
        let up = bar.high - previous.high
        let down = previous.low - bar.low
        let plus = plus.next(up > down && up > 0 ? up : 0)
        let minus = minus.next(down > up && down > 0 ? down : 0)
        guard let range, let plus, let minus else { return nil }
        let plusIndex = range == 0 ? 0 : 100 * plus / range
        let minusIndex = range == 0 ? 0 : 100 * minus / range
        let sum = plusIndex + minusIndex
        let strength = sum == 0 ? 0 : (plusIndex - minusIndex).magnitude / sum
        guard let adx = average.next(strength) else { return nil }
        return Lines(adx: 100 * adx, plus: plusIndex, minus: minusIndex)
    }
}
