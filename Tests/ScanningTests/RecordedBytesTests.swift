import EventLog
import Foundation
import MarketData
import ScanEvents
import Tapes
import TestSupport
import Testing

@testable import Scanning

/// What a scan writes on its tape, to the byte.
@Suite(.timeLimit(.minutes(3)))
struct RecordedBytesTests {
    /// The lines that were recorded; with `TAPEDECK_RECORD_CORPUS` they are written anew, which
    /// fails the run.
    private static let golden = Program.repository + "/Tests/EndToEndTests/Corpus/scan.ndjson"

    /// The lines of a scan's tape and of the registry, without what its name and zlib decide.
    private func lines(in directory: String) async throws -> String {
        let source = StubPrices(
            // From files, so that one worker has one stock at a time.
            isLive: false, tickers: ["B", "HUGE", "A", "NONE", "C"],
            behaviours: [
                "HUGE": .costs([1e-300, 1e-300, 1e300]),
                "NONE": .fails(PriceError(.noData, "there are no \"prices\" of it \u{1}\u{7f} é")),
            ],
            fetchedAt: Date(timeIntervalSince1970: 1_763_900_000.25))
        let plan = try ScanPlan(stub: source, strategy: "buy_and_hold", parameters: [:])
        let store = try await TapeStore.open(
            variableDirectory: directory, now: { 1_763_900_000_000_001 })
        let recorder = try await plan.record(in: store)
        var settings = ScanSettings()
        settings.workers = 1
        try await Scan(
            plan, recorder: recorder, settings: settings, clock: SteppedClock()
        ).complete()
        var text = ""
        for path in [recorder.reader.path, directory + "/scans/registry.ndjson.gz"] {
            let lines = try await Program.system("gzip").run(["-dc", path])
            #expect(lines.status == 0, "\(lines.errors)")
            text += lines.text
        }
        return
            text
            .replacing(recorder.job.description, with: "JOB")
            .replacing(#/"root":"[0-9a-f]{64}"/#, with: #""root":"ROOT""#)
            .replacing(#/"bytes":[0-9]+/#, with: #""bytes":0"#)
    }

    @Test func aScanByClocksThatStandStillIsRecordedTheSame() async throws {
        let found = try await withTemporaryDirectory { try await lines(in: $0) }
        if ProcessInfo.processInfo.environment["TAPEDECK_RECORD_CORPUS"] != nil {
            try writeFile(Array(found.utf8), to: Self.golden)
            Issue.record("recorded; look at the difference")
        }
        #expect(found == String(decoding: try readFile(Self.golden), as: UTF8.self))
    }
}
