package import MarketData

/// Prices from Yahoo's chart API, asked for over the network, politely.
///
/// Keep one and share it: its requests wait in one line, a few at a time and not too often. It
/// holds no connection or thread of its own, so there is nothing to shut down.
package struct YahooPrices: PriceSource {
    /// How a request names this source.
    package static let sourceName = "yahoo"

    /// How much time each bar covers.
    package let interval: BarInterval
    private let isAdjusted: Bool
    private let environment: YahooEnvironment
    private let client: YahooClient

    /// Makes a source of bars of one interval.
    ///
    /// - Parameters:
    ///   - interval: how much time each bar covers.
    ///   - adjusted: whether all four prices are multiplied by adjusted close / close, so that
    ///     dividends make no gaps, which is yfinance's `auto_adjust`. Yahoo adjusts for splits
    ///     in any case, and bars shorter than a day for nothing else.
    ///   - settings: where the server is, and how hard it may be pressed.
    ///   - environment: clocks, waiting and chance.
    package init(
        interval: BarInterval = .day, adjusted: Bool = true,
        settings: YahooSettings = YahooSettings(), environment: YahooEnvironment = .system
    ) {
        self.interval = interval
        isAdjusted = adjusted
        self.environment = environment
        client = YahooClient(settings, environment)
    }

    /// `yahoo`, or `yahoo?adjusted=false`, so that nobody takes the one's prices for the other's.
    package var name: String { isAdjusted ? Self.sourceName : Self.sourceName + "?adjusted=false" }
    /// Always.
    package var isLive: Bool { true }
    /// Not known before a ticker is asked for.
    package var coverage: ClosedRange<CalendarDate>? { nil }
    /// Yahoo cannot list them.
    package var tickers: [String] { [] }
    /// For bars shorter than a day; 30 days and more.
    package var lookbackDays: Int? { interval.lookbackDays }
    /// Splits, and dividends unless it shall not or bars are shorter than a day.
    package var adjustment: PriceAdjustment? {
        isAdjusted && !interval.isIntraday ? .splitsAndDividends : .splits
    }

    /// The bars of one ticker between two days of its exchange, both inclusive.
    ///
    /// The bar of a session that has not ended is among them, as it stands, and the history says
    /// until when it is open; see `SessionClock`. Without `from` they
    /// begin with the first one Yahoo has. The ticker is one of Yahoo's symbols, but for share
    /// classes: `BRK.B` is asked for as `BRK-B`.
    package func history(
        of ticker: String, from: CalendarDate?, to: CalendarDate?
    ) async throws -> PriceHistory {
        let query = try ChartQuery(ticker, interval, from: from, to: to, now: environment.now())
        var series = ChartSeries(
            ticker: ticker, interval: interval, isAdjusted: isAdjusted, from: from, to: to)
        for window in query.windows {
            let body = try await client.json(at: query.path(window), for: ticker)
            try series.append(body, window)
        }
        return try series.history(fetchedAt: environment.now())
    }
}
