/// The mean of the last `period` values: their exact sum, rounded, divided by `period`.
///
/// First value with the `period`-th input.
struct SimpleMovingAverage {
    private var sum: RollingSum
    private let period: Double

    init(period: Int) {
        sum = RollingSum(count: period)
        self.period = Double(period)
    }

    mutating func next(_ value: Double) -> Double? {
        sum.next(value).map { $0 / period }
    }
}
