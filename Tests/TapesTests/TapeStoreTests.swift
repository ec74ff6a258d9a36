import EventLog
import ScanEvents
import Tapes
import TestSupport
import Testing

@Suite(.timeLimit(.minutes(3)))
struct TapeStoreTests {
    private let clock = ManualClock()

    private func requested(_ job: JobID) -> ScanEvent.Requested {
        var request = ScanRequest(strategy: "bollinger_bands")
        request.source = "bundled"
        request.universe = "bundled"
        return ScanEvent.Requested(
            jobID: job.description, engine: "tapedeck 0.0.1", request: request, stocks: 2,
            universeDigest: String(repeating: "0", count: 64))
    }

    private func open(_ directory: String) async throws -> TapeStore {
        try await TapeStore.open(variableDirectory: directory, now: clock.now)
    }

    @Test func aSecondWriterIsRefusedAndReadersAreNot() async throws {
        try await withTemporaryDirectory { directory in
            let store = try await open(directory)
            let recorder = try await store.record(requested)
            await #expect(throws: TapeError.locked(directory: directory)) {
                try await open(directory)
            }
            let archive = TapeArchive(variableDirectory: directory)
            #expect(try await archive.reader(of: recorder.job).tail.position.nextSeq == 1)
            withExtendedLifetime(store) {}
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
            let store = try await open(directory)
            let first = try await store.record(requested).job
            clock.set(1_900_000_000_000_000)
            let second = try await store.record(requested).job
            let archive = store.archive
            #expect(try archive.jobs() == [first, second])
            let path = archive.path(of: first)
            #expect(try archive.tape(named: first.description) == path)
            #expect(try archive.tape(named: String(first.description.prefix(12))) == path)
            #expect(try archive.tape(named: path) == path)
            #expect(try archive.tape(named: "latest") == archive.path(of: second))
            #expect(
                throws: TapeError.ambiguousJob(
                    "20", matches: [first.description, second.description])
            ) { try archive.tape(named: "20") }
            #expect(throws: TapeError.unknownJob("30", directory: directory + "/scans")) {
                try archive.tape(named: "30")
            }
        }
    }

    @Test func anEmptyDirectoryHasNoLatest() throws {
        let archive = TapeArchive(variableDirectory: "/nonexistent")
        #expect(throws: TapeError.empty(directory: "/nonexistent/scans")) {
            try archive.tape(named: "latest")
        }
    }

    @Test func aTapeWithoutARecordIsToldAsSuch() async throws {
        try await withTemporaryDirectory { directory in
            let store = try await open(directory)
            let job = try #require(JobID("20260101-000000-00000000"))
            try writeFile([], to: store.archive.path(of: job))
            await #expect(throws: TapeError.emptyTape(path: store.archive.path(of: job))) {
                try await store.reader(of: job)
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
