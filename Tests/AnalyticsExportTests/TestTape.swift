import EventLog
import ScanEvents
import TestSupport

@testable import AnalyticsExport

/// Tapes that tests record.
enum TestTape {
    static let job = "20261124-120000-00000001"

    /// The body of a request's record.
    static func requested(_ job: String = TestTape.job, stocks: Int = 2) -> String {
        let event = ScanEvent.requested(
            ScanEvent.Requested(
                jobID: job, engine: "tapedeck 0.1.0",
                request: ScanRequest(
                    strategy: "rsi", parameters: ["period": 14, "level": 30.5],
                    startDate: "2017-01-03", endDate: "2017-12-29"),
                stocks: stocks, universeDigest: String(repeating: "0", count: 64)))
        return String(decoding: event.recordBody, as: UTF8.self)
    }

    /// The body of a stock's result.
    static func completed(_ ticker: String, pnl: Double = 1, sector: String? = "Energy") -> String {
        let event = ScanEvent.stockCompleted(
            ScanEvent.StockCompleted(
                result: StockResult(
                    ticker: ticker, sector: sector, pnl: pnl, returnPct: pnl / 100,
                    totalTrades: 3, winningTrades: 2, losingTrades: 1, openTrades: 0,
                    rejectedOrders: 0, sharpeRatio: nil, maxDrawdown: 1, grossProfit: 10,
                    grossLoss: 5, exposurePct: 50, startValue: 10_000, endValue: 10_000 + pnl),
                prices: ScanEvent.PriceRecord(
                    bars: 251, firstDate: "2017-01-03", lastDate: "2017-12-29",
                    barsDigest: String(repeating: "a", count: 64), rowsRead: 251),
                seconds: 0.001, elapsed: 0.5))
        return String(decoding: event.recordBody, as: UTF8.self)
    }

    /// The body of a stock's two trades, the second one open.
    static func traded(_ ticker: String) -> String {
        var event = ScanEvent.StockTraded()
        (event.ticker, event.trades) = (ticker, 2)
        (event.barsBefore, event.barsHeld) = ([20, 2], [3, 11])
        (event.timesBefore, event.timesHeld) = ([736_390, 298], [3, 15])
        (event.entryLines, event.exits, event.exitLines) = ([7, 9], ["rule", nil], [8, nil])
        (event.sizes, event.entryPrices) = ([12.5, -3], [100, 50])
        (event.exitPrices, event.lows, event.highs) = ([104, nil], [95, 45], [110, 60])
        (event.commissions, event.lastClose) = ([0.5, 0.25], 55)
        return String(decoding: ScanEvent.stockTraded(event).recordBody, as: UTF8.self)
    }

    /// The body of a stock's failure.
    static func failed(_ ticker: String) -> String {
        let event = ScanEvent.stockFailed(
            ScanEvent.StockFailed(
                ticker: ticker, code: .noData, message: "no \"bars\", at all", seconds: 0,
                elapsed: 0.6))
        return String(decoding: event.recordBody, as: UTF8.self)
    }

    static let started = #""type":"scan_started","tickers":["A","B"]"#
    static let ended = #""type":"scan_completed","successful":1,"failed":1,"elapsed":0.75"#

    /// A whole scan.
    static let bodies = [requested(), started, completed("A", pnl: -3.5), failed("B"), ended]

    /// Records a tape at `path`.
    static func write(
        _ bodies: [String] = TestTape.bodies, to path: String, isSealed: Bool = true
    ) async throws {
        let writer = try LogWriter.create(path, now: ManualClock().now)
        try await writer.append(contentsOf: bodies.map { Array($0.utf8) })
        if isSealed { try await writer.seal() }
        await writer.close()
    }

    /// A tape to export; `count` is how many records were registered, with another root.
    static func source(_ path: String, registered count: Int? = nil) -> ExportSource {
        ExportSource(name: "unnamed") {
            (try LogReader.open(path), count.map { LogSeal(count: $0, root: .emptyRoot) })
        }
    }
}

extension RowBatch {
    /// A batch of `failures` with these messages and numbers.
    static func failures(_ rows: [(message: String, seconds: Double)]) -> RowBatch {
        var batch = RowBatch(.failures)
        for (index, row) in rows.enumerated() {
            batch.add("job")
            batch.add(index)
            batch.add(Int64(0))
            batch.add("T")
            batch.addNull()
            batch.add("no_data")
            batch.add(row.message)
            batch.add(row.seconds)
            batch.add(0.0)
        }
        return batch
    }
}
