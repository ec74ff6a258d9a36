import Foundation
import Projections
import ScanEvents
import TestSupport
import Testing

@Suite(.timeLimit(.minutes(3))) struct SchemaTests {
    /// Requests with all that can be there, and with as little as can be.
    private static let requests = [
        ScanRequest(
            strategy: "adx", startDate: "2026-01-02", endDate: "2026-01-30", interval: "90m",
            fills: "close", wholeUnits: true, finalizeTrades: true,
            universe: "file:/home/Ä b/(50%) \"x\".txt",
            source: "csv:/prices/a?b/ü.csv?adjusted=true"),
        ScanRequest(strategy: "adx", tickers: ["BRK-B", "^GSPC"], source: "yahoo?adjusted=false"),
        ScanRequest(strategy: "adx", interval: "3mo", universe: "all", source: "yahoo"),
        ScanRequest(strategy: "adx", universe: "sp500", source: "bundled?delay=20ms"),
    ]

    private static let digest = String(repeating: "ab", count: 32)

    /// A scan with every event that a completed one can have.
    private static func full(_ request: ScanRequest) -> ScriptedScan {
        ScriptedScan([
            requested(request, stocks: 4), .started(4),
            .done("A", sector: "Energy", pnl: -5, fetchedAt: "2026-01-02T03:04:05.000006Z"),
            .stockSlow(.init(ticker: "B", seconds: 10, elapsed: 10)),
            .done("B", pnl: 0, trades: 0, won: 0), .resumed(.init(remaining: 2, elapsed: 11)),
            .paused(.init(code: .timeout, message: "no answer", seconds: 60, elapsed: 11)),
            .interrupted(.init(code: .timeout, message: "no answer", elapsed: 11)),
            .resumed(.init(remaining: 2, elapsed: 11)),
            .lost("C", .noData, sector: "Utilities"), .lost("D", .timeout),
            .valued(1...2, of: 3), .valued(3...3, of: 3),
            .completed(.init(successful: 2, failed: 2, elapsed: 12)),
            .sealed(.init(count: 14, root: digest)),
        ])
    }

    private static let empty = ScriptedScan([
        requested(requests[1], stocks: 0), .started(0),
        .completed(.init(successful: 0, failed: 0, elapsed: 0)),
    ])

    private static func requested(_ request: ScanRequest, stocks: Int) -> ScanEvent {
        .requested(
            ScanEvent.Requested(
                jobID: "job-1", engine: "tapedeck 1.0.0", request: request, stocks: stocks,
                universeDigest: digest))
    }

    @Test func recordsAreThoseOfTheSchemas() async throws {
        try await withTemporaryDirectory { directory in
            try FileManager.default.createDirectory(
                atPath: directory + "/scans", withIntermediateDirectories: true)
            for (index, scan) in (Self.requests.map(Self.full) + [Self.empty]).enumerated() {
                // The check takes plain lines as well as compressed ones.
                try writeFile(
                    Array(scan.lines.joined(separator: Array("\n".utf8))),
                    to: directory + "/scans/\(index).ndjson.gz")
            }
            try await SchemaCheck.expectValidTapes(in: directory)
        }
    }

    private static let interrupted = ScriptedScan([
        requested(requests[1], stocks: 2), .started(2), .done("A", pnl: 1),
        .paused(.init(code: .rateLimited, message: "too many", seconds: 0.25, elapsed: 2)),
        .interrupted(.init(code: .rateLimited, message: "too many", elapsed: 3)),
    ])

    private static let sweeps = [
        ScriptedSweep.whole,
        ScriptedSweep.start + [
            .stockSlow(.init(ticker: "A", seconds: 5, elapsed: 5)),
            .interrupted(.init(code: .timeout, message: "no answer", elapsed: 7)),
            .sweepResumed(.init(remaining: 18, elapsed: 7)), ScriptedSweep.trials("A", 0..<6),
            ScriptedSweep.walked(0..<4), .cancelled(.init(elapsed: 9)),
        ],
        ScriptedSweep.start.prefix(4) + [
            ScriptedSweep.walked(0..<4, windows: [ScriptedSweep.window])
        ]
            + ScriptedSweep.end,
    ].map { ScriptedScan($0) }

    @Test(arguments: [full(requests[0]), empty, interrupted] + sweeps)
    func messagesAndStatusAreThoseOfTheSchemas(scan: ScriptedScan) async throws {
        var stream: [UInt8] = []
        for message in try scan.messages(every: 1) {
            stream += Array("data: ".utf8) + message.data + Array("\n\n".utf8)
        }
        try await SchemaCheck.expectValidStream(stream)
        try await SchemaCheck.expectValidStatus(scan.state().status)
    }
}
