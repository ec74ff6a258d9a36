/// The daily bars of one ticker, column by column, dates strictly ascending.
///
/// All columns have `count` values; the value at one index belongs to the date at that index.
/// Every price is finite and above zero.
package struct Bars: Equatable, Sendable {
    /// The symbol as its source spells it, such as `BRK.B`.
    package let ticker: String
    /// The trading day of each bar.
    package let dates: [CalendarDate]
    /// First price of each day, in the currency of the source.
    package let open: [Double]
    /// Highest price of each day, as the source gives it; some sources report an open above it.
    package let high: [Double]
    /// Lowest price of each day, as the source gives it; some sources report an open below it.
    package let low: [Double]
    /// Last price of each day.
    package let close: [Double]
    /// Shares traded on each day.
    package let volume: [Double]

    /// Number of bars.
    package var count: Int { dates.count }

    /// Whether there are no bars.
    package var isEmpty: Bool { dates.isEmpty }

    /// First and last day, or nil when there are no bars.
    package var coverage: ClosedRange<CalendarDate>? {
        guard let first = dates.first, let last = dates.last else { return nil }
        return first...last
    }

    /// Makes bars from columns of equal length.
    ///
    /// Throws `bad_data`, naming the ticker and the first bar at fault, unless columns have one
    /// length, dates ascend strictly, prices are finite and above zero, and volumes finite and
    /// not negative. O(count).
    package init(
        ticker: String,
        dates: [CalendarDate],
        open: [Double],
        high: [Double],
        low: [Double],
        close: [Double],
        volume: [Double]
    ) throws(PriceError) {
        let lengths = [open.count, high.count, low.count, close.count, volume.count]
        guard lengths.allSatisfy({ $0 == dates.count }) else {
            throw PriceError(
                .badData,
                "'\(ticker)': \(dates.count) dates, but columns of \(lengths) values; "
                    + "every column needs one value a date")
        }
        for index in dates.indices {
            if index > 0, dates[index] <= dates[index - 1] {
                throw PriceError(
                    .badData,
                    "'\(ticker)', bar \(index): \(dates[index]) follows \(dates[index - 1]); "
                        + "dates must ascend strictly")
            }
            for price in [open[index], high[index], low[index], close[index]]
            where !(price > 0 && price.isFinite) {
                throw PriceError(
                    .badData,
                    "'\(ticker)', \(dates[index]): price \(price); "
                        + "prices must be finite and above zero")
            }
            guard volume[index] >= 0, volume[index].isFinite else {
                throw PriceError(
                    .badData,
                    "'\(ticker)', \(dates[index]): volume \(volume[index]); "
                        + "volumes must be finite and not negative")
            }
        }
        self.init(
            checked: ticker, dates: dates, open: open, high: high, low: low, close: close,
            volume: volume)
    }

    /// Makes bars from columns that the caller has checked already, row by row.
    init(
        checked ticker: String, dates: [CalendarDate], open: [Double], high: [Double],
        low: [Double], close: [Double], volume: [Double]
    ) {
        self.ticker = ticker
        self.dates = dates
        self.open = open
        self.high = high
        self.low = low
        self.close = close
        self.volume = volume
    }
}
