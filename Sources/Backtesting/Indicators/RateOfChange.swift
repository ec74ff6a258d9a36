/// The change since `period` values ago, as a fraction of the value then: 0.02 for 2 %.
///
/// (x − x₋ₙ) / x₋ₙ; first value with input period + 1 (J. Murphy, "Technical Analysis of the
/// Financial Markets", 1999, chapter 10, who has 100 times the quotient; the fraction is
/// backtrader's).
struct RateOfChange: Indicator {
    private var window: RollingWindow

    init(period: Int) {
        window = RollingWindow(count: period)
    }

    mutating func next(_ value: Double) -> Double? {
        // Asked before the value comes: the first that leaves a full window is its first value.
        let wasFull = window.isFull
        let past = window.push(value)
        return wasFull ? (value - past) / past : nil
    }
}
