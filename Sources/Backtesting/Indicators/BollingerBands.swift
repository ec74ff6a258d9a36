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
    private let reciprocal: Double
    private let clearance: Double

    init(period: Int, factor: Double) {
        window = RollingWindow(count: period)
        sum = ExactRunningSum(capacity: period)
        sumOfSquares = ExactRunningSum(capacity: period)
        self.period = Double(period)
        self.factor = factor
        reciprocal = 1 / Double(period)
        clearance = 1e-12 * (1 + factor * factor)
    }

    @inline(__always)
    mutating func next(_ value: Double) -> Bands? {
        sums(value).map(bands)
    }

    /// On which side of its bands the next value lies; nil as long as there are none.
    ///
    /// For that, neither the quotients nor the root are needed: a value is beyond the outer bands
    /// where the square of its distance from the middle exceeds that of factor · deviation.
    /// Roundings, here and in the bands, change these squares by less than a hundred times 2⁻⁵³ of
    /// mean(x²) + value², times 1 + factor²; a value nearer to a band than `clearance`, which is
    /// much more, is compared with the bands themselves.
    @inline(__always)
    mutating func sides(_ value: Double) -> BandCrossOver.Sides? {
        guard let sums = sums(value) else { return nil }
        let mean = sums.values * reciprocal
        let meanOfSquares = sums.squares * reciprocal
        let distance = value - mean
        let square = distance * distance
        let excess = square - factor * factor * (meanOfSquares - mean * mean).magnitude
        let near = clearance * (meanOfSquares + value * value)
        guard excess.magnitude > near, square > 1e-12 * near else {
            return sides(value, of: bands(sums))
        }
        // Of the signs alone, without a branch that nobody can foresee.
        let isLow = distance.bitPattern >> 63
        let isWithin = excess.bitPattern >> 63
        return BandCrossOver.Sides(
            below: isLow & ~isWithin | isLow << 1 | (isLow | isWithin) << 2)
    }

    @inline(never)
    private func sides(_ value: Double, of bands: Bands) -> BandCrossOver.Sides {
        BandCrossOver.Sides(
            of: value, lower: bands.lower, middle: bands.middle, upper: bands.upper)
    }

    private func bands(_ sums: Sums) -> Bands {
        let mean = sums.values / period
        let deviation = (sums.squares / period - mean * mean).magnitude.squareRoot()
        return Bands(
            lower: mean - factor * deviation, middle: mean, upper: mean + factor * deviation)
    }

    /// The sum of the values in the window, and of their squares.
    private struct Sums {
        let values: Double
        let squares: Double
    }

    @inline(__always)
    private mutating func sums(_ value: Double) -> Sums? {
        let leaving = window.push(value)
        // They take none while there is no exact sum.
        guard sum.takes(value), sumOfSquares.takes(value * value) else { return sumsAfresh() }
        sum.add(value, removing: leaving)
        sumOfSquares.add(value * value, removing: leaving * leaving)
        return window.isFull ? Sums(values: sum.value, squares: sumOfSquares.value) : nil
    }

    @inline(never)
    private mutating func sumsAfresh() -> Sums? {
        let values = window.slots
        let squares = values.map { $0 * $0 }
        sum.restart(with: values.span)
        sumOfSquares.restart(with: squares.span)
        guard window.isFull else { return nil }
        return Sums(
            values: sum.isExact ? sum.value : exactSum(values.span),
            squares: sumOfSquares.isExact ? sumOfSquares.value : exactSum(squares.span))
    }
}
