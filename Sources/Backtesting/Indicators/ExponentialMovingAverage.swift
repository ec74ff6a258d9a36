/// An average that gives the newest value a fixed weight, and the average before it the rest.
///
/// average = previous · (1 − weight) + value · weight, from the mean of the first `period` values
/// on; weight = 2 / (period + 1). First value with the `period`-th input (J. Murphy, "Technical
/// Analysis of the Financial Markets", 1999, chapter 9; the seed is backtrader's).
struct ExponentialMovingAverage: Indicator {
    private var seed: SimpleMovingAverage
    private var average: Double?
    private let weight: Double
    private let rest: Double

    init(period: Int) {
        self.init(period: period, weight: 2 / (1 + Double(period)))
    }

    /// An average with a weight of its own, seeded by so many values.
    init(period: Int, weight: Double) {
        seed = SimpleMovingAverage(period: period)
        self.weight = weight
        rest = 1 - weight
    }

    mutating func next(_ value: Double) -> Double? {
        average = average.map { $0 * rest + value * weight } ?? seed.next(value)
        return average
    }
}
