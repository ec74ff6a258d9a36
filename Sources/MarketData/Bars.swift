/// The bars of one ticker, column by column, times strictly ascending.
///
/// All columns have `count` values; the value at one index belongs to the time at that index.
/// Every price is finite and above zero.
package struct Bars: Equatable, Sendable {
    /// The symbol as its source spells it, such as `BRK.B`.
    package let ticker: String
    /// When each bar begins.
    package let times: [BarTime]
    /// First price of each bar, in the currency of the source.
    package let open: [Double]
    /// Highest price of each bar, as the source gives it; some sources report an open above it.
    package let high: [Double]
    /// Lowest price of each bar, as the source gives it; some sources report an open below it.
    package let low: [Double]
    /// Last price of each bar.
    package let close: [Double]
    /// Shares traded in each bar.
    package let volume: [Double]

    /// Number of bars.
    package var count: Int { times.count }

    /// Whether there are no bars.
    package var isEmpty: Bool { times.isEmpty }

    /// First and last day, or nil when there are no bars.
    package var coverage: ClosedRange<CalendarDate>? {
        guard let first = times.first, let last = times.last else { return nil }
        return first.day...last.day
    }

    /// Makes bars from columns of equal length.
    ///
    /// Throws `bad_data`, naming the ticker and the first bar at fault, unless columns have one
    /// length, times ascend strictly, prices are finite and above zero, and volumes finite and
    /// not negative. O(count).
    package init(
        ticker: String,
        times: [BarTime],
        open: [Double],
        high: [Double],
        low: [Double],
        close: [Double],
        volume: [Double]
    ) throws(PriceError) {
        let lengths = [open.count, high.count, low.count, close.count, volume.count]
        guard lengths.allSatisfy({ $0 == times.count }) else {
            throw PriceError(
                .badData,
                "'\(ticker)': \(times.count) times, but columns of \(lengths) values; "
                    + "every column needs one value a time")
        }
        for index in times.indices {
            if index > 0, times[index] <= times[index - 1] {
                throw PriceError(
                    .badData,
                    "'\(ticker)', bar \(index): \(times[index]) follows \(times[index - 1]); "
                        + "times must ascend strictly")
            }
            for price in [open[index], high[index], low[index], close[index]]
            where !(price > 0 && price.isFinite) {
                throw PriceError(
                    .badData,
                    "'\(ticker)', \(times[index]): price \(price); "
                        + "prices must be finite and above zero")
            }
            guard volume[index] >= 0, volume[index].isFinite else {
                throw PriceError(
                    .badData,
                    "'\(ticker)', \(times[index]): volume \(volume[index]); "
                        + "volumes must be finite and not negative")
            }
        }
        self.init(
            checked: ticker, times: times, open: open, high: high, low: low, close: close,
            volume: volume)
    }

    /// Makes bars from columns that the caller has checked already, row by row.
    init(
        checked ticker: String, times: [BarTime], open: [Double], high: [Double],
        low: [Double], close: [Double], volume: [Double]
    ) {
        self.ticker = ticker
        self.times = times
        self.open = open
        self.high = high
        self.low = low
        self.close = close
        self.volume = volume
    }
}
