import Testing

@testable import ScanEvents

/// The two readers of a record: that of this version's own form, and that of any form.
struct RecordFormTests {
    private static let events: [ScanEvent] = [
        .stockSlow(ticker: "AAPL", seconds: 5.000_123, elapsed: 12),
        .stockSlow(ticker: "BRK.B", seconds: 0, elapsed: 1e21),
        .stockFailed(
            ScanEvent.StockFailed(
                ticker: "BRK.B", sector: "Financials", code: .noData, message: "no bars: /",
                seconds: 0.000_001, elapsed: 3.25)),
        .stockFailed(
            ScanEvent.StockFailed(
                ticker: "X", code: .internal, message: "{}", seconds: 1, elapsed: 2)),
        completed(sector: "Energy", sharpe: -0.123_456_789_012_345_67, fetchedAt: nil),
        completed(sector: nil, sharpe: nil, fetchedAt: "2026-01-01T00:00:00.000000Z"),
    ]

    /// Those with characters beyond ASCII, escapes, or what no stock has.
    private static let others: [ScanEvent] = [
        .stockSlow(ticker: "Ä\"\\\u{1}", seconds: 0, elapsed: 1e21),
        .stockSlow(ticker: "A", seconds: -1, elapsed: 2),
        .stockFailed(
            ScanEvent.StockFailed(
                ticker: "X", code: .internal, message: "ü, \n", seconds: 1, elapsed: 2)),
        .stockFailed(
            ScanEvent.StockFailed(ticker: "X", code: .noData, message: "", seconds: 1, elapsed: 2)),
    ]

    @Test(arguments: others)
    func otherRecordsOfStocksAreReadByTheGeneralReader(event: ScanEvent) throws {
        let line = Self.line(event)
        #expect(RecordedEvent.inOwnForm(line, line.indices) == nil)
        #expect(try RecordedEvent(line, line.indices).event == event)
    }

    private static func completed(
        sector: String?, sharpe: Double?, fetchedAt: String?
    ) -> ScanEvent {
        .stockCompleted(
            ScanEvent.StockCompleted(
                result: StockResult(
                    ticker: "T", sector: sector, pnl: -1e-7, returnPct: 12.345_678_901_234_567,
                    totalTrades: 40, winningTrades: 20, losingTrades: 19, openTrades: 1,
                    rejectedOrders: 0, sharpeRatio: sharpe, maxDrawdown: 0, grossProfit: 1e300,
                    grossLoss: 7, exposurePct: 99.9, startValue: 10_000, endValue: 10_000.5),
                prices: ScanEvent.PriceRecord(
                    bars: 1_259, firstDate: "2013-02-08", lastDate: "2018-02-07",
                    barsDigest: String(repeating: "a", count: 64), rowsRead: 1_260, rowsDropped: 1,
                    rowsOutsideRange: 2, fetchedAt: fetchedAt),
                seconds: 0.25, elapsed: 100))
    }

    private static func line(_ event: ScanEvent, seq: Int = 41) -> [UInt8] {
        Array(#"{"seq":\#(seq),"at":"2026-01-01T23:59:59.123456Z","#.utf8) + event.recordBody
            + [UInt8(ascii: "}")]
    }

    @Test(arguments: events)
    func recordsOfStocksAreInTheFormThatIsReadFast(event: ScanEvent) throws {
        let line = Self.line(event)
        let record = try #require(RecordedEvent.inOwnForm(line, line.indices))
        #expect(record == (try RecordedEvent(anyForm: line, line.indices)))
        #expect(record.event == event)
        #expect(record.at == "2026-01-01T23:59:59.123456Z")
    }

    @Test(arguments: events)
    func alteredRecordsAreReadAlikeByBothReadersOrByTheGeneralOneAlone(event: ScanEvent) throws {
        let line = Self.line(event)
        var altered = line.indices.map { Array(line[..<$0]) }
        for index in line.indices {
            for byte in #" "\,:{}0-9.eZ"#.utf8 {
                var copy = line
                copy[index] = byte
                altered.append(copy)
            }
            altered.append(Array(line[..<index]) + [0xff] + line[(index + 1)...])
            altered.append(Array(line[..<index]) + line[(index + 1)...])
        }
        for line in altered {
            guard let record = RecordedEvent.inOwnForm(line, line.indices) else { continue }
            let text = String(decoding: line, as: UTF8.self)
            #expect(record == (try RecordedEvent(anyForm: line, line.indices)), "\(text)")
        }
    }

    @Test func timesOfUnusualLengthAreKeptAsTheyAre() throws {
        for time in ["", "yesterday", "2026-01-01T23:59:59.1234567Z", "dreiundzwanzig Umläute äö"] {
            let line = Array(
                #"{"seq":0,"at":"\#(time)","type":"scan_cancelled","elapsed":1}"#.utf8)
            #expect(try RecordedEvent(line).at == time)
        }
    }
}
