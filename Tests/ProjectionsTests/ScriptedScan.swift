import JSONText
import Projections
import ScanEvents

/// Records of a scan as a log holds them: framed, numbered, each read back from its bytes.
struct ScriptedScan: Sendable {
    private(set) var lines: [[UInt8]] = []

    /// The records with these events, in their order.
    init(_ events: [ScanEvent] = []) {
        for event in events { append(event) }
    }

    mutating func append(_ event: ScanEvent) {
        append(body: String(decoding: event.recordBody, as: UTF8.self))
    }

    /// Appends a record whose bytes a writer of another version may have made.
    mutating func append(body: String) {
        let second = String(lines.count % 60 + 100).dropFirst()
        lines.append(
            Array(
                #"{"seq":\#(lines.count),"at":"2026-01-02T03:04:\#(second).000001Z",\#(body)}"#.utf8
            ))
    }

    /// The state after all records.
    func state() throws -> ScanState {
        var state = ScanState()
        for line in lines { state.apply(try RecordedEvent(line), in: line) }
        return state
    }

    /// The messages of the whole stream.
    func messages(every: Int = 5) throws -> [StreamMessage] {
        var stream = ProgressStream(every: every)
        return try lines.flatMap { stream.apply(try RecordedEvent($0), in: $0) }
    }
}

extension ScriptedScan {
    /// Twelve stocks: failures at a multiple of five, at the last stock and elsewhere, a slow
    /// one, an interruption, two equal results, a result of a later version, a portfolio.
    static let twelve: ScriptedScan = {
        var scan = ScriptedScan([
            .requested(stocks: 12), .started(12),
            .done(
                "AAL", sector: "Industrials", pnl: 100.25, trades: 4, won: 3, seconds: 0.125,
                elapsed: 0.5),
            .done(
                "AAPL", sector: "Technology", pnl: -50.5, trades: 2, won: 0, seconds: 0.25,
                elapsed: 1),
            .lost(
                "ABC", .insufficientBars, "19 bars, 20 needed", sector: "Health Care",
                elapsed: 1.5),
            .done(
                "ADBE", sector: "Technology", pnl: 0, trades: 0, won: 0, seconds: 0.0625,
                elapsed: 2),
            .lost(
                "ADI", .badData, "high below low on \"2014-05-06\"", sector: "Technology",
                elapsed: 2.5),
            .stockSlow(.init(ticker: "ADM", seconds: 10.006, elapsed: 12.5)),
            .done(
                "ADM", pnl: 1_234.5, trades: 9, won: 6, fetchedAt: "2026-01-02T03:04:13.000001Z",
                seconds: 11.25, elapsed: 13.75),
            .resumed(.init(remaining: 6, elapsed: 14)),
            .done("AES", pnl: -0.25, trades: 1, won: 0, seconds: 0.5, elapsed: 14.5),
        ])
        scan.append(body: laterVersion)
        for event: ScanEvent in [
            .done(
                "AFL", sector: "Financials", pnl: 100.25, trades: 5, won: 5,
                fetchedAt: "2026-01-02T03:04:12.999999Z", seconds: 0.5, elapsed: 15.5),
            .done("AGN", pnl: -1_000, trades: 8, won: 1, seconds: 1, elapsed: 61.5),
            .done(
                "AIG", sector: "Financials", pnl: 12.34, trades: 3, won: 2, sharpeRatio: 0.12345,
                seconds: 0.375, elapsed: 62),
            .lost("AIV", .noData, "no bars", elapsed: 63.04),
            .valued(1...2, of: 3, stocks: 9), .valued(3...3, of: 3, stocks: 9),
            .completed(.init(successful: 9, failed: 3, elapsed: 63.06)),
            .sealed(.init(count: 19, root: "00ff")),
        ] { scan.append(event) }
        return scan
    }()

    /// The object of `AET` as another version writes it: blanks, a zero more, a field more.
    static let laterResult =
        #"{"ticker":"AET", "pnl":7.50,"return_pct":0.075,"total_trades":2,"winning_trades":1,"#
        + #""losing_trades":1,"open_trades":0,"rejected_orders":0,"sharpe_ratio":1e-1,"#
        + #""max_drawdown":3.0,"gross_profit":10.0,"gross_loss":2.5,"exposure_pct":40,"#
        + #""start_value":10000,"end_value":10007.5,"sortino":[1, 2]}"#

    private static let laterVersion =
        #""type":"stock_completed","result":\#(laterResult),"bars":3,"first_date":"2013-02-08","#
        + #""last_date":"2013-02-12","bars_sha256":"ff","rows_read":3,"rows_dropped":0,"#
        + #""rows_outside_range":0,"seconds":0.25,"elapsed":15"#
}

extension ScanEvent {
    /// A request of Bollinger bands for so many stocks.
    static func requested(stocks: Int, adjustment: String? = nil) -> ScanEvent {
        .requested(
            Requested(
                jobID: "job-1", engine: "test",
                request: ScanRequest(strategy: "bollinger_bands", startDate: "2013-02-08"),
                stocks: stocks, universeDigest: "00", priceAdjustment: adjustment))
    }

    /// The start of a scan of so many stocks.
    static func started(_ count: Int) -> ScanEvent {
        .started(Started(tickers: (0..<count).map { "T\($0)" }))
    }

    /// A stock that started with 10,000 and made or lost `pnl`, all in one way.
    static func done(
        _ ticker: String, sector: String? = nil, pnl: Double, trades: Int = 1, won: Int = 1,
        sharpeRatio: Double = 0.5, exposurePct: Double = 50, fetchedAt: String? = nil,
        rowsOpen: Int = 0,
        seconds: Double = 0.5, elapsed: Double = 1
    ) -> ScanEvent {
        .stockCompleted(
            StockCompleted(
                result: StockResult(
                    ticker: ticker, sector: sector, pnl: pnl, returnPct: pnl / 100,
                    totalTrades: trades, winningTrades: won, losingTrades: trades - won,
                    openTrades: 0, rejectedOrders: 0, sharpeRatio: trades == 0 ? nil : sharpeRatio,
                    maxDrawdown: 2.5, grossProfit: pnl > 0 ? pnl : 0, grossLoss: pnl < 0 ? -pnl : 0,
                    exposurePct: exposurePct, startValue: 10_000, endValue: 10_000 + pnl),
                prices: PriceRecord(
                    bars: 1_258, firstDate: "2013-02-08", lastDate: "2018-02-07",
                    barsDigest: String(repeating: "ab", count: 32), rowsRead: 1_259,
                    rowsDropped: 1, rowsOutsideRange: 2, rowsOpen: rowsOpen,
                    fetchedAt: fetchedAt),
                seconds: seconds, elapsed: elapsed))
    }

    /// A stock that could not be backtested.
    static func lost(
        _ ticker: String, _ code: FailureCode = .noData, _ message: String = "no bars",
        sector: String? = nil, elapsed: Double = 1
    ) -> ScanEvent {
        .stockFailed(
            StockFailed(
                ticker: ticker, sector: sector, code: code, message: message, seconds: 0.125,
                elapsed: elapsed))
    }

    /// A part of a portfolio's curve, a point a day of January 2026, each worth its day.
    static func valued(
        _ days: ClosedRange<Int>, of points: Int, stocks: Int = 2, returnPct: Double = 1.125,
        against benchmark: PortfolioBenchmark? = nil
    ) -> ScanEvent {
        .portfolioValued(
            PortfolioValued(
                stocks: stocks,
                statistics: PortfolioStatistics(
                    returnPct: returnPct, sharpeRatio: 0.87654321, maxDrawdown: 12.345),
                points: points, offset: days.lowerBound - 1,
                times: days.map { "2026-01-\(String($0 + 100).dropFirst())" },
                values: days.map { Double($0) + 0.00390625 }, benchmark: benchmark,
                benchmarkValues: benchmark.map { _ in days.map { Double($0) + 0.125 } }))
    }
}

extension StreamMessage {
    /// The message's text.
    var text: String { String(decoding: data, as: UTF8.self) }
    /// The message as a value.
    var json: JSONValue { get throws { try JSONValue.parse(data) } }
}

extension JSONValue {
    /// A member of an object; null where there is none.
    subscript(name: String) -> JSONValue {
        guard case .object(let members) = self else { return .null }
        return members.first { $0.name == name }?.value ?? .null
    }

    /// The elements of an array; none of anything else.
    var elements: [JSONValue] {
        if case .array(let elements) = self { elements } else { [] }
    }
}
