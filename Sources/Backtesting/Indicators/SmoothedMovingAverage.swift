/// Wilder's moving average: exponential, with a weight of 1 / period.
///
/// First value with the `period`-th input, the mean of all so far (J. W. Wilder, "New Concepts in
/// Technical Trading Systems", 1978).
struct SmoothedMovingAverage: Indicator {
    private var average: ExponentialMovingAverage

    init(period: Int) {
        average = ExponentialMovingAverage(period: period, weight: 1 / Double(period))
    }

    mutating func next(_ value: Double) -> Double? {
        average.next(value)
    }
}
