import EventLog
import ScanEvents
import Tapes
import Storage
import TestSupport
import Testing

/// Scans are in the order of their recording, which their names are not once a clock went back.
@Suite(.timeLimit(.minutes(3)))
struct RecordingOrderTests {
    private let clock = ManualClock(at: 1_900_000_000_000_000)

    private func requested(_ job: JobID) -> ScanEvent.Requested {
        ScanEvent.Requested(
            jobID: job.description, engine: "tapedeck 0.0.1",
            request: ScanRequest(strategy: "bollinger_bands"), stocks: 0,
            universeDigest: String(repeating: "0", count: 64))
    }

    private func open(_ directory: String) async throws -> TapeStore {
        try await TapeStore.open(variableDirectory: directory, now: clock.now)
    }

    /// Records three scans that are cut off, the second and third with a clock that went back.
    private func record(in directory: String) async throws -> [JobID] {
        let store = try await open(directory)
        var jobs: [JobID] = []
        for time in [1_900_000_000_000_000, 1_700_000_000_000_000, 1_800_000_000_000_000] {
            clock.set(Int64(time))
            let recorder = try await store.record(requested)
            await recorder.close()
            jobs.append(recorder.job)
        }
        return jobs
    }

    @Test func latestIsTheScanThatWasRecordedLast() async throws {
        try await withTemporaryDirectory { directory in
            let jobs = try await record(in: directory)
            let archive = TapeArchive(variableDirectory: directory)
            #expect(try archive.tape(named: "latest") == archive.path(of: jobs[2]))
            #expect(try archive.reader(named: "latest").recordedJob == jobs[2].description)
            try PosixFileSystem().remove(archive.path(of: jobs[2]))
            #expect(try archive.tape(named: "latest") == archive.path(of: jobs[1]))
        }
    }

    @Test func withoutARegistryNamesTellTheOrder() async throws {
        try await withTemporaryDirectory { directory in
            let jobs = try await record(in: directory)
            let archive = TapeArchive(variableDirectory: directory)
            try PosixFileSystem().remove(directory + "/scans/registry.ndjson.gz")
            #expect(try archive.tape(named: "latest") == archive.path(of: jobs[0]))
            let listed = try archive.list(ScanListQuery()).entries.map(\.job)
            #expect(listed == jobs.sorted().reversed())
        }
    }

    @Test func listsAreInTheOrderOfRecordingAndScansAreGoneOnWithInIt() async throws {
        try await withTemporaryDirectory { directory in
            let jobs = try await record(in: directory)
            let archive = TapeArchive(variableDirectory: directory)
            #expect(try archive.list(ScanListQuery()).entries.map(\.job) == jobs.reversed())
            let store = try await open(directory)
            #expect(store.interrupted == jobs)
            let listed = try await store.list(ScanListQuery())
            #expect(listed.entries.map(\.job) == jobs.reversed())
        }
    }

    @Test func aTapeThatTheRegistryLacksStandsBehindTheLastOfALesserName() async throws {
        try await withTemporaryDirectory { directory in
            let jobs = try await record(in: directory)
            let archive = TapeArchive(variableDirectory: directory)
            var names: [JobID] = []
            for name in ["20200101-000000-00000000", "20990101-000000-00000000"] {
                let job = try #require(JobID(name))
                let writer = try LogWriter.create(archive.path(of: job), now: clock.now)
                try await writer.append(ScanEvent.requested(requested(job)).recordBody)
                await writer.close()
                names.append(job)
            }
            let listed = try archive.list(ScanListQuery()).entries.map(\.job)
            #expect(listed.reversed() == [names[0]] + jobs + [names[1]])
            #expect(try archive.tape(named: "latest") == archive.path(of: jobs[2]))
        }
    }
}
