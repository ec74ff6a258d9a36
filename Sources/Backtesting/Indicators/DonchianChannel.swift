/// The highest high and the lowest low of the last bars, the current one included.
///
/// Upper and lower edge may look back differently far, as in the rules of the Turtle traders (R.
/// Donchian; C. Faith, "The Original Turtle Trading Rules", 2003). First value when both windows
/// are full.
struct DonchianChannel: Indicator {
    struct Edges {
        let lower: Double
        let upper: Double
    }

    private var lowest: RollingMinimum
    private var highest: RollingMaximum

    init(upperPeriod: Int, lowerPeriod: Int) {
        highest = RollingMaximum(period: upperPeriod)
        lowest = RollingMinimum(period: lowerPeriod)
    }

    init(period: Int) {
        self.init(upperPeriod: period, lowerPeriod: period)
    }

    mutating func next(_ bar: Bar) -> Edges? {
        let highest = highest.next(bar.high)
        let lowest = lowest.next(bar.low)
        guard let highest, let lowest else { return nil }
        return Edges(lower: lowest, upper: highest)
    }
}
