/// The volume of rising bars less that of falling bars, since the first bar: the OBV.
///
/// Starts with the volume of the first bar; an unchanged close adds nothing (J. Granville, "New
/// Key to Stock Market Profits", 1963).
struct OnBalanceVolume: Indicator {
    private var total = 0.0
    private var previousClose = 0.0

    mutating func next(_ bar: Bar) -> Double? {
        if bar.close > previousClose {
            total += bar.volume
        } else if bar.close < previousClose {
            total -= bar.volume
        }
        previousClose = bar.close
        return total
    }
}
