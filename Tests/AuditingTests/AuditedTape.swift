import Crypto
import EventLog
import Foundation
import ScanEvents
import Tapes
import Auditing
import Storage
import TestSupport

/// The tape of a scan of three stocks, of which one failed, whose records can be changed before
/// it is sealed and registered.
struct AuditedTape {
    static let job = "20261124-120000-00000001"
    static let tickers = ["A", "B", "C"]

    /// The directory, with the form of a `var`.
    let directory: String

    var path: String { path(Self.job) }
    var registryPath: String { directory + "/scans/registry.ndjson.gz" }

    func path(_ job: String) -> String { "\(directory)/scans/\(job).ndjson.gz" }

    /// The events as they were recorded.
    static var events: [ScanEvent] {
        [
            requested(), .started(ScanEvent.Started(tickers: tickers)),
            completed("A", pnl: 25.5, elapsed: 1), failed("B", elapsed: 2),
            completed("C", pnl: -10, elapsed: 3), portfolio(),
            .completed(.init(successful: 2, failed: 1, elapsed: 4)),
        ]
    }

    static func requested(
        _ job: String = job, stocks: Int = 3, tickers: [String] = tickers, cash: Double = 10_000,
        asked: [String]? = tickers, trades: Bool? = nil
    ) -> ScanEvent {
        var request = ScanRequest(strategy: "rsi", source: "bundled")
        request.tickers = asked
        (request.cash, request.trades) = (cash, trades)
        var hash = SHA256()
        for ticker in tickers { hash.update(data: Array((ticker + "\n").utf8)) }
        let digest = hash.finalize().map { String(format: "%02x", $0) }.joined()
        return .requested(
            ScanEvent.Requested(
                jobID: job, engine: "tapedeck 0.1.0", request: request, stocks: stocks,
                universeDigest: digest))
    }

    /// A text in three parts.
    static var strategy: [ScanEvent] {
        let text = Array(repeating: "a", count: 9)
        let digest = SHA256.hash(data: Array(text.joined().utf8))
            .map { String(format: "%02x", $0) }.joined()
        return stride(from: 0, to: 9, by: 3).map { offset in
            .strategyRecorded(
                ScanEvent.StrategyRecorded(
                    language: 1, digest: digest, bytes: 9, offset: offset, text: "aaa"))
        }
    }

    static func completed(
        _ ticker: String, pnl: Double, trades: Int = 3, percent: Double? = nil,
        end: Double? = nil, held: Double? = nil, excess: Double? = nil, elapsed: Double
    ) -> ScanEvent {
        .stockCompleted(
            ScanEvent.StockCompleted(
                result: StockResult(
                    ticker: ticker, sector: "Energy", pnl: pnl,
                    returnPct: percent ?? pnl / 10_000 * 100, totalTrades: trades,
                    winningTrades: 2, losingTrades: 1, openTrades: 0, rejectedOrders: 0,
                    sharpeRatio: nil, maxDrawdown: 1, grossProfit: 10, grossLoss: 5,
                    exposurePct: 50, startValue: 10_000, endValue: end ?? 10_000 + pnl,
                    benchmark: held.map {
                        StockBenchmark(
                            returnPct: $0,
                            comparison: BenchmarkComparison(
                                excessReturnPct: excess ?? pnl / 10_000 * 100 - $0))
                    }),
                prices: ScanEvent.PriceRecord(
                    bars: 251, firstDate: "2017-01-03", lastDate: "2017-12-29",
                    barsDigest: String(repeating: "0", count: 64), rowsRead: 251),
                seconds: 0.5, elapsed: elapsed))
    }

    /// Three trades, whose profits are 20, 10 and -4.5, cut into parts of so many.
    static func trades(
        _ ticker: String = "A", total: Int = 3, most: Int = 2,
        _ change: (inout ScanEvent.StockTraded) -> Void = { _ in }
    ) -> [ScanEvent] {
        stride(from: 0, to: 3, by: most).map { offset in
            let places = offset..<min(offset + most, 3)
            var part = ScanEvent.StockTraded()
            (part.ticker, part.trades, part.offset) = (ticker, total, offset)
            (part.barsBefore, part.barsHeld) = (places.map { _ in 2 }, places.map { _ in 1 })
            (part.timesBefore, part.timesHeld) = (places.map { _ in 3 }, places.map { _ in 1 })
            (part.entryLines, part.exitLines) = (places.map { _ in 3 }, places.map { _ in 4 })
            part.exits = places.map { _ in "rule" }
            part.sizes = places.map { _ in 1 }
            part.entryPrices = places.map { _ in 100 }
            part.exitPrices = places.map { [120, 110, 95.5][$0] }
            (part.lows, part.highs) = (places.map { _ in 90 }, places.map { _ in 120 })
            change(&part)
            return .stockTraded(part)
        }
    }

    /// Signals of two stocks, of which one ends early.
    static func signals(
        of tickers: [String] = ["A", "C"], total: Int = 2, offset: Int = 0, held: Int = 0,
        market: String = "2017-12-29"
    ) -> ScanEvent {
        var part = ScanEvent.SignalsGiven()
        (part.stocks, part.total, part.offset, part.marketTime) = (2, total, offset, market)
        part.signals = tickers.enumerated().map { place, ticker in
            var signal = StockSignal()
            (signal.ticker, signal.lastTime, signal.lastClose) = (ticker, "2017-12-28", 10)
            guard place < held else { return signal }
            (signal.size, signal.entryTime, signal.entryPrice) = (1, "2017-12-01", 9)
            (signal.entryLine, signal.barsHeld) = (3, 5)
            return signal
        }
        return .signalsGiven(part)
    }

    static func failed(_ ticker: String, elapsed: Double) -> ScanEvent {
        .stockFailed(
            ScanEvent.StockFailed(
                ticker: ticker, sector: nil, code: .noData, message: "none", seconds: 0.5,
                elapsed: elapsed))
    }

    static func portfolio(
        stocks: Int = 2, points: Int = 1, offset: Int = 0, values: [Double] = [20_015.5],
        held: [Double]? = nil, beta: Double = 0
    ) -> ScanEvent {
        .portfolioValued(
            ScanEvent.PortfolioValued(
                stocks: stocks, statistics: PortfolioStatistics(returnPct: 0), points: points,
                offset: offset, times: values.map { _ in "2017-12-29" }, values: values,
                benchmark: held.map { _ in
                    PortfolioBenchmark(
                        statistics: PortfolioStatistics(),
                        comparison: BenchmarkComparison(beta: beta))
                }, benchmarkValues: held))
    }

    /// Gives both results and the portfolio a benchmark.
    static func compare(_ events: inout [ScanEvent]) {
        events[2] = completed("A", pnl: 25.5, held: 1, elapsed: 1)
        events[4] = completed("C", pnl: -10, held: 25, elapsed: 3)
        events[5] = portfolio(held: [22_600])
    }

    /// The body of an event's record.
    static func body(_ event: ScanEvent) -> String {
        String(decoding: event.recordBody, as: UTF8.self)
    }

    /// Writes a tape of these records, a commit each; sealed and registered as scans are, if it
    /// ends as they do.
    func write(
        _ bodies: [String], to job: String = job, isSealed: Bool = true
    ) async throws {
        try FileManager.default.createDirectory(
            atPath: directory + "/scans", withIntermediateDirectories: true)
        let clock = ManualClock()
        let writer = try LogWriter.create(path(job), now: clock.now)
        for body in bodies { try await writer.append(Array(body.utf8)) }
        await writer.close()
        guard isSealed else { return }
        _ = try await TapeStore.open(variableDirectory: directory, now: clock.now)
    }

    /// Writes the tape with its events changed.
    func write(
        isSealed: Bool = true, _ change: (inout [ScanEvent]) -> Void = { _ in }
    ) async throws {
        var events = Self.events
        change(&events)
        try await write(events.map(Self.body), isSealed: isSealed)
    }

    /// Writes the registry anew with text replaced in it.
    func replaceInRegistry(_ text: String, with other: String) async throws {
        var bodies: [String] = []
        var blocks = try LogReader.open(registryPath).blocks()
        while let block = try blocks.next() {
            for seq in block.firstSeq..<block.endSeq {
                let line = String(decoding: block.payload[block.range(of: seq)], as: UTF8.self)
                let start = line.range(of: #""type":"#)?.lowerBound ?? line.startIndex
                bodies.append(
                    String(line[start...].dropLast()).replacingOccurrences(of: text, with: other))
            }
        }
        try FileManager.default.removeItem(atPath: registryPath)
        let writer = try LogWriter.create(registryPath, now: ManualClock().now)
        for body in bodies { try await writer.append(Array(body.utf8)) }
        await writer.close()
    }

    /// Changes the bytes of a file, whoever may write it.
    func damage(_ path: String, _ change: (inout [UInt8]) -> Void) throws {
        var bytes = try readFile(path)
        change(&bytes)
        try FileManager.default.removeItem(atPath: path)
        try writeFile(bytes, to: path)
    }

    /// The audit of the tape.
    func audit(
        _ checkpoints: ArchiveAudit.Checkpoints = ArchiveAudit.Checkpoints()
    ) throws -> AuditReport {
        try ArchiveAudit(checkpoints: checkpoints).audit(tape: path)
    }
}
