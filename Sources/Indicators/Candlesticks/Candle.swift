/// One bar as candlestick patterns see it: a body, two shadows, and what is usual for their size.
///
/// White is a bar that does not close below its open, black any other. The means are those of the
/// bars before this one (TA-Lib's default settings).
struct Candle {
    let open: Double
    let high: Double
    let low: Double
    let close: Double
    /// Mean body of the ten bars before.
    let meanBody: Double
    /// Mean range of the ten bars before.
    let meanRange: Double
    /// Mean sum of both shadows of the ten bars before.
    let meanShadows: Double
    /// Mean range of the five bars before.
    let recentRange: Double

    var isWhite: Bool { close >= open }
    var isBlack: Bool { close < open }
    /// 1 for white, −1 for black.
    var colour: Double { isWhite ? 1 : -1 }

    var body: Double { (close - open).magnitude }
    var top: Double { isWhite ? close : open }
    var bottom: Double { isWhite ? open : close }
    var upperShadow: Double { high - top }
    var lowerShadow: Double { bottom - low }

    var isLong: Bool { body > meanBody }
    var isShort: Bool { body < meanBody }
    /// Not long: short, or exactly the mean.
    var isSmall: Bool { body <= meanBody }
    var isDoji: Bool { body <= 0.1 * meanRange }

    /// Below this a shadow counts as none.
    private var trace: Double { 0.1 * meanRange }
    var lacksUpperShadow: Bool { upperShadow < trace }
    var lacksLowerShadow: Bool { lowerShadow < trace }
    /// Not quite the opposite of none: exactly at the bound a shadow is neither.
    var hasUpperShadow: Bool { upperShadow > trace }
    var hasLowerShadow: Bool { lowerShadow > trace }

    var hasShortUpperShadow: Bool { upperShadow < meanShadows / 2 }
    var hasShortLowerShadow: Bool { lowerShadow < meanShadows / 2 }
    var hasMoreThanShortUpperShadow: Bool { upperShadow > meanShadows / 2 }
    var hasLongUpperShadow: Bool { upperShadow > body }
    var hasLongLowerShadow: Bool { lowerShadow > body }
    var hasVeryLongUpperShadow: Bool { upperShadow > 2 * body }
    var hasVeryLongLowerShadow: Bool { lowerShadow > 2 * body }

    /// Long, and open and close are the extremes.
    var isMarubozu: Bool { isLong && lacksUpperShadow && lacksLowerShadow }

    /// Distances that count as near, far and equal.
    var near: Double { 0.2 * recentRange }
    var far: Double { 0.6 * recentRange }
    private var equal: Double { 0.05 * recentRange }

    /// Whether a price equals one of this bar's, or nearly.
    func takesAsEqual(_ price: Double, to own: Double) -> Bool {
        price <= own + equal && price >= own - equal
    }

    /// Whether a price is this bar's close or so little above that it counts as equal.
    func takesAsClose(orAbove price: Double) -> Bool {
        price <= close + equal && price >= close
    }

    /// Whether a price is so far above the close that it does not count as equal.
    func isSurpassed(by price: Double) -> Bool { price > close + equal }

    /// Whether a price lies between open and close, both left out.
    func bodyHolds(_ price: Double) -> Bool { price > bottom && price < top }

    /// Whether this body lies wholly above another, with a gap.
    func bodyIsAbove(_ other: Candle) -> Bool { bottom > other.top }

    /// Whether this body lies wholly below another, with a gap.
    func bodyIsBelow(_ other: Candle) -> Bool { top < other.bottom }

    /// Whether this body is away from another in that direction: 1 for above, −1 for below.
    func bodyIsAway(from other: Candle, towards direction: Double) -> Bool {
        direction > 0 ? bodyIsAbove(other) : bodyIsBelow(other)
    }

    /// Whether all of this bar lies above, or for −1 below, all of another, with a gap.
    func isAway(from other: Candle, towards direction: Double) -> Bool {
        direction > 0 ? low > other.high : high < other.low
    }

    /// Whether this body lies inside of another, no edge equal.
    func bodyIsInside(_ other: Candle) -> Bool { top < other.top && bottom > other.bottom }
}
