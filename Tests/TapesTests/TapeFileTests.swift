import EventLog
import ScanEvents
import Storage
import Synchronization
import TestSupport
import Testing

@testable import Tapes

/// A tape's file is followed while another writes it, seals it, dies or puts another in its place.
@Suite(.timeLimit(.minutes(3)))
struct TapeFileTests {
    private let clock = ManualClock()

    private func body(_ index: Int) -> [UInt8] {
        Array(#""type":"test","index":\#(index)"#.utf8)
    }

    /// The bytes of a log of so many commits, sealed or not.
    private func log(commits: Int, isSealed: Bool = false) async throws -> [UInt8] {
        try await withTemporaryDirectory { directory in
            let path = directory + "/log"
            let writer = try LogWriter.create(path, now: ManualClock().now)
            for index in 0..<commits { try await writer.append(body(index)) }
            if isSealed { try await writer.seal() } else { await writer.close() }
            let file = try PosixFileSystem().open(path, forWriting: false)
            return try file.read(at: 0, count: try file.size())
        }
    }

    /// Puts a file with these bytes in the place of another.
    private func replace(_ path: String, by bytes: [UInt8]) throws {
        try writeFile(bytes, to: path + ".new")
        try PosixFileSystem().rename(path + ".new", to: path)
    }

    private func follower(
        _ path: String, hasWriter: Bool = true
    ) -> TapeFollower<TapeFile, LeapingClock> {
        TapeFollower(
            TapeFile(path) { hasWriter }, giveUpAfter: .seconds(60), clock: LeapingClock())
    }

    /// The numbers of the next records.
    private func next(
        _ count: Int, _ follower: inout TapeFollower<TapeFile, LeapingClock>
    ) async throws -> [Int] {
        var seqs: [Int] = []
        while seqs.count < count, let update = try await follower.next() {
            guard case .record(let record, _) = update else {
                Issue.record("\(update)")
                break
            }
            seqs.append(record.seq)
        }
        return seqs
    }

    private func expect(
        _ seqs: [Int], _ count: Int, _ follower: inout TapeFollower<TapeFile, LeapingClock>,
        sourceLocation: SourceLocation = #_sourceLocation
    ) async throws {
        let found = try await next(count, &follower)
        #expect(found == seqs, sourceLocation: sourceLocation)
    }

    private func expectEnd(
        _ follower: inout TapeFollower<TapeFile, LeapingClock>,
        sourceLocation: SourceLocation = #_sourceLocation
    ) async throws {
        let update = try await follower.next()
        #expect(update == nil, sourceLocation: sourceLocation)
    }

    @Test func theSealIsTheEndAlsoForWhoWasFollowing() async throws {
        try await withTemporaryDirectory { directory in
            let path = directory + "/log"
            let writer = try LogWriter.create(path, now: clock.now)
            for index in 0..<3 { try await writer.append(body(index)) }
            var follower = follower(path)
            try await expect([0, 1, 2], 3, &follower)
            try await writer.append(body(3))
            try await writer.seal()
            try await expect([3, 4], 9, &follower)
            try await expectEnd(&follower)
            var late = self.follower(path)
            try await expect([0, 1, 2, 3, 4], 9, &late)
        }
    }

    @Test func aSealedFileInThePlaceOfTheOneThatIsReadIsGoneOnWithByNumbers() async throws {
        let (live, sealed) = (try await log(commits: 3), try await log(commits: 5, isSealed: true))
        try await withTemporaryDirectory { directory in
            let path = directory + "/log"
            try writeFile(live, to: path)
            var follower = follower(path)
            try await expect([0, 1, 2], 3, &follower)
            try replace(path, by: sealed)
            try await expect([3, 4, 5], 9, &follower)
            try await expectEnd(&follower)
        }
    }

    @Test func aFileWithOtherRecordsIsAnotherTape() async throws {
        let live = try await log(commits: 3)
        try await withTemporaryDirectory { directory in
            let path = directory + "/log"
            try writeFile(live, to: path)
            var follower = follower(path)
            try await expect([0, 1, 2], 3, &follower)
            let writer = try LogWriter.create(path + ".other", now: clock.now)
            for index in 7..<11 { try await writer.append(body(index)) }
            try await writer.seal()
            try PosixFileSystem().rename(path + ".other", to: path)
            guard case .reset? = try await follower.next() else {
                Issue.record("the other tape was not noticed")
                return
            }
            try await expect([0, 1, 2, 3, 4], 9, &follower)
        }
    }

    @Test func aFileThatWasCutIsReadAnew() async throws {
        let bytes = try await log(commits: 3)
        let shorter = try await log(commits: 2)
        try await withTemporaryDirectory { directory in
            let path = directory + "/log"
            try writeFile(bytes, to: path)
            var source = TapeFile(path) { true }
            /// How many records the next step has; none where it has nothing new.
            func records(from seq: Int) async throws -> Int {
                guard case .records(_, let ranges) = try await source.next(from: seq) else {
                    return 0
                }
                return ranges.count
            }
            #expect(try await records(from: 0) == 3)
            let file = try PosixFileSystem().open(path, forWriting: true)
            try file.truncate(to: shorter.count)
            #expect(try await records(from: 3) == 0)
            let (writer, _) = try LogWriter.open(path, now: clock.now)
            for index in 20..<22 { try await writer.append(body(index)) }
            // The new record 2 as well, which tells that the tape is another one.
            #expect(try await records(from: 3) == 2)
            await writer.close()
        }
    }

    @Test func aTornTailIsWaitedForAndWhatTakesItsPlaceIsRead() async throws {
        let bytes = try await log(commits: 3)
        try await withTemporaryDirectory { directory in
            let path = directory + "/log"
            try writeFile(Array(bytes.dropLast(10)), to: path)
            var follower = follower(path)
            try await expect([0, 1], 2, &follower)
            let (writer, _) = try LogWriter.open(path, now: clock.now)
            try await writer.append(body(7))
            try await expect([2], 1, &follower)
            await writer.close()
        }
    }

    @Test func aWriterThatDiesIsWaitedForUntilPatienceEnds() async throws {
        let (live, sealed) = (try await log(commits: 3), try await log(commits: 5, isSealed: true))
        try await withTemporaryDirectory { directory in
            let path = directory + "/log"
            try writeFile(live, to: path)
            let time = LeapingClock()
            var follower = TapeFollower(
                TapeFile(path) { false }, giveUpAfter: .seconds(60), clock: time)
            for _ in 0..<3 { _ = try await follower.next() }
            for _ in 0..<3 {
                guard case .away("no process works on it", let pause)? = try await follower.next()
                else {
                    Issue.record("the writer was not missed")
                    return
                }
                #expect((.milliseconds(500)...(.seconds(1))).contains(pause))
            }
            // A second of quiet comes before the first question.
            #expect(time.now.offset >= .milliseconds(950))
            try replace(path, by: sealed)
            guard case .back? = try await follower.next() else {
                Issue.record("the other writer was not noticed")
                return
            }
            var rest = 0
            while try await follower.next() != nil { rest += 1 }
            #expect(rest == 3)

            try replace(path, by: live)
            var alone = self.follower(path, hasWriter: false)
            do {
                while try await alone.next() != nil {}
                Issue.record("it waited for ever")
            } catch let error as TapeNotFollowed {
                #expect(error == .gaveUp("no process works on it"))
            }
        }
    }

    @Test func aFileThatGoesIsAnError() async throws {
        let live = try await log(commits: 1)
        try await withTemporaryDirectory { directory in
            let path = directory + "/log"
            try writeFile(live, to: path)
            var follower = follower(path)
            try await expect([0], 1, &follower)
            try PosixFileSystem().remove(path)
            do {
                _ = try await follower.next()
                Issue.record("a file that is gone was waited for")
            } catch let LogError.file(error) {
                #expect(error.isMissing)
            }
        }
    }

    @Test func cancellingEndsTheWaiting() async throws {
        let live = try await log(commits: 1)
        try await withTemporaryDirectory { directory in
            let path = directory + "/log"
            try writeFile(live, to: path)
            let task = Task {
                var follower = follower(path)
                while try await follower.next() != nil {}
            }
            task.cancel()
            await #expect(throws: CancellationError.self) { try await task.value }
        }
    }
}
