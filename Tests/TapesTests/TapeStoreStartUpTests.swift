import EventLog
import Foundation
import JSONText
import ScanEvents
import Tapes
import TestSupport
import Testing

@Suite(.timeLimit(.minutes(3)))
struct TapeStoreStartUpTests {
    private let clock = ManualClock()

    private func open(_ directory: String) async throws -> TapeStore {
        try await TapeStore.open(variableDirectory: directory, now: clock.now)
    }

    private func requested(_ job: JobID) -> ScanEvent.Requested {
        ScanEvent.Requested(
            jobID: job.description, engine: "tapedeck 0.0.1",
            request: ScanRequest(strategy: "bollinger_bands"), stocks: 0,
            universeDigest: String(repeating: "0", count: 64))
    }

    /// Records a scan and lets the process end before its tape is sealed.
    private func cutOff(
        in directory: String, after events: [ScanEvent]
    ) async throws -> (job: JobID, path: String) {
        let store = try await open(directory)
        let recorder = try await store.record(requested)
        try await recorder.append(events)
        await recorder.close()
        return (recorder.job, store.archive.path(of: recorder.job))
    }

    private let completed = ScanEvent.completed(.init(successful: 0, failed: 0, elapsed: 1))

    @Test func aSealedScanIsRegisteredWithItsSeal() async throws {
        try await withTemporaryDirectory { directory in
            let store = try await open(directory)
            let recorder = try await store.record(requested)
            try await recorder.append([completed])
            try await recorder.seal()
            let entry = try store.archive.registry()[recorder.job]
            #expect(entry?.seal == (try await store.reader(of: recorder.job).seal()))
            #expect(entry?.seal?.count == 2)
            #expect(entry?.bytes == (try readFile(store.archive.path(of: recorder.job)).count))
        }
    }

    @Test func aSignedCheckpointLiesBesideASealedTape() async throws {
        try await withTemporaryDirectory { directory in
            let signer = try CheckpointSigner(
                name: "example.com", privateKey: Array(repeating: 7, count: 32))
            let store = try await TapeStore.open(
                variableDirectory: directory, signer: signer, now: clock.now)
            let recorder = try await store.record(requested)
            try await recorder.append([completed])
            try await recorder.seal()
            let note = try readFile(store.archive.path(of: recorder.job) + ".checkpoint")
            let checkpoint = try signer.verifier.verify(
                note, origin: "example.com/\(recorder.job)")
            #expect(checkpoint.size == 2)
            #expect(checkpoint.root == (try store.archive.registry()[recorder.job]?.seal?.root))
        }
    }

    @Test func aScanThatEndedBeforeACrashIsSealedAtTheNextStart() async throws {
        try await withTemporaryDirectory { directory in
            let (job, path) = try await cutOff(in: directory, after: [completed])
            #expect(try !LogReader.open(path).isSealed)
            let store = try await open(directory)
            #expect(store.problems.isEmpty)
            #expect(try LogReader.open(path).isSealed)
            let registry = try store.archive.registry()
            #expect(registry[job]?.seal?.count == 2, "\(registry.entries)")
        }
    }

    @Test func aScanThatWasCutOffInItsMiddleIsLeftAsItIs() async throws {
        try await withTemporaryDirectory { directory in
            let (job, path) = try await cutOff(in: directory, after: [])
            let bytes = try readFile(path)
            let store = try await open(directory)
            #expect(store.problems.isEmpty)
            #expect(try readFile(path) == bytes)
            #expect(try store.archive.registry()[job]?.seal == nil)
        }
    }

    @Test func aTapeThatIsGoneIsTold() async throws {
        try await withTemporaryDirectory { directory in
            let (_, path) = try await cutOff(in: directory, after: [completed])
            try FileManager.default.removeItem(atPath: path)
            let problems = try await open(directory).problems
            #expect(problems.count == 1)
            #expect(problems.first?.contains("is gone from \(path)") == true)
        }
    }

    @Test func aTapeThatWasPutBackToAnEarlierStateIsTold() async throws {
        try await withTemporaryDirectory { directory in
            let (_, path) = try await cutOff(in: directory, after: [completed])
            let earlier = try readFile(path)
            do { _ = try await open(directory) }
            try FileManager.default.removeItem(atPath: path)
            try writeFile(earlier, to: path)
            let problems = try await open(directory).problems
            #expect(problems.count == 1)
            #expect(problems.first?.contains("where it was sealed with") == true)
        }
    }

    @Test func aTapeThatWasSwappedForAnotherOfItsSizeIsNotServed() async throws {
        try await withTemporaryDirectory { directory in
            let (job, path) = try await cutOff(in: directory, after: [completed])
            let (_, other) = try await cutOff(in: directory, after: [completed])
            let store = try await open(directory)
            #expect(try await store.reader(of: job).isSealed)
            var bytes = try readFile(other)
            // Made to fit: only the registered root tells the two apart.
            let size = try readFile(path).count
            bytes = Array(bytes.prefix(size))
            try FileManager.default.removeItem(atPath: path)
            try writeFile(bytes, to: path)
            do {
                _ = try await store.reader(of: job)
                Issue.record("the swapped tape was served")
            } catch TapeError.altered(let place, _, _) {
                #expect(place == path)
            }
        }
    }

    @Test func aCorruptTapeIsToldAndLeftAndTheOthersAreServed() async throws {
        try await withTemporaryDirectory { directory in
            let (bad, path) = try await cutOff(in: directory, after: [completed])
            let block = try #require(try LogReader.open(path).firstBlock())
            var bytes = try readFile(path)
            bytes[block.offsetBytes + 30] ^= 0xff
            try writeFile(bytes, to: path)
            let (good, _) = try await cutOff(in: directory, after: [completed])
            let store = try await open(directory)
            #expect(store.problems.count == 1)
            #expect(store.problems.first?.contains("\(path): member 0, byte 0") == true)
            #expect(store.problems.first?.contains("behind it records 1 to 1 can") == true)
            #expect(try readFile(path) == bytes)
            #expect(try await store.reader(of: good).tail.position.nextSeq == 3)
            let salvage = try LogSalvage.read(path)
            #expect(salvage.runs.map { $0.firstSeq..<$0.endSeq } == [1..<2])
            #expect(try store.archive.jobs().contains(bad))
        }
    }

    @Test func aDamagedRegistryIsSetAsideAndMadeAnewOfTheTapes() async throws {
        try await withTemporaryDirectory { directory in
            let (job, _) = try await cutOff(in: directory, after: [completed])
            do { _ = try await open(directory) }
            let registry = directory + "/scans/registry.ndjson.gz"
            var bytes = try readFile(registry)
            bytes[30] ^= 0xff
            try writeFile(bytes, to: registry)
            let store = try await open(directory)
            #expect(store.problems.count == 1)
            #expect(try readFile(registry + ".damaged") == bytes)
            #expect(try store.archive.registry()[job]?.seal?.count == 2)
        }
    }

    @Test func aTapeOfALaterVersionIsToldAndNotWritten() async throws {
        try await withTemporaryDirectory { directory in
            let store = try await open(directory)
            let recorder = try await store.record { job in
                var event = requested(job)
                event.schema = 99
                return event
            }
            try await recorder.append([completed])
            await recorder.close()
            let path = store.archive.path(of: recorder.job)
            withExtendedLifetime(store) {}
            let bytes = try readFile(path)
            try await withTemporaryDirectory { other in
                try FileManager.default.copyItem(
                    atPath: directory + "/scans", toPath: other + "/scans")
                let problems = try await open(other).problems
                #expect(problems.count == 1)
                #expect(problems.first?.contains("events of form 99") == true)
                let copy = TapeArchive(variableDirectory: other).path(of: recorder.job)
                #expect(try readFile(copy) == bytes)
            }
        }
    }
}

extension LogReader {
    fileprivate func firstBlock() throws -> LogBlock? {
        var blocks = blocks()
        return try blocks.next()
    }
}
