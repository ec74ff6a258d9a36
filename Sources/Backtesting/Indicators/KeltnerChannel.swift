/// An exponential average of closes, and bands so many average true ranges below and above it.
///
/// middle = EMA(close); bands = middle ∓ factor · ATR (C. Keltner, 1960, in the form of L. B.
/// Raschke). First value with bar max(averagePeriod, rangePeriod + 1).
struct KeltnerChannel: Indicator {
    struct Bands {
        let lower: Double
        let middle: Double
        let upper: Double
    }

    private var average: ExponentialMovingAverage
    private var range: AverageTrueRange
    private let factor: Double

    init(averagePeriod: Int, rangePeriod: Int, factor: Double) {
        average = ExponentialMovingAverage(period: averagePeriod)
        range = AverageTrueRange(period: rangePeriod)
        self.factor = factor
    }

    mutating func next(_ bar: Bar) -> Bands? {
        let middle = average.next(bar.close)
        let range = range.next(bar)
        guard let middle, let range else { return nil }
        let width = range * factor
        return Bands(lower: middle - width, middle: middle, upper: middle + width)
    }
}
