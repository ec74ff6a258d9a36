import EventLog
import Foundation
import ScanEvents
import Tapes
import TestSupport
import Testing

/// A tape belongs to the scan that its first record names, whatever its file is called.
@Suite(.timeLimit(.minutes(3)))
struct TapeNameTests {
    private let clock = ManualClock()
    private let other = "20300101-000000-00000000"
    private let completed = ScanEvent.completed(.init(successful: 0, failed: 0, elapsed: 1))

    private func open(
        _ directory: String, signer: CheckpointSigner? = nil
    ) async throws -> TapeStore {
        try await TapeStore.open(
            variableDirectory: directory, signer: signer, now: clock.now)
    }

    /// Records a scan that is cut off behind these events, and returns its name.
    private func cutOff(in directory: String, after events: [ScanEvent]) async throws -> JobID {
        let store = try await open(directory)
        let recorder = try await store.record { job in
            ScanEvent.Requested(
                jobID: job.description, engine: "tapedeck 0.0.1",
                request: ScanRequest(strategy: "bollinger_bands"), stocks: 0,
                universeDigest: String(repeating: "0", count: 64))
        }
        try await recorder.append(events)
        await recorder.close()
        return recorder.job
    }

    private func path(_ name: String, in directory: String) -> String {
        "\(directory)/scans/\(name).ndjson.gz"
    }

    private func names(_ directory: String) throws -> [String] {
        try FileManager.default.contentsOfDirectory(atPath: directory + "/scans").sorted()
    }

    /// What is done to a directory with the tape of a scan.
    enum Change: String, CaseIterable, Sendable {
        case unfinished, ended, torn, sealed
    }

    @Test(arguments: Change.allCases, [true, false])
    func aTapeUnderAnotherScansNameIsToldAndNotWritten(
        _ change: Change, hasRegistry: Bool
    ) async throws {
        try await withTemporaryDirectory { directory in
            let isEnded = change == .ended || change == .sealed
            let job = try await cutOff(in: directory, after: isEnded ? [completed] : [])
            if change == .sealed { _ = try await open(directory) }
            let files = FileManager.default
            var bytes = try readFile(path(job.description, in: directory))
            if change == .torn { bytes += bytes.prefix(40) }
            try files.removeItem(atPath: path(job.description, in: directory))
            try writeFile(bytes, to: path(other, in: directory))
            let registry = directory + "/scans/registry.ndjson.gz"
            if !hasRegistry { try files.removeItem(atPath: registry) }

            let signer = try CheckpointSigner(
                name: "example.com", privateKey: Array(repeating: 7, count: 32))
            let store = try await open(directory, signer: signer)
            #expect(store.interrupted.isEmpty)
            #expect(
                store.problems.contains {
                    $0.contains("\(other).ndjson.gz holds the tape of scan \(job): ")
                }, "\(store.problems)")
            #expect(try readFile(path(other, in: directory)) == bytes)
            #expect(try names(directory) == ["\(other).ndjson.gz", "registry.ndjson.gz"])
            let name = try #require(JobID(other))
            #expect(try store.archive.registry()[name] == nil)
            await #expect(
                throws: TapeError.misnamed(
                    path: path(other, in: directory), found: job.description)
            ) { try await store.reader(of: name) }
        }
    }

    @Test func theTapeOfAnotherScanInARegisteredPlaceIsDamage() async throws {
        try await withTemporaryDirectory { directory in
            let first = try await cutOff(in: directory, after: [])
            let second = try await cutOff(in: directory, after: [])
            let bytes = try readFile(path(first.description, in: directory))
            try writeFile(bytes, to: path(second.description, in: directory))
            let store = try await open(directory)
            #expect(store.interrupted == [first])
            let standings = try await store.list(ScanListQuery()).entries.map(\.standing)
            #expect(standings == [.damaged, .interrupted])
            let listed = try store.archive.list(ScanListQuery()).entries.map(\.standing)
            #expect(listed == [.damaged, .unfinished])
            #expect(try readFile(path(second.description, in: directory)) == bytes)
        }
    }

    @Test func aLogThatIsNoScansTapeIsToldAndNotWritten() async throws {
        try await withTemporaryDirectory { directory in
            _ = try await cutOff(in: directory, after: [])
            let registry = try readFile(directory + "/scans/registry.ndjson.gz")
            try writeFile(registry, to: path(other, in: directory))
            let store = try await open(directory)
            #expect(store.interrupted.count == 1)
            #expect(
                store.problems.contains { $0.contains("\(other).ndjson.gz does not begin with") })
            #expect(try readFile(path(other, in: directory)) == registry)
        }
    }

    @Test func aFileWithoutARecordIsToldAndNotRegistered() async throws {
        try await withTemporaryDirectory { directory in
            _ = try await cutOff(in: directory, after: [])
            try writeFile([], to: path(other, in: directory))
            let store = try await open(directory)
            #expect(store.problems.contains { $0.contains("holds no whole record") })
            #expect(try store.archive.registry().entries.count == 1)
        }
    }

    @Test func aTapeThatIsPutThereUnderAnotherNameIsNotServed() async throws {
        try await withTemporaryDirectory { directory in
            let job = try await cutOff(in: directory, after: [])
            let store = try await open(directory)
            let copy = path(other, in: directory)
            try writeFile(try readFile(path(job.description, in: directory)), to: copy)
            let name = try #require(JobID(other))
            await #expect(throws: TapeError.misnamed(path: copy, found: job.description)) {
                try await store.reader(of: name)
            }
            #expect(
                throws: TapeError.misnamed(path: copy, found: job.description)
            ) { try store.archive.reader(named: other) }
            let registration = try TapeRegistration(besideTapeAt: copy)
            #expect(throws: TapeError.misnamed(path: copy, found: job.description)) {
                try registration.seal(of: LogReader.open(copy))
            }
        }
    }

    @Test func aTapeUnderNoScansNameIsRegisteredAsTheScanThatItNames() async throws {
        try await withTemporaryDirectory { directory in
            let job = try await cutOff(in: directory, after: [completed])
            let store = try await open(directory)
            let copy = path("copy", in: directory)
            try writeFile(try readFile(path(job.description, in: directory)), to: copy)
            let seal = try TapeRegistration(besideTapeAt: copy).seal(of: LogReader.open(copy))
            #expect(seal != nil)
            #expect(seal == (try store.archive.registry()[job]?.seal))
        }
    }

    @Test func filesThatAreNoTapesAreNamedAndThoseBesideTapesAreNot() async throws {
        try await withTemporaryDirectory { directory in
            let job = try await cutOff(in: directory, after: [])
            let own = [
                "\(job).ndjson.gz.checkpoint", "\(job).ndjson.gz.torn", "\(job).ndjson.gz.sealing",
                "registry.ndjson.gz.torn", "registry.ndjson.gz.damaged",
                "registry.ndjson.gz.damaged-2",
            ]
            let others = [
                "\(job).ndjson.gz.bak", "\(job) (1).ndjson.gz", "copy.ndjson.gz", "notes.txt",
            ]
            for name in own + others { try writeFile([1], to: "\(directory)/scans/\(name)") }
            let store = try await open(directory)
            #expect(try store.archive.files().others == others.sorted())
            let problem = try #require(store.problems.first { $0.contains("no tapes") })
            for name in others { #expect(problem.contains(name)) }
            #expect(store.problems.count == 1, "\(store.problems)")
            #expect(store.interrupted == [job])
        }
    }
}
