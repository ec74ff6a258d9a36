/// How much of the recent movement was upwards, from 0 to 100: the RSI.
///
/// 100 − 100 / (1 + gain / loss), of Wilder's averages of rises and of falls (J. W. Wilder, "New
/// Concepts in Technical Trading Systems", 1978). First value with input period + 1.
struct RelativeStrengthIndex: Indicator {
    private var previous: Double?
    private var gain: SmoothedMovingAverage
    private var loss: SmoothedMovingAverage

    init(period: Int) {
        gain = SmoothedMovingAverage(period: period)
        loss = gain
    }

    mutating func next(_ value: Double) -> Double? {
        defer { previous = value }
        guard let previous else { return nil }
        let gain = gain.next(max(value - previous, 0))
        let loss = loss.next(max(previous - value, 0))
        guard let gain, let loss else { return nil }
        return strengthIndex(gain: gain, loss: loss)
    }
}

/// The share of gains in gains and losses, from 0 to 100; 100 without losses, 50 with neither.
///
/// Without losses backtrader's plain division stops the run; these are the values of its own
/// guarded variant.
func strengthIndex(gain: Double, loss: Double) -> Double {
    guard gain > 0 || loss > 0 else { return 50 }
    return 100 - 100 / (1 + gain / loss)
}
