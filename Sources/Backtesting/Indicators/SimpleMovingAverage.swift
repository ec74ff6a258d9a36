/// The mean of the last `period` values: their exact sum, rounded, divided by `period`.
///
/// First value with the `period`-th input (J. Murphy, "Technical Analysis of the Financial
/// Markets", 1999, chapter 9; that the sum is exact is backtrader's `fsum`).
struct SimpleMovingAverage: Indicator {
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
