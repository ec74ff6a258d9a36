/// Where the close lies between the lowest low and the highest high, from 0 to 100, smoothed.
///
/// The raw value is 100 · (close − lowest) / (highest − lowest) over `period` bars; k is its mean
/// of 3, d the mean of 3 of k: the slow stochastic of G. Lane. In a range of zero, where
/// backtrader's division stops the run, the raw value is 50. First value with bar period + 4.
struct Stochastic: Indicator {
    struct Lines {
        let k: Double
        let d: Double
    }

    private static let smoothing = 3
    private var channel: DonchianChannel
    private var k = SimpleMovingAverage(period: smoothing)
    private var d = SimpleMovingAverage(period: smoothing)

    init(period: Int) {
        channel = DonchianChannel(period: period)
    }

    mutating func next(_ bar: Bar) -> Lines? {
        guard let range = channel.next(bar) else { return nil }
        let height = range.upper - range.lower
        let raw = height == 0 ? 50 : 100 * ((bar.close - range.lower) / height)
        guard let k = k.next(raw), let d = d.next(k) else { return nil }
        return Lines(k: k, d: d)
    }
}
