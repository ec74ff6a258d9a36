import EventLog
import Foundation
import JSONText
import ScanEvents
import TestSupport
import Testing

@testable import Tapes
@testable import Auditing

/// A registry that has lost what it knew of the tapes beside it, and what is no file among them.
@Suite(.timeLimit(.minutes(3)))
struct RegistryRenewalTests {
    private let clock = ManualClock()

    private func open(_ directory: String) async throws -> TapeStore {
        try await TapeStore.open(variableDirectory: directory, now: clock.now)
    }

    /// Records two scans, the second of which is cut off after `events`.
    private func record(in directory: String, _ events: [ScanEvent]) async throws -> [JobID] {
        let store = try await open(directory)
        var jobs: [JobID] = []
        for events in [[ScanEvent.completed(.init(successful: 0, failed: 0, elapsed: 1))], events] {
            let recorder = try await store.record { job in
                ScanEvent.Requested(
                    jobID: job.description, engine: "tapedeck 0.0.1",
                    request: ScanRequest(strategy: "bollinger_bands"), stocks: 0,
                    universeDigest: String(repeating: "0", count: 64))
            }
            try await recorder.append(events)
            if jobs.isEmpty { try await recorder.seal() } else { await recorder.close() }
            jobs.append(recorder.job)
        }
        return jobs
    }

    private func notes(of directory: String) throws -> [String] {
        var notes: [String] = []
        try ArchiveAudit().audit(all: TapeArchive(variableDirectory: directory)) { report in
            guard report.isRegistry else { return }
            #expect(report.findings.isEmpty, "\(report.lines)")
            notes += report.notes
        }
        return notes
    }

    @Test(arguments: [
        ("missing", "is missing", "the registry was gone"),
        ("empty", "is empty", "the registry was empty"),
        ("cut", "does not know all tapes beside it", "the registry did not know all tapes"),
    ])
    func aRegistryWithoutItsTapesIsMadeAnewWithAWarningThatTheAuditShows(
        state: String, problem: String, note: String
    ) async throws {
        try await withTemporaryDirectory { directory in
            let jobs = try await record(
                in: directory, [.started(.init(tickers: [])), .started(.init(tickers: []))])
            let path = directory + "/scans/registry.ndjson.gz"
            switch state {
            case "missing": try FileManager.default.removeItem(atPath: path)
            case "empty": try writeFile([], to: path)
            default:
                // The seal of the first scan and the entry of the second are gone.
                let first = try blocks(of: path)[0]
                try writeFile(Array(try readFile(path)[..<first.endOffsetBytes]), to: path)
            }
            let lost = state == "cut" ? 1 : 2
            do {
                let store = try await open(directory)
                #expect(store.problems.count == 1)
                #expect(
                    store.problems.first?.hasPrefix(
                        "the registry \(path) \(problem); scans entered as their tapes are now: "
                            + "\(lost);") == true, "\(store.problems)")
                let registry = try store.archive.registry()
                #expect(registry.entries.map(\.job).sorted() == jobs.sorted())
                #expect(registry[jobs[0]]?.seal?.count == 2)
                #expect(registry.renewals.map(\.scans) == [lost])
            }
            let found = try notes(of: directory)
            #expect(found.count == 1 && found.first?.contains(note) == true, "\(found)")
            #expect(found.first?.hasPrefix("warning: at ") == true)
            #expect(try await open(directory).problems.isEmpty, "it is told once")
        }
    }

    @Test func aCrashBetweenATapesFirstRecordAndItsEntryIsNoLoss() async throws {
        try await withTemporaryDirectory { directory in
            let jobs = try await record(in: directory, [])
            let path = directory + "/scans/registry.ndjson.gz"
            let entries = try blocks(of: path)
            try writeFile(
                Array(try readFile(path)[..<entries[entries.count - 1].offsetBytes]), to: path)
            let store = try await open(directory)
            #expect(store.problems.isEmpty, "\(store.problems)")
            #expect(try store.archive.registry().entries.map(\.job).sorted() == jobs.sorted())
            #expect(try store.archive.registry().renewals.isEmpty)
        }
    }

    @Test
    func pipesInPlaceOfATapeAndOfTheRegistryAreToldAndKeepNobodyWaiting() async throws {
        try await withTemporaryDirectory { directory in
            let jobs = try await record(in: directory, [.started(.init(tickers: []))])
            let scans = directory + "/scans"
            let pipe = "29990101-000000-00000000.ndjson.gz"
            try await OddFiles.makePipe("\(scans)/\(pipe)")
            try FileManager.default.removeItem(atPath: scans + "/registry.ndjson.gz")
            try await OddFiles.makePipe(scans + "/registry.ndjson.gz")
            let list = try TapeArchive(variableDirectory: directory).list(ScanListQuery())
            #expect(Set(list.entries.map(\.standing)) == [.completed, .damaged, .unfinished])
            #expect(list.entries.count == 3)
            let store = try await open(directory)
            #expect(store.problems.count == 2, "\(store.problems)")
            #expect(store.problems.allSatisfy { $0.contains("is a pipe") })
            #expect(store.problems.first?.contains("it is kept as") == true)
            #expect(try store.archive.registry().entries.map(\.job).sorted() == jobs.sorted())
            #expect(
                try FileManager.default.contentsOfDirectory(atPath: scans).sorted()
                    == jobs.sorted().map { "\($0).ndjson.gz" } + [
                        pipe, "registry.ndjson.gz", "registry.ndjson.gz.damaged",
                    ])
        }
    }

    @Test
    func aPipeInPlaceOfASealedTapeIsTold() async throws {
        try await withTemporaryDirectory { directory in
            let jobs = try await record(in: directory, [])
            let path = TapeArchive(variableDirectory: directory).path(of: jobs[0])
            try FileManager.default.removeItem(atPath: path)
            try await OddFiles.makePipe(path)
            let store = try await open(directory)
            #expect(
                store.problems == [
                    "\(path) is a pipe, where a regular file must be; move it elsewhere"
                ])
            let page = try await store.list(ScanListQuery())
            #expect(page.entries.first { $0.job == jobs[0] }?.standing == .damaged)
        }
    }

    private func blocks(of path: String) throws -> [LogBlock] {
        var found: [LogBlock] = []
        var blocks = try LogReader.open(path).blocks()
        while let block = try blocks.next() { found.append(block) }
        return found
    }
}
