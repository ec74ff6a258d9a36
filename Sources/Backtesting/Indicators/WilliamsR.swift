/// How far the close lies below the highest high, from −100 at the lowest low to 0: the %R.
///
/// −100 · (highest − close) / (highest − lowest) over `period` bars (L. Williams, "How I Made One
/// Million Dollars", 1973). In a range of zero, where backtrader's division stops the run, the
/// value is −50. First value with the `period`-th bar.
struct WilliamsR: Indicator {
    private var channel: DonchianChannel

    init(period: Int) {
        channel = DonchianChannel(period: period)
    }

    mutating func next(_ bar: Bar) -> Double? {
        guard let range = channel.next(bar) else { return nil }
        let height = range.upper - range.lower
        return height == 0 ? -50 : -100 * (range.upper - bar.close) / height
    }
}
