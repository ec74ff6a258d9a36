import JSONText
import Projections
import ScanEvents
import Testing

/// What is held and ordered, as it is shown.
@Suite struct SignalTests {
    private static func signal(
        _ ticker: String, _ edit: (inout StockSignal) -> Void
    ) -> StockSignal {
        var signal = StockSignal()
        (signal.ticker, signal.lastTime, signal.lastClose) = (ticker, "2018-02-07", 90)
        edit(&signal)
        return signal
    }

    private static func hold(_ signal: inout StockSignal, _ size: Double) {
        (signal.size, signal.entryTime, signal.entryPrice) = (size, "2018-02-01", 100)
        (signal.entryLine, signal.barsHeld) = (3, 4)
    }

    private static func order(_ signal: inout StockSignal, _ order: String, _ size: Double? = nil) {
        (signal.action, signal.orderLine, signal.orderSize) = (order, 5, size)
    }

    private static let signals = [
        signal("AAL") { order(&$0, "enter_long", 12.5) },
        signal("AAPL") {
            hold(&$0, -10)
            $0.stop = 104.5
            order(&$0, "exit")
        },
        signal("ABC") {
            hold(&$0, 20)
            order(&$0, "reverse_to_short", 15)
        },
        signal("ADBE") {
            order(&$0, "enter_long")
            $0.isRefused = true
        },
        signal("AFL") { hold(&$0, 8) },
        signal("AIG") {
            $0.lastTime = "2017-12-29"
            hold(&$0, 8)
        },
    ]

    private static func scan(
        _ signals: [StockSignal], most: Int = 4, total: Int? = nil, fills: String = "next_open"
    ) -> ScriptedScan {
        var scan = ScriptedScan([
            .requested(
                ScanEvent.Requested(
                    jobID: "job-1", engine: "test",
                    request: ScanRequest(strategy: "bollinger_bands", fills: fills),
                    stocks: 2, universeDigest: "00")),
            .started(2), .done("AAL", sector: "Industrials", pnl: 1), .done("AFL", pnl: 2),
        ])
        for part in parts(signals, most: most, total: total) { scan.append(part) }
        return scan
    }

    private static func parts(
        _ signals: [StockSignal], most: Int = 4, total: Int? = nil
    ) -> [ScanEvent] {
        stride(from: 0, to: max(1, signals.count), by: most).map { start in
            var part = ScanEvent.SignalsGiven()
            (part.stocks, part.marketTime) = (9, "2018-02-07")
            (part.total, part.offset) = (total ?? signals.count, start)
            part.signals = Array(signals[start..<min(start + most, signals.count)])
            return .signalsGiven(part)
        }
    }

    @Test func theTableTellsOrdersThenPositionsThenWhatEndsEarly() throws {
        let lines = try #require(try Self.scan(Self.signals).state().signalLines())
        #expect(
            lines == [
                "bollinger_bands, at the next open after 2018-02-07 (9 stocks): 4 orders, 3 positions",
                "Orders at the next open",
                "  Order                Ticker  Shares  Close  Stop  Target  Line",
                "  buy                  AAL      12.50  90.00     -       -     5",
                "  buy (refused)        ADBE         -  90.00     -       -     5",
                "  sell and sell short  ABC      35.00  90.00     -       -     5",
                "  cover                AAPL     10.00  90.00     -       -     5",
                "Positions before them",
                "  Side   Ticker  Since          Gain  Shares   Entry  Close    Stop  Target",
                "  short  AAPL    2018-02-01   10.00%   10.00  100.00  90.00  104.50       -",
                "  long   ABC     2018-02-01  -10.00%   20.00  100.00  90.00       -       -",
                "  long   AFL     2018-02-01  -10.00%    8.00  100.00  90.00       -       -",
                "Last bar before 2018-02-07, not told of above: AIG (2017-12-29)",
                "Shares are of each stock's own account; prices, and stops and targets, are as their "
                    + "source has them, adjusted or not",
            ], "\(lines.joined(separator: "\n"))")
    }

    @Test func theSummaryTellsWhatWouldBeBoughtWithoutWhatIsRefusedOrStale() throws {
        #expect(
            try Self.scan(Self.signals).state().summary.contains(
                "At the next open after 2018-02-07: buy 1 (AAL), sell and sell short 1 (ABC), "
                    + "cover 1 (AAPL); 3 held"))
        #expect(
            try Self.scan([]).state().summary.contains(
                "At the next open after 2018-02-07: no orders; 0 held"))
        #expect(
            try Self.scan([Self.signals[0]], fills: "close").state().summary.contains(
                "At the close of 2018-02-07: buy 1 (AAL); 0 held"))
    }

    @Test func aPartThatIsMissingOrComesTwiceTellsNothing() throws {
        #expect(try Self.scan(Self.signals, total: 7).state().signals == nil)
        var twice = Self.scan(Self.signals)
        let whole = try #require(try twice.state().signals)
        // The last part again.
        for part in Self.parts(Self.signals).suffix(1) { twice.append(part) }
        #expect(try twice.state().signals == whole)
        // One is missing in the middle, and the last makes up their number.
        var gap = Self.scan([])
        let parts = Self.parts(Self.signals, most: 2)
        for part in [parts[0], parts[2], parts[2]] { gap.append(part) }
        #expect(try gap.state().signals == nil)
        var resumed = Self.scan(Self.signals)
        resumed.append(.resumed(.init(remaining: 0, elapsed: 2)))
        #expect(try resumed.state().signals == nil)
        #expect(try resumed.state().whyNoSignals.contains("yet"))
    }

    @Test func theDocumentHasARowAStockAndWhatHasChanged() throws {
        var earlier = Array(Self.signals.dropFirst())
        earlier[1] = Self.signal("ABC") { Self.hold(&$0, 20) }
        earlier.append(Self.signal("GONE") { Self.hold(&$0, 1) })
        let state = try Self.scan(Self.signals).state()
        let document = try #require(
            state.signalsDocument(since: try Self.scan(earlier).state()))
        let json = try JSONValue.parse(document)
        #expect(json["orders"] == .number(4) && json["positions"] == .number(4))
        #expect(json["stale"] == .number(1) && json["stocks"] == .number(9))
        let rows = json["signals"].elements
        #expect(rows.count == 6 && rows[0]["sector"] == .string("Industrials"))
        #expect(rows[1]["order_shares"] == .number(10) && rows[1]["gain"] == .number(100))
        #expect(rows[2]["order_shares"] == .number(-35))
        #expect(rows[5]["stale"] == .boolean(true))
        let changes = json["diff"]["changes"].elements
        #expect(changes.map { $0["ticker"] } == ["AAL", "ABC", "GONE"].map { .string($0) })
        #expect(
            changes[0]["action"] == .string("enter_long") && changes[0]["action_before"] == .null)
        #expect(changes[2]["side_before"] == .string("long") && changes[2]["side"] == .null)
        let lines = try #require(
            state.signalLines(since: try Self.scan(earlier).state()))
        #expect(
            lines.suffix(5) == [
                "Changed since job-1 (2018-02-07)",
                "  Ticker  Held then  Held now  Ordered then  Ordered now     ",
                "  AAL     -          -         -             enter long      ",
                "  ABC     long       long      -             reverse to short",
                "  GONE    long       -         -             -               ",
            ], "\(lines.joined(separator: "\n"))")
        #expect(
            state.signalLines(since: state)?.last
                == "Nothing has changed since job-1 (2018-02-07)")
    }
}
