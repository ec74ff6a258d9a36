/// How far the typical price is from its mean, in units of its usual distance: the CCI.
///
/// (typical − mean) / (0.015 · deviation), where typical = (high + low + close) / 3 and deviation
/// is the mean of |typical − mean|, each bar's distance taken from that bar's own mean, as
/// backtrader does (D. Lambert, 1980, takes all from the last mean). Without any deviation, where
/// backtrader's division stops the run, the value is 0. First value with bar 2 · period − 1.
struct CommodityChannelIndex: Indicator {
    private static let factor = 0.015
    private var mean: SimpleMovingAverage
    private var deviation: SimpleMovingAverage

    init(period: Int) {
        mean = SimpleMovingAverage(period: period)
        deviation = mean
    }

    mutating func next(_ bar: Bar) -> Double? {
        let typical = bar.typicalPrice
        guard let mean = mean.next(typical) else { return nil }
        let distance = typical - mean
        guard let deviation = deviation.next(distance.magnitude) else { return nil }
        return deviation == 0 ? 0 : distance / (Self.factor * deviation)
    }
}
