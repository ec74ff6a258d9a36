/// Whether volume comes with closes near the high or near the low, from −1 to 1: the CMF.
///
/// The sum of (2 · close − low − high) / (high − low) · volume over the sum of volume, of `period`
/// bars (M. Chaikin). A bar without range counts as closing in the middle, where a plain division
/// would stop backtrader's run; without any volume the value is 0. First value with the
/// `period`-th bar.
struct ChaikinMoneyFlow: Indicator {
    private var flow: RollingSum
    private var volume: RollingSum

    init(period: Int) {
        flow = RollingSum(count: period)
        volume = flow
    }

    mutating func next(_ bar: Bar) -> Double? {
        let range = bar.high - bar.low
        let place = range == 0 ? 0 : (2 * bar.close - bar.low - bar.high) / range
        let flow = flow.next(place * bar.volume)
        let volume = volume.next(bar.volume)
        guard let flow, let volume else { return nil }
        return volume == 0 ? 0 : flow / volume
    }
}
