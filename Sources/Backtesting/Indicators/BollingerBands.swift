/// A moving average, and bands so many standard deviations below and above it.
///
/// middle = mean(x); deviation = √|mean(x²) − mean(x)²|, that of a population; bands = middle ∓
/// factor · deviation (J. Bollinger, "Bollinger on Bollinger Bands", 2001; the form of the
/// deviation is backtrader's). Both sums are exact, rounded once. First value with the
/// `period`-th input.
struct BollingerBands: Indicator {
    struct Bands {
        let lower: Double
        let middle: Double
        let upper: Double
    }

    private var window: RollingWindow
    private var sum: ExactRunningSum
    private var sumOfSquares: ExactRunningSum
    private let period: Double
    private let factor: Double

    init(period: Int, factor: Double) {
        window = RollingWindow(count: period)
        sum = ExactRunningSum(capacity: period)
        sumOfSquares = ExactRunningSum(capacity: period)
        self.period = Double(period)
        self.factor = factor
    }

    @inline(__always)
    mutating func next(_ value: Double) -> Bands? {
        let leaving = window.push(value)
        if sum.takes(value), sumOfSquares.takes(value * value) {
            sum.add(value, removing: leaving)
            sumOfSquares.add(value * value, removing: leaving * leaving)
        } else {
            sum.restart(with: window.slots.span.extracting(..<window.count))
            sumOfSquares.restart(with: squares.span)
        }
        guard window.isFull else { return nil }
        let mean =
            (sum.isExact
                ? sum.value : exactSum(window.slots.span.extracting(..<window.count))) / period
        let meanOfSquares =
            (sumOfSquares.isExact ? sumOfSquares.value : exactSum(squares.span)) / period
        let deviation = (meanOfSquares - mean * mean).magnitude.squareRoot()
        return Bands(
            lower: mean - factor * deviation, middle: mean, upper: mean + factor * deviation)
    }

    /// The squares of the values in the window.
    private var squares: [Double] {
        (0..<window.count).map { window.slots[$0] * window.slots[$0] }
    }
}
