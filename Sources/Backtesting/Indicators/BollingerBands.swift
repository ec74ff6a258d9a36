/// A moving average, and bands so many standard deviations below and above it.
///
/// middle = mean(x); deviation = √|mean(x²) − mean(x)²|, that of a population; bands = middle ∓
/// factor · deviation (J. Bollinger, "Bollinger on Bollinger Bands", 2001; the form of the
/// deviation is backtrader's). First value with the `period`-th input.
struct BollingerBands {
    struct Bands {
        let lower: Double
        let middle: Double
        let upper: Double
    }

    private var mean: SimpleMovingAverage
    private var meanOfSquares: SimpleMovingAverage
    private let factor: Double

    init(period: Int, factor: Double) {
        mean = SimpleMovingAverage(period: period)
        meanOfSquares = SimpleMovingAverage(period: period)
        self.factor = factor
    }

    mutating func next(_ value: Double) -> Bands? {
        let mean = mean.next(value)
        let meanOfSquares = meanOfSquares.next(value * value)
        guard let mean, let meanOfSquares else { return nil }
        let deviation = (meanOfSquares - mean * mean).magnitude.squareRoot()
        return Bands(
            lower: mean - factor * deviation, middle: mean, upper: mean + factor * deviation)
    }
}
