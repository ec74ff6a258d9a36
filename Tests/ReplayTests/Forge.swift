import Crypto
import EventLog
import Foundation
import JSONText
import ScanEvents
import Tapes
import Storage
import TestSupport
import Testing

/// Makes tapes that say something else than what was recorded, checksums, root and registry
/// rewritten to match: what a forger with access to the whole directory would do.
struct Forge {
    /// The directory, with the form of a `var`.
    let directory: String

    /// Where a scan's tape is.
    func path(_ job: String) -> String { "\(directory)/scans/\(job).ndjson.gz" }

    /// The bodies of a recorded tape's records, without its seal.
    static func bodies(of path: String) throws -> [String] {
        var bodies: [String] = []
        var blocks = try LogReader.open(path).blocks()
        while let block = try blocks.next() {
            for seq in block.firstSeq..<block.endSeq {
                let line = String(decoding: block.payload[block.range(of: seq)], as: UTF8.self)
                let body = line.range(of: #""type":"#).map { line[$0.lowerBound...].dropLast() }
                if let body, !body.hasPrefix(#""type":"log_sealed""#) {
                    bodies.append(String(body))
                }
            }
        }
        return bodies
    }

    /// Writes a tape of these records, sealed and registered if it ends as scans do.
    ///
    /// - Parameters:
    ///   - bodies: the records, from `"type":` on, without the closing brace.
    ///   - job: the scan's name.
    ///   - isSealed: whether it is sealed and registered.
    ///   - batch: how many records a commit has; it matters for tapes that are not sealed.
    /// - Throws: `LogError`, `TapeError`.
    func write(
        _ bodies: [String], job: String, isSealed: Bool = true, batch: Int = 1
    ) async throws {
        try FileManager.default.createDirectory(
            atPath: directory + "/scans", withIntermediateDirectories: true)
        let clock = ManualClock()
        let writer = try LogWriter.create(path(job), now: clock.now)
        for start in stride(from: 0, to: bodies.count, by: batch) {
            try await writer.append(
                contentsOf: bodies[start..<min(bodies.count, start + batch)].map { Array($0.utf8) })
        }
        await writer.close()
        guard isSealed else { return }
        _ = try await TapeStore.open(variableDirectory: directory, now: clock.now)
    }

    /// Writes a recorded tape anew with `edit` applied to the bodies of its records.
    func copy(
        _ job: String, isSealed: Bool = true, _ edit: (inout [String]) -> Void = { _ in }
    ) async throws {
        var bodies = try Self.bodies(of: Tapes.path(job))
        edit(&bodies)
        try await write(bodies, job: job, isSealed: isSealed)
    }

    /// Changes the bytes of a tape.
    func damage(_ job: String, _ change: (inout [UInt8]) -> Void) throws {
        var bytes = try readFile(path(job))
        change(&bytes)
        try FileManager.default.removeItem(atPath: path(job))
        try writeFile(bytes, to: path(job))
    }
}

extension [String] {
    /// Replaces text in a record.
    mutating func replace(_ text: String, with other: String, in index: Int) {
        #expect(self[index].contains(text), "record \(index)")
        self[index] = self[index].replacingOccurrences(of: text, with: other)
    }
}

/// A scan of many stocks, long enough for several members, whose records agree.
enum LongScan {
    /// Its name.
    static let job = "20261124-120000-00000001"

    /// The bodies of its records.
    static func bodies(stocks: Int) -> [String] {
        let tickers = (0..<stocks).map { "S\($0)" }
        let results = tickers.enumerated().map { index, ticker in
            let pnl = Double(index * 7_919 % 2_000) - 1_000 + 0.25
            return StockResult(
                ticker: ticker, sector: "Energy", pnl: pnl, returnPct: pnl / 10_000 * 100,
                totalTrades: 3, winningTrades: 2, losingTrades: 1, openTrades: 0,
                rejectedOrders: 0, sharpeRatio: nil, maxDrawdown: 1, grossProfit: 10,
                grossLoss: 5, exposurePct: 50, startValue: 10_000, endValue: 10_000 + pnl)
        }
        var request = ScanRequest(
            strategy: "bollinger_bands", startDate: "2017-01-03", endDate: "2017-12-29",
            source: "bundled")
        request.tickers = tickers
        let events: [ScanEvent] =
            [
                .requested(
                    ScanEvent.Requested(
                        jobID: job, engine: "tapedeck 0.1.0", request: request, stocks: stocks,
                        universeDigest: digest(of: tickers))),
                .started(ScanEvent.Started(tickers: tickers)),
            ]
            + results.enumerated().map { index, result in
                .stockCompleted(
                    ScanEvent.StockCompleted(
                        result: result,
                        prices: ScanEvent.PriceRecord(
                            bars: 251, firstDate: "2017-01-03", lastDate: "2017-12-29",
                            barsDigest: digest(of: [result.ticker]), rowsRead: 251),
                        seconds: 0.001, elapsed: Double(index) / 1_000))
            } + [
                .portfolioValued(
                    ScanEvent.PortfolioValued(
                        stocks: stocks, statistics: PortfolioStatistics(returnPct: 0), points: 1,
                        offset: 0, times: ["2017-12-29"],
                        values: [results.reduce(0) { $0 + $1.endValue }])),
                .completed(.init(successful: stocks, failed: 0, elapsed: Double(stocks) / 1_000)),
            ]
        return events.map { String(decoding: $0.recordBody, as: UTF8.self) }
    }

    private static func digest(of lines: [String]) -> String {
        var hash = SHA256()
        for line in lines { hash.update(data: Array((line + "\n").utf8)) }
        return hash.finalize().map { String(format: "%02x", $0) }.joined()
    }

    /// Where the members of a tape start, and where the last one ends.
    static func members(of bytes: [UInt8]) -> [Int] {
        var offsets = [0]
        while let last = offsets.last, let size = Member.size(in: bytes, at: last) {
            offsets.append(last + size)
        }
        return offsets
    }
}
