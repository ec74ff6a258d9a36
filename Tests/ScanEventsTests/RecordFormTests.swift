import TestSupport
import Testing

@testable import ScanEvents

/// The two readers of a record: that of the canonical form, and that of any form.
struct RecordFormTests {
    private static let events: [ScanEvent] = [
        .stockSlow(.init(ticker: "AAPL", seconds: 5.000_123, elapsed: 12)),
        .stockSlow(.init(ticker: "BRK.B", seconds: 0, elapsed: 1e21)),
        .stockFailed(
            ScanEvent.StockFailed(
                ticker: "BRK.B", sector: "Financials", code: .noData, message: "no bars: /",
                seconds: 0.000_001, elapsed: 3.25)),
        .stockFailed(
            ScanEvent.StockFailed(
                ticker: "X", code: .internal, message: "{}", seconds: 1, elapsed: 2)),
        completed(sector: "Energy", sharpe: -0.123_456_789_012_345_67, fetchedAt: nil),
        completed(sector: nil, sharpe: nil, fetchedAt: "2026-01-01T00:00:00.000000Z"),
        completed(sector: nil, sharpe: 1, fetchedAt: "2026-01-01T00:00:00.000000Z", open: 1),
    ]

    /// Those with characters beyond ASCII, escapes, or what no stock has.
    private static let others: [ScanEvent] = [
        .stockSlow(.init(ticker: "Ä\"\\\u{1}", seconds: 0, elapsed: 1e21)),
        .stockSlow(.init(ticker: "A", seconds: -1, elapsed: 2)),
        .stockFailed(
            ScanEvent.StockFailed(
                ticker: "X", code: .internal, message: "ü, \n", seconds: 1, elapsed: 2)),
        .stockFailed(
            ScanEvent.StockFailed(ticker: "X", code: .noData, message: "", seconds: 1, elapsed: 2)),
    ]

    @Test(arguments: others)
    func otherRecordsOfStocksAreReadByTheGeneralReader(event: ScanEvent) throws {
        let line = Self.line(event)
        #expect(RecordedEvent.inCanonicalForm(line, line.indices) == nil)
        #expect(try RecordedEvent(line, line.indices).event == event)
    }

    private static func completed(
        sector: String?, sharpe: Double?, fetchedAt: String?, open: Int = 0
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
                    rowsOutsideRange: 2, rowsOpen: open, fetchedAt: fetchedAt),
                seconds: 0.25, elapsed: 100))
    }

    private static func line(_ event: ScanEvent, seq: Int = 41) -> [UInt8] {
        Array(#"{"seq":\#(seq),"at":"2026-01-01T23:59:59.123456Z","#.utf8) + event.recordBody
            + [UInt8(ascii: "}")]
    }

    @Test(arguments: events)
    func recordsOfStocksAreInTheFormThatIsReadFast(event: ScanEvent) throws {
        let line = Self.line(event)
        let record = try #require(RecordedEvent.inCanonicalForm(line, line.indices))
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
            guard let record = RecordedEvent.inCanonicalForm(line, line.indices) else { continue }
            let text = String(decoding: line, as: UTF8.self)
            #expect(record == (try RecordedEvent(anyForm: line, line.indices)), "\(text)")
        }
    }

    /// Where the fast reader takes a record, the general one must read the same.
    @Test(arguments: [UInt64(0x5eed_0201), 0x5eed_0202, 0x5eed_0203])
    func recordsMadeAtRandomAreReadAlikeByBothReaders(seed: UInt64) throws {
        var random = SeededGenerator(seed: seed)
        var taken = 0
        for index in 0..<2_000 {
            var line = Self.line(
                Self.random(&random), seq: Int.random(in: 1...9_999, using: &random))
            if Bool.random(using: &random) {
                let place = Int.random(in: line.indices, using: &random)
                line[place] = line[Int.random(in: line.indices, using: &random)]
            }
            guard let record = RecordedEvent.inCanonicalForm(line, line.indices) else { continue }
            taken += 1
            let text = String(decoding: line, as: UTF8.self)
            try #require(
                record == (try RecordedEvent(anyForm: line, line.indices)),
                "seed \(seed), record \(index): \(text)")
        }
        #expect(taken > 300 && taken < 2_000, "seed \(seed)")
    }

    private static func random(_ random: inout SeededGenerator) -> ScanEvent {
        func number(_ scale: Double) -> Double {
            .random(in: -0.05 * scale...scale, using: &random)
        }
        func text(_ texts: [String]) -> String { texts.randomElement(using: &random) ?? "" }
        let ticker = text(["A", "BRK.B", "^GSPC", "MSFT", "T", "TOOLONGATICKERNAME", "ä"])
        let sector = Bool.random(using: &random) ? text(["Energy", "Real Estate", "Öl", ""]) : nil
        let (seconds, elapsed) = (number(10), number(1e6))
        switch Int.random(in: 0..<3, using: &random) {
        case 0: return .stockSlow(.init(ticker: ticker, seconds: seconds, elapsed: elapsed))
        case 1:
            let code = FailureCode(
                rawValue: text(["no_data", "internal", "timeout", "solar_flare"]))
            return .stockFailed(
                ScanEvent.StockFailed(
                    ticker: ticker, sector: sector, code: code,
                    message: text(["no bars", "{}", "\""]),
                    seconds: seconds, elapsed: elapsed))
        default:
            let sharpe = Bool.random(using: &random) ? number(3) : nil
            guard
                case .stockCompleted(var event) = completed(
                    sector: sector, sharpe: sharpe,
                    fetchedAt: text([
                        "2026-01-01T00:00:00.000000Z", "2025-12-31T23:59:59.999999Z", "today",
                    ]))
            else { preconditionFailure("it is a completed one") }
            event.result.pnl = number(1e9)
            event.result.openTrades = Int.random(in: 0...2, using: &random)
            event.result.exposurePct = number(101)
            event.seconds = abs(seconds)
            event.elapsed = abs(elapsed)
            return .stockCompleted(event)
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
