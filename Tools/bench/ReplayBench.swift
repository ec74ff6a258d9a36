import Crypto
import EventLog
import Foundation
import Projections
import ScanEvents
import Tapes
import TapeStreams
import Auditing

/// Folding and auditing a long tape against the bare work of inflating it, and exporting it.
struct ReplayBench {
    let directory: String
    let events: Int
    let rounds: Int

    /// As many as one record can name, about.
    private static let stocks = 8_000

    /// Measures everything and returns the table.
    func table() async throws -> Table {
        var table = Table(title: "Replay, a sealed tape of \(events) events")
        let short = try await tape(of: max(Self.stocks, events / 10), in: "short")
        let long = try await tape(of: events, in: "long")
        let bytes = Array(try Data(contentsOf: URL(fileURLWithPath: long)))
        var bare: [Double] = []
        for _ in 0..<rounds { bare.append(try await seconds { try inflate(bytes) }) }
        table.rows.append(
            try await row(
                "fold into a status, read by another thread", short, long, Timings(bare),
                mark: "≥ 0.4", work: Self.fold,
                reason: "by perf, of the processor time of both threads three tenths are zlib's "
                    + "own, a quarter is parsing, and a tenth each folding, the handing over of "
                    + "commits, and the ends and numbers of lines. Where nobody else used the "
                    + "second core, three other runs gave 0.54 to 0.57."))
        table.rows.append(
            try await row(
                "audit without recompute, read by another thread", short, long, Timings(bare),
                mark: "≥ 0.25", work: Self.audit,
                reason: "by perf, half of the processor time of both threads is SHA-256, two "
                    + "hashes an event for the Merkle tree (two fifths of that are hashing, the "
                    + "rest the making of the library's contexts), a fifth reading, a sixth "
                    + "parsing, a twentieth the checks of the fold. The tape holds little but "
                    + "reports of slow stocks and inflates to ten times its size. Where nobody "
                    + "else used the second core, three other runs gave 0.25 to 0.27."))
        table.rows += try await exportRows(short, long, Timings(bare))
        return table
    }

    private static func fold(_ path: String) throws {
        var state = ScanState()
        try LogReader.open(path).forEachEvent(until: nil) { state.apply($0, in: $1) }
        precondition(state.isFinished && !state.status.isEmpty, "the tape was folded whole")
    }

    private static func audit(_ path: String) throws {
        let report = try ArchiveAudit().audit(tape: path)
        precondition(report.verdict == .sound, "\(report.lines.prefix(20))")
    }

    private func row(
        _ what: String, _ short: String, _ long: String, _ bare: Timings, mark: String,
        work: (String) throws -> Void, reason: String
    ) async throws -> Table.Row {
        let least = try peakMemory { try work(short) }
        let most = try peakMemory { try work(long) }
        var times: [Double] = []
        for _ in 0..<rounds { times.append(try await seconds { try work(long) }) }
        let ours = Timings(times)
        let growth = max(0, most - least) / 1024
        return Table.Row(
            what: "\(what) (memory grew by \(growth) KiB from a tenth of the events to all)",
            ours: ours.description, peer: "inflate + CRC-32 alone: \(bare.description)",
            ratio: String(format: "%.2f", bare.median / ours.median), mark: mark, reason: reason)
    }

    /// The most memory that `work` has, beyond what there was.
    func peakMemory(_ work: () throws -> Void) throws -> Int {
        Machine.resetPeakMemory()
        let before = Machine.peakMemoryBytes
        try work()
        return Machine.peakMemoryBytes - before
    }

    /// A sealed, registered tape: stocks with results, each reported as slow again and again.
    private func tape(of events: Int, in name: String) async throws -> String {
        let variable = "\(directory)/\(name)"
        let store = try await TapeStore.open(variableDirectory: variable)
        let tickers = (0..<Self.stocks).map { "T\($0)" }
        let recorder = try await store.record { job in
            ScanEvent.Requested(
                jobID: job.description, engine: "tapedeck 0.1.0",
                request: ScanRequest(
                    strategy: "bollinger_bands", startDate: "2013-02-08", endDate: "2018-02-07",
                    universe: "all", source: "bundled"),
                stocks: Self.stocks, universeDigest: digest(of: tickers))
        }
        try await recorder.append([.started(ScanEvent.Started(tickers: tickers))])
        let perStock = max(1, events / Self.stocks)
        var endValues = 0.0
        for (index, ticker) in tickers.enumerated() {
            let elapsed = Double(index) / 100
            var batch: [ScanEvent] = (1..<perStock).map { report in
                .stockSlow(
                    .init(
                        ticker: ticker, seconds: Double(report) * 5.000_123,
                        elapsed: elapsed + Double(report) / 1_000_000))
            }
            let result = result(of: ticker, index)
            endValues += result.endValue
            batch.append(completed(result, elapsed: elapsed + 0.005))
            try await recorder.append(batch)
        }
        try await recorder.append([
            .portfolioValued(
                ScanEvent.PortfolioValued(
                    stocks: Self.stocks, statistics: PortfolioStatistics(), points: 1, offset: 0,
                    times: ["2018-02-07"], values: [endValues])),
            .completed(.init(successful: Self.stocks, failed: 0, elapsed: 1_000_000)),
        ])
        try await recorder.seal()
        return TapeArchive(variableDirectory: variable).path(of: recorder.job)
    }

    private func result(of ticker: String, _ index: Int) -> StockResult {
        let pnl = Double(index * 7_919 % 20_011) / 7 - 1_300
        return StockResult(
            ticker: ticker, sector: "Information Technology", pnl: 10_000 + pnl - 10_000,
            returnPct: (10_000 + pnl - 10_000) / 10_000 * 100, totalTrades: 37, winningTrades: 20,
            losingTrades: 16, openTrades: 1, rejectedOrders: 0, sharpeRatio: pnl / 3_333,
            maxDrawdown: 12.345_678_901_234, grossProfit: 4_567.891_234_567,
            grossLoss: 3_210.123_456_789, exposurePct: 43.210_987_654_321, startValue: 10_000,
            endValue: 10_000 + pnl)
    }

    private func completed(_ result: StockResult, elapsed: Double) -> ScanEvent {
        .stockCompleted(
            ScanEvent.StockCompleted(
                result: result,
                prices: ScanEvent.PriceRecord(
                    bars: 1_259, firstDate: "2013-02-08", lastDate: "2018-02-07",
                    barsDigest: digest(of: [result.ticker]), rowsRead: 1_259),
                seconds: 0.002_345, elapsed: elapsed))
    }

    private func digest(of lines: [String]) -> String {
        var hash = SHA256()
        for line in lines { hash.update(data: Array((line + "\n").utf8)) }
        return hash.finalize().map { ($0 < 16 ? "0" : "") + String($0, radix: 16) }.joined()
    }
}
