import ScanEvents
import Testing

@testable import AnalyticsExport

/// The first fields of a record, read without decoding it.
struct RecordHeadTests {
    private static let start = #"{"seq":12,"at":"2026-11-24T21:11:02.534972Z","type":""#

    private func read(_ rest: String) -> (type: String, ticker: String?)? {
        let bytes = Array(("xx" + Self.start + rest).utf8)
        guard let head = RecordHead(bytes, 2..<bytes.count) else { return nil }
        #expect(head.micros == 1_795_554_662_534_972)
        return (
            String(decoding: bytes[head.type], as: UTF8.self),
            head.ticker.map { String(decoding: bytes[$0], as: UTF8.self) }
        )
    }

    @Test func theTickerIsFoundBehindTheType() throws {
        let slow = try #require(read(#"stock_slow","ticker":"BRK.B","seconds":5}"#))
        #expect(slow.type == "stock_slow" && slow.ticker == "BRK.B")
        let done = try #require(read(#"stock_completed","result":{"ticker":"A"}}"#))
        #expect(done.type == "stock_completed" && done.ticker == "A")
    }

    @Test(arguments: [
        #"scan_started","tickers":["A"]}"#, #"x","ticker":"a\"b"}"#, #"x"}"#, #"x","ticker":5}"#,
    ])
    func whatStandsElsewhereIsLeftToTheScanner(_ rest: String) throws {
        #expect(try #require(read(rest)).ticker == nil)
    }

    @Test(arguments: [
        "", #"{"seq":1}"#, #"{"seq":1,"at":"2026-11-24T21:11:02.534972","type":"x"}"#,
        #"{"seq":1,"type":"x","at":"2026-11-24T21:11:02.534972Z"}"#,
        #"{"seq":1,"at":"2026-11-24T21:11:02.534972Z","type":"x"#,
        #"{"seq":1,"at":"2026-99-24T21:11:02.534972Z","type":"x"}"#,
    ])
    func whatIsNoRecordHasNoHead(_ text: String) {
        let bytes = Array(text.utf8)
        #expect(RecordHead(bytes, bytes.indices) == nil)
    }

    @Test(arguments: [
        (#"{"type":"x","ticker":"A\u0041"}"#, "AA" as String?),
        (#"{"type":"x","result":{"pnl":1,"ticker":"B"}}"#, "B"),
        (#"{"type":"x","ticker":[1],"result":7}"#, nil), (#"{"other":{"ticker":"C"}}"#, nil),
    ])
    func theScannerFindsTheTickerOfAnyRecord(_ text: String, _ ticker: String?) throws {
        let bytes = Array(text.utf8)
        #expect(try RecordHead.ticker(in: bytes, bytes.indices) == ticker)
    }
}
