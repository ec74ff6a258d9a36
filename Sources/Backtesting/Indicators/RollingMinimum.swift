/// The smallest of the last `period` values; first value with the `period`-th input.
///
/// min(x) = −max(−x), by the filter of `RollingMaximum` (D. Lemire, "Streaming Maximum-Minimum
/// Filter", 2006).
struct RollingMinimum: Indicator {
    private var maximum: RollingMaximum

    init(period: Int) {
        maximum = RollingMaximum(period: period)
    }

    mutating func next(_ value: Double) -> Double? {
        maximum.next(-value).map { -$0 }
    }
}
