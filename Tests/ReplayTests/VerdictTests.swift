import EventLog
import Foundation
import JSONText
import ScanEvents
import Tapes
import Auditing
import TestSupport
import Testing

/// What an audit calls sound is sealed and whole; all else is open or has findings.
@Suite(.timeLimit(.minutes(3)))
struct VerdictTests {
    private let replay = Program.product("tapedeck-replay")

    /// Places to cut a tape at: behind each member, amid each, and near its beginning and end.
    private static func cuts(of bytes: [UInt8]) -> [Int] {
        let members = LongScan.members(of: bytes)
        let amid = zip(members, members.dropFirst()).map { ($0 + $1) / 2 }
        return Set(members.dropLast() + amid + [1, 17, 18, 40, bytes.count - 29]).sorted()
    }

    @Test func aSealedTapeThatWasCutIsNeverSound() async throws {
        try await withTemporaryDirectory { directory in
            let forge = Forge(directory: directory + "/whole")
            try await forge.write(LongScan.bodies(stocks: 400), job: LongScan.job, batch: 100)
            let whole = try readFile(forge.path(LongScan.job))
            let alone = "\(directory)/\(LongScan.job).ndjson.gz"
            for cut in Self.cuts(of: whole) where cut < whole.count - Member.endOfFile.count {
                try writeFile(Array(whole.prefix(cut)), to: alone)
                let report = try ArchiveAudit().audit(tape: alone)
                #expect(report.verdict != .sound, "\(cut): \(report.lines)")
                let outcome = try await replay.run(["audit", alone])
                #expect(outcome.status == (report.verdict == .open ? 3 : 1), "\(outcome.text)")
                #expect(!outcome.text.contains(": sound"))
                let json = try await replay.run(["audit", alone, "--json"])
                #expect(json.text.hasPrefix(#"{"verdict":"\#(report.verdict)","sound":false"#))
            }
            // All records are there still, and the seal proves it.
            try writeFile(Array(whole.dropLast(Member.endOfFile.count)), to: alone)
            #expect(try ArchiveAudit().audit(tape: alone).verdict == .sound)
        }
    }

    @Test func aTapeThatTheRegistryKnowsAsOpenIsNoReasonToComplain() async throws {
        try await withTemporaryDirectory { directory in
            let path = try await cutOffScan(in: directory)
            let open = try await replay.run(["audit", "--var", directory])
            #expect(open.status == 0)
            #expect(open.text.contains("\(path): open\n"), "\(open.text)")
            #expect(open.text.contains("2 files audited: 1 sound, 1 open, 0 with findings"))
            let json = try await replay.run(["audit", "--json", "--var", directory])
            #expect(json.text.hasPrefix(#"{"verdict":"open","sound":false"#))
            try FileManager.default.removeItem(atPath: directory + "/scans/registry.ndjson.gz")
            let unknown = try await replay.run(["audit", "--var", directory])
            #expect(unknown.status == 3)
            #expect(unknown.text.contains("no registry knows it"), "\(unknown.text)")
        }
    }

    @Test func aRegisteredTapeWithoutARecordIsAFinding() async throws {
        try await withTemporaryDirectory { directory in
            let path = try await cutOffScan(in: directory)
            try writeFile([], to: path)
            let outcome = try await replay.run(["audit", "--var", directory])
            #expect(outcome.status == 1)
            #expect(outcome.text.contains("registry: records"), "\(outcome.text)")
        }
    }

    @Test func aFinishedFileWithoutItsSealIsAFinding() async throws {
        try await withTemporaryDirectory { directory in
            let forge = Forge(directory: directory)
            try await forge.copy(Tapes.finished, isSealed: false)
            try forge.damage(Tapes.finished) { $0 += Member.endOfFile }
            let report = try ArchiveAudit().audit(tape: forge.path(Tapes.finished))
            #expect(report.findings.map(\.check) == [.seal], "\(report.lines)")
            #expect(report.findings.first?.found == "none")
        }
    }

    @Test func bytesBehindASealAreAFinding() async throws {
        try await withTemporaryDirectory { directory in
            let path = directory + "/tape.ndjson.gz"
            try await Forge(directory: directory).copy(Tapes.finished)
            let sealed = try readFile(Forge(directory: directory).path(Tapes.finished))
            let withoutEnd = Array(sealed.dropLast(Member.endOfFile.count))
            try writeFile(withoutEnd + sealed.prefix(30), to: path)
            let report = try ArchiveAudit().audit(tape: path)
            #expect(report.verdict == .findings, "\(report.lines)")
        }
    }

    @Test func aDirectoryWithNothingInItCannotBeAudited() async throws {
        try await withTemporaryDirectory { directory in
            let outcome = try await replay.run(["audit", "--var", directory])
            #expect(outcome.status == 2)
            #expect(outcome.errors.contains("there are no scans in \(directory)/scans"))
        }
    }

    @Test func aScanThatIsRecordedDuringTheAuditIsKnownToTheRegistryAsItIsThen() async throws {
        try await withTemporaryDirectory { directory in
            let forge = Forge(directory: directory)
            try await forge.copy(Tapes.finished)
            var reports: [AuditReport] = []
            let others = directory + "/others"
            try await Forge(directory: others).copy(Tapes.finished)
            try await Forge(directory: others).copy(Tapes.varied)
            try ArchiveAudit().audit(all: TapeArchive(variableDirectory: directory)) { report in
                if report.isRegistry {
                    for name in ["registry", Tapes.varied] {
                        let file = "/scans/\(name).ndjson.gz"
                        try writeFile(try readFile(others + file), to: directory + file)
                    }
                }
                reports.append(report)
            }
            #expect(reports.count == 3)
            #expect(reports.allSatisfy { $0.verdict == .sound }, "\(reports.map(\.lines))")
        }
    }

    private static let worst: [([AuditVerdict], AuditVerdict)] = [
        ([], .sound), ([.sound, .sound], .sound), ([.sound, .open], .open),
        ([.open, .findings, .open], .findings), ([.findings, .sound], .findings),
    ]

    @Test(arguments: worst)
    func theVerdictOfAllIsTheWorst(_ verdicts: [AuditVerdict], _ worst: AuditVerdict) {
        #expect(AuditVerdict.worst(of: verdicts) == worst)
    }

    @Test func aTapeThatWasCutIsMarkedByListStatusAndExport() async throws {
        try await withTemporaryDirectory { directory in
            let forge = Forge(directory: directory)
            try await forge.write(LongScan.bodies(stocks: 400), job: LongScan.job, batch: 100)
            try forge.damage(LongScan.job) { bytes in
                bytes.removeSubrange(LongScan.members(of: bytes)[1]...)
            }
            let inPlace = ["--var", directory]
            for command in [["status", LongScan.job], ["diff", LongScan.job, LongScan.job]] {
                let refused = try await replay.run(command + inPlace)
                #expect(refused.status == 1, "\(command)")
                #expect(refused.errors.contains("is not the tape that was sealed"))
            }
            try FileManager.default.removeItem(atPath: directory + "/scans/registry.ndjson.gz")
            let list = try await replay.run(["list"] + inPlace)
            #expect(list.text.contains("unfinished  no "), "\(list.text)")
            let json = try await replay.run(["list", "--json"] + inPlace)
            #expect(json.text.contains(#""state":"unfinished","sealed":false"#))
            for command in [["status", LongScan.job], ["prove", LongScan.job, "S1"]] {
                let marked = try await replay.run(command + inPlace)
                #expect(marked.status == 0)
                #expect(marked.errors.contains("is not sealed: nothing proves that nothing"))
            }
            let export = try await replay.run(
                ["export", "--format", "csv", "--output", directory + "/x"] + inPlace)
            #expect(export.text.contains(": 0 verified to the seal, 1 not sealed"))
            #expect(export.errors.contains("nothing proves that no others were"))
            let sealed = try await replay.run(["list", "--var", Tapes.directory])
            #expect(sealed.text.contains("completed  yes"))
        }
    }

    /// Records the beginning of a scan and returns the path of its tape.
    private func cutOffScan(in directory: String) async throws -> String {
        let store = try await TapeStore.open(
            variableDirectory: directory, now: ManualClock().now)
        let recorder = try await store.record { job in
            ScanEvent.Requested(
                jobID: job.description, engine: "tapedeck 0.1.0",
                request: ScanRequest(
                    strategy: "bollinger_bands", startDate: "2017-01-03", endDate: "2017-12-29",
                    source: "bundled"),
                stocks: 0, universeDigest: String(repeating: "0", count: 64))
        }
        await recorder.close()
        return store.archive.path(of: recorder.job)
    }
}
