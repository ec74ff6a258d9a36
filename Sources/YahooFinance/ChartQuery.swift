internal import Foundation
internal import MarketData

/// What to ask the chart API for, to get the bars of some days.
struct ChartQuery {
    /// Seconds since 1970 of the requests, one after the other; usually one.
    let windows: [Range<Int64>]
    private let symbol: String
    private let interval: BarInterval

    /// Plans the requests for the days `from` to `to`, both inclusive.
    ///
    /// The time zone of the exchange is not known yet, so that a day more is asked for on either
    /// side. Throws `no_data`, with the earliest day there is, when Yahoo keeps no bars of the
    /// interval for as long, and when the range is empty.
    init(
        _ ticker: String, _ interval: BarInterval, from: CalendarDate?, to: CalendarDate?,
        now: Date
    ) throws(PriceError) {
        symbol = Self.symbol(of: ticker)
        self.interval = interval
        let now = Int64(now.timeIntervalSince1970)
        let lookback = interval.lookback
        // The first day of which the whole is kept, in UTC.
        let earliest = (now - lookback.seconds) / Self.day + 1
        if lookback.isStrict, let first = from ?? to, first.dayNumber < earliest {
            let day = Int32(exactly: earliest).flatMap { CalendarDate(dayNumber: $0) }
            throw PriceError(
                .noData,
                "'\(ticker)' \(from == nil ? "up to" : "from") \(first): Yahoo keeps bars of "
                    + "\(interval.rawValue) for \(lookback.days) days; the earliest day is now "
                    + "\(day.map { "\($0)" } ?? "\(earliest)"), or take longer bars")
        }
        let begin = max(
            from.map { (Int64($0.dayNumber) - 1) * Self.day } ?? .min,
            now - lookback.seconds + Self.minute)
        let end = min(
            to.map { (Int64($0.dayNumber) + 2) * Self.day } ?? .max, now + Self.day)
        let isAscending = from.flatMap { from in to.map { from <= $0 } } ?? true
        guard begin < end, isAscending else {
            throw PriceError(
                .noData,
                "'\(ticker)': there are no days from \(from?.description ?? "the first") to "
                    + "\(to?.description ?? "today")")
        }
        let step = interval == .oneMinute ? Self.daysPerMinuteRequest * Self.day : end - begin
        windows = stride(from: begin, to: end, by: Int64.Stride(step)).map {
            $0..<min($0 + step, end)
        }
    }

    /// The path and query of the request for one window.
    func path(_ window: Range<Int64>) -> String {
        "/v8/finance/chart/\(symbol)?period1=\(window.lowerBound)&period2=\(window.upperBound)"
            + "&interval=\(interval.rawValue)&events=div,splits&includePrePost=false"
    }

    /// The ticker as Yahoo spells it, percent-encoded.
    ///
    /// Yahoo writes a share class with a dash, `BRK-B` for `BRK.B`, but exchanges with a point,
    /// of which these have one letter: Frankfurt, London, Sapporo, Tokyo and Toronto Venture.
    private static func symbol(of ticker: String) -> String {
        var symbol = ticker
        let parts = ticker.split(separator: ".", omittingEmptySubsequences: false)
        if parts.count == 2, parts[1].count == 1, !"FLSTV".contains(parts[1]) {
            symbol = "\(parts[0])-\(parts[1])"
        }
        return symbol.addingPercentEncoding(withAllowedCharacters: unreserved) ?? symbol
    }

    private static let unreserved = CharacterSet(
        charactersIn: "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-._~")
    private static let minute: Int64 = 60
    private static let day: Int64 = 24 * 60 * 60
    /// Yahoo gives bars of a minute for 8 days a request; one less leaves room for its rounding.
    private static let daysPerMinuteRequest: Int64 = 7
}

extension BarInterval {
    /// For how many days Yahoo keeps bars; nil where it is no error to ask for older ones.
    var lookbackDays: Int? { lookback.isStrict ? Int(lookback.days) : nil }

    /// For how long Yahoo keeps bars, and whether it is an error to ask for older ones.
    fileprivate var lookback: (days: Int64, seconds: Int64, isStrict: Bool) {
        let days: Int64 =
            switch self {
            case .oneMinute: 30
            case .twoMinutes, .fiveMinutes, .fifteenMinutes, .thirtyMinutes, .ninetyMinutes: 60
            case .oneHour: 730
            // 99 years, which is more than there is of all but some indices.
            case .day, .fiveDays, .week, .month, .threeMonths: 36_135
            }
        return (days, days * 24 * 60 * 60, isIntraday)
    }
}
