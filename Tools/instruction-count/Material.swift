import EventLog
import JSONText
import MarketData
import ScanEvents
import Storage

/// What the works are done on, made up, the same in every run and on every machine.
enum Material {
    /// A clock that stands still.
    static let clock: @Sendable () -> MicrosecondsSinceEpoch = { 1_767_225_600_123_456 }

    /// Bodies of records like stocks' results, of about 200 bytes.
    static func bodies(_ count: Int) -> [[UInt8]] {
        var random = Random(seed: 7)
        return (0..<count).map { index in
            let pnl = random.number(below: 20_000_000) - 5_000_000
            let text =
                #""type":"stock_completed","ticker":"T\#(index % 505)","pnl":\#(decimal(pnl)),"#
                + #""total_trades":\#(random.number(below: 97)),"#
                + #""winning_trades":\#(random.number(below: 53)),"#
                + #""end_value":\#(decimal(10_000_000 + pnl)),"#
                + #""seconds":0.00\#(random.number(below: 997))"#
            return Array(text.utf8)
        }
    }

    /// All events of a scan: one stock of ten fails.
    static func scan(_ stocks: Int) -> [ScanEvent] {
        var random = Random(seed: 11)
        let tickers = (0..<stocks).map { "T\($0)" }
        let requested = ScanEvent.Requested(
            jobID: "20260101-000000-00000000", engine: "tapedeck 0.1.0",
            request: ScanRequest(
                strategy: "bollinger_bands", startDate: "2013-02-08", endDate: "2018-02-07",
                universe: "bundled", source: "bundled"),
            stocks: stocks, universeDigest: digest)
        var events: [ScanEvent] = [
            .requested(requested), .started(ScanEvent.Started(tickers: tickers)),
        ]
        for (index, ticker) in tickers.enumerated() {
            let elapsed = Double(index) / 512
            if index % 10 == 9 {
                events.append(
                    .stockFailed(
                        ScanEvent.StockFailed(
                            ticker: ticker, sector: "Energy", code: .noData,
                            message: "the source has no bars of \(ticker)", seconds: 0.000_123,
                            elapsed: elapsed)))
            } else {
                events.append(completed(ticker, elapsed, &random))
            }
        }
        let failed = stocks / 10
        events.append(
            .completed(
                .init(successful: stocks - failed, failed: failed, elapsed: Double(stocks) / 512)))
        return events
    }

    /// The records of that scan as they stand on its tape.
    static func tape(_ stocks: Int) -> [[UInt8]] {
        scan(stocks).enumerated().map { seq, event in
            Array(#"{"seq":\#(seq),"at":"2026-01-01T00:00:00.123456Z","#.utf8) + event.recordBody
                + [UInt8(ascii: "}")]
        }
    }

    /// Daily bars that go up and down at random.
    static func bars(_ count: Int, seed: Int) throws -> Bars {
        var random = Random(seed: UInt64(seed))
        var close = 100.0
        var columns: [[Double]] = [[], [], [], [], []]
        var times: [BarTime] = []
        var day: Int32 = 15_000
        for _ in 0..<count {
            day += day % 7 == 1 ? 3 : 1  // 1970-01-01 was a Thursday: no weekends
            if let date = CalendarDate(dayNumber: day) { times.append(BarTime(date)) }
            let open = close * (1 + Double(random.number(below: 2_001) - 1_000) / 200_000)
            close = open * (1 + Double(random.number(below: 2_001) - 995) / 50_000)
            let reach = 1 + Double(random.number(below: 1_000)) / 100_000
            let row = [
                open, max(open, close) * reach, min(open, close) / reach, close,
                Double(1_000_000 + random.number(below: 1_000_000)),
            ]
            for (column, value) in row.enumerated() { columns[column].append(value) }
        }
        return try Bars(
            ticker: "T\(seed)", times: times, open: columns[0], high: columns[1],
            low: columns[2], close: columns[3], volume: columns[4])
    }

    private static let digest = String(repeating: "0123456789abcdef", count: 4)

    private static func completed(
        _ ticker: String, _ elapsed: Double, _ random: inout Random
    ) -> ScanEvent {
        let pnl = Double(random.number(below: 20_000_000)) / 1_024 - 5_000
        let trades = random.number(below: 60) + 1
        let result = StockResult(
            ticker: ticker, sector: "Information Technology", pnl: pnl, returnPct: pnl / 100,
            totalTrades: trades, winningTrades: trades / 2, losingTrades: trades - trades / 2,
            openTrades: 0, rejectedOrders: 0, sharpeRatio: pnl / 3_333, maxDrawdown: 12.345_678,
            grossProfit: 4_567.891_234_567, grossLoss: 3_210.123_456_789, exposurePct: 43.210_987,
            startValue: 10_000, endValue: 10_000 + pnl)
        return .stockCompleted(
            ScanEvent.StockCompleted(
                result: result,
                prices: ScanEvent.PriceRecord(
                    bars: 1_259, firstDate: "2013-02-08", lastDate: "2018-02-07",
                    barsDigest: digest, rowsRead: 1_259),
                seconds: 0.002_345, elapsed: elapsed))
    }

    /// Thousandths as a decimal.
    private static func decimal(_ thousandths: Int) -> String {
        "\(Double(thousandths) / 1_000)"
    }
}

/// Numbers that look random: xorshift64.
private struct Random {
    private var state: UInt64

    init(seed: UInt64) {
        state = seed &* 0x9e37_79b9_7f4a_7c15
    }

    mutating func number(below limit: Int) -> Int {
        state ^= state << 13
        state ^= state >> 7
        state ^= state << 17
        return Int(state >> 33) % limit
    }
}
