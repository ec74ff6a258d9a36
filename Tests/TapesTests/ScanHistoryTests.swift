import EventLog
import ScanEvents
import Tapes
import TestSupport
import Testing

@Suite(.timeLimit(.minutes(3)))
struct ScanHistoryTests {
    private let clock = ManualClock()

    private func requested(_ job: JobID) -> ScanEvent.Requested {
        var request = ScanRequest(strategy: "bollinger_bands")
        request.source = "bundled"
        request.universe = "bundled"
        return ScanEvent.Requested(
            jobID: job.description, engine: "tapedeck 0.0.1", request: request, stocks: 2,
            universeDigest: String(repeating: "0", count: 64))
    }

    private func open(_ directory: String) async throws -> ScanHistory {
        try await ScanHistory.open(variableDirectory: directory, now: clock.now)
    }

    @Test func aSecondWriterIsRefusedAndReadersAreNot() async throws {
        try await withTemporaryDirectory { directory in
            let history = try await open(directory)
            let recorder = try await history.record(requested)
            await #expect(throws: HistoryError.locked(directory: directory)) {
                try await open(directory)
            }
            let archive = ScanArchive(variableDirectory: directory)
            #expect(try await archive.reader(of: recorder.job).tail.position.nextSeq == 1)
            withExtendedLifetime(history) {}
        }
    }

    @Test func theLockEndsWithItsHolder() async throws {
        try await withTemporaryDirectory { directory in
            do { _ = try await open(directory) }
            _ = try await open(directory)
        }
    }

    @Test func aScanIsFoundByNamePrefixLatestAndPath() async throws {
        try await withTemporaryDirectory { directory in
            let history = try await open(directory)
            let first = try await history.record(requested).job
            clock.set(1_900_000_000_000_000)
            let second = try await history.record(requested).job
            let archive = history.archive
            #expect(try archive.jobs() == [first, second])
            let path = archive.path(of: first)
            #expect(try archive.tape(named: first.description) == path)
            #expect(try archive.tape(named: String(first.description.prefix(12))) == path)
            #expect(try archive.tape(named: path) == path)
            #expect(try archive.tape(named: "latest") == archive.path(of: second))
            #expect(
                throws: HistoryError.ambiguousJob(
                    "20", matches: [first.description, second.description])
            ) { try archive.tape(named: "20") }
            #expect(throws: HistoryError.unknownJob("30", directory: directory + "/scans")) {
                try archive.tape(named: "30")
            }
        }
    }

    @Test func anEmptyDirectoryHasNoLatest() throws {
        let archive = ScanArchive(variableDirectory: "/nonexistent")
        #expect(throws: HistoryError.empty(directory: "/nonexistent/scans")) {
            try archive.tape(named: "latest")
        }
    }

    @Test func aTapeWithoutARecordIsToldAsSuch() async throws {
        try await withTemporaryDirectory { directory in
            let history = try await open(directory)
            let job = try #require(JobID("20260101-000000-00000000"))
            try writeFile([], to: history.archive.path(of: job))
            await #expect(throws: HistoryError.emptyTape(path: history.archive.path(of: job))) {
                try await history.reader(of: job)
            }
        }
    }

    @Test(arguments: ["", "-a", "a-", "../etc", "A", "a/b", "a b", "é", "a.b"])
    func aNameThatCouldBeAPathIsNoJob(_ name: String) {
        #expect(JobID(name) == nil)
    }

    @Test(arguments: [
        ("20260101-000000-0123abcf", true), ("registry", false), ("20260101-000000", false),
        ("20260101-000000-0123ABCF", false), ("20260101-000000-0123abcg", false),
        ("20260101-000000-0123abcf0", false), ("2026010a-000000-0123abcf", false),
        ("20260101-000000-0123abcf-", false), ("-20260101-000000-0123abcf", false),
    ])
    func aNameIsADateATimeAndARandomPart(_ name: String, _ isOne: Bool) {
        #expect((JobID(name) != nil) == isOne)
    }
}
