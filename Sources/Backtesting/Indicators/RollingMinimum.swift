/// The smallest of the last `period` values; first value with the `period`-th input.
struct RollingMinimum {
    private var maximum: RollingMaximum

    init(period: Int) {
        maximum = RollingMaximum(period: period)
    }

    mutating func next(_ value: Double) -> Double? {
        maximum.next(-value).map { -$0 }
    }
}
