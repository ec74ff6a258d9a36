/// The change since `period` values ago, as a fraction of the value then: 0.02 for 2 %.
///
/// (x − x₋ₙ) / x₋ₙ; first value with input period + 1 (J. Murphy, "Technical Analysis of the
/// Financial Markets", 1999, chapter 10, who has 100 times the quotient; the fraction is
/// backtrader's).
struct RateOfChange: Indicator {
    private var window: [Double]
    private var oldest = 0
    private var isFull = false

    init(period: Int) {
        precondition(period > 0, "a change needs a value before it")
        window = Array(repeating: 0, count: period)
    }

    mutating func next(_ value: Double) -> Double? {
        let past = window[oldest]
        window[oldest] = value
        oldest += 1
        defer {
            if oldest == window.count {
                oldest = 0
                isFull = true
            }
        }
        return isFull ? (value - past) / past : nil
    }
}
