/// The share of money that flowed in on rising bars, from 0 to 100: an RSI that minds volume.
///
/// The flow of a bar is its typical price, (high + low + close) / 3, times volume; it counts as
/// gain when that price rose and as loss when it fell, summed over `period` bars: 100 − 100 / (1
/// + gain / loss) (G. Quong and A. Soudack, 1989). First value with bar period + 1.
struct MoneyFlowIndex: Indicator {
    private var previous: Double?
    private var gain: RollingSum
    private var loss: RollingSum

    init(period: Int) {
        gain = RollingSum(count: period)
        loss = gain
    }

    mutating func next(_ bar: Bar) -> Double? {
        let typical = bar.typicalPrice
        defer { previous = typical }
        guard let previous else { return nil }
        let flow = typical * bar.volume
        let gain = gain.next(typical > previous ? flow : 0)
        let loss = loss.next(typical < previous ? flow : 0)
        guard let gain, let loss else { return nil }
        return strengthIndex(gain: gain, loss: loss)
    }
}

extension Bar {
    /// The mean of high, low and close.
    var typicalPrice: Double { (high + low + close) / 3 }
}
