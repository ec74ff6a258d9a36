import EventLog
import Tapes
import TapeStreams
import Auditing
import TestSupport
import Testing

/// A tape that is being recorded can be played and audited; nobody waits for anybody.
// Programs are started that share the machine with those of other tests.
@Suite(.timeLimit(.minutes(5)))
struct LiveTapeTests {
    @Test func everyStateOfALiveTapeIsOpenAndPlaysItsBeginning() async throws {
        try await withTemporaryDirectory { directory in
            let bodies = try Forge.bodies(of: Tapes.path(Tapes.resumed))
            let path = "\(directory)/live.ndjson.gz"
            let writer = try LogWriter.create(path, now: ManualClock().now)
            var events = StreamTranscript(.events)
            var streamed: [UInt8] = []
            for (count, body) in bodies.enumerated() {
                try await writer.append(Array(body.utf8))
                let report = try ArchiveAudit().audit(tape: path)
                #expect(report.verdict == .open, "\(report.lines)")
                #expect(report.records == count + 1)
                #expect(report.state == (count + 1 < bodies.count ? "unfinished" : "completed"))
                var blocks = try LogReader.open(path).blocks(from: count)
                while let block = try blocks.next() { streamed += try events.encode(block).bytes }
            }
            try await writer.seal()
            let report = try ArchiveAudit().audit(tape: path)
            #expect(report.verdict == .sound && report.isSealed)
            let outcome = try await Program.product("tapedeck-replay").run([
                "stream", path, "--view", "events",
            ])
            #expect(outcome.output.starts(with: streamed))
        }
    }

    @Test func aTapeThatGrowsDuringAnAuditIsAuditedAsItWas() async throws {
        try await withTemporaryDirectory { directory in
            let path = "\(directory)/live.ndjson.gz"
            let bodies = LongScan.bodies(stocks: 300)
            let writer = try LogWriter.create(path, now: ManualClock().now)
            try await writer.append(contentsOf: bodies.prefix(2).map { Array($0.utf8) })
            async let written: Void = {
                for body in bodies.dropFirst(2) { try await writer.append(Array(body.utf8)) }
                try await writer.seal()
            }()
            var records = 0
            while records < bodies.count + 1 {
                let report = try ArchiveAudit().audit(tape: path)
                #expect(report.verdict != .findings, "\(report.lines)")
                #expect(report.records >= records)
                records = report.records
            }
            try await written
        }
    }
}
