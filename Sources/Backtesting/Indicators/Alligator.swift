/// Three of Wilder's averages of different length, named for a mouth that opens with a trend.
///
/// Of closes and not moved forward, as the strategy's origin has them (B. Williams, "Trading
/// Chaos", 1995, takes the middle of each bar, and moves the lines by 3, 5 and 8 bars). First
/// value when all three have one.
struct Alligator: Indicator {
    struct Lines {
        let lips: Double
        let teeth: Double
        let jaws: Double
    }

    private var lips: SmoothedMovingAverage
    private var teeth: SmoothedMovingAverage
    private var jaws: SmoothedMovingAverage

    init(lips: Int, teeth: Int, jaws: Int) {
        self.lips = SmoothedMovingAverage(period: lips)
        self.teeth = SmoothedMovingAverage(period: teeth)
        self.jaws = SmoothedMovingAverage(period: jaws)
    }

    mutating func next(_ value: Double) -> Lines? {
        let lips = lips.next(value)
        let teeth = teeth.next(value)
        let jaws = jaws.next(value)
        guard let lips, let teeth, let jaws else { return nil }
        return Lines(lips: lips, teeth: teeth, jaws: jaws)
    }
}
