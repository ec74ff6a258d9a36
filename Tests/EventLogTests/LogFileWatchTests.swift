import EventLog
import Storage
import TestSupport
import Testing

@Suite(.timeLimit(.minutes(3)))
struct LogFileWatchTests {
    private let clock = ManualClock()

    private func body(_ index: Int) -> [UInt8] {
        Array(#""type":"test","index":\#(index)"#.utf8)
    }

    private func seqs(_ blocks: [LogBlock]) -> [Int] {
        blocks.flatMap { $0.firstSeq..<$0.endSeq }
    }

    /// The bytes of a log of so many commits, sealed or not.
    private func log(commits: Int, isSealed: Bool) async throws -> [UInt8] {
        try await withTemporaryDirectory { directory in
            let path = directory + "/log"
            let writer = try LogWriter.create(path, now: clock.now)
            for index in 0..<commits { try await writer.append(body(index)) }
            if isSealed { try await writer.seal() } else { await writer.close() }
            let file = try PosixFileSystem().open(path, forWriting: false)
            return try file.read(at: 0, count: try file.size())
        }
    }

    @Test func whatAnotherWriterCommitsIsReadOnce() async throws {
        try await withTemporaryDirectory { directory in
            let writer = try LogWriter.create(directory + "/log", now: clock.now)
            let watch = try LogFileWatch(directory + "/log")
            #expect(try await watch.newBlocks().isEmpty)
            var next = 0
            for round in 1...5 {
                for _ in 0..<round { try await writer.append(body(next)) }
                let seen = try await seqs(watch.newBlocks())
                #expect(seen == Array(next..<next + round))
                #expect(try await watch.newBlocks().isEmpty)
                next += round
            }
            await writer.close()
        }
    }

    @Test func aLogThatIsSealedMeanwhileIsReadToItsSeal() async throws {
        try await withTemporaryDirectory { directory in
            let path = directory + "/log"
            let writer = try LogWriter.create(path, now: clock.now)
            try await writer.append(body(0))
            let watch = try LogFileWatch(path)
            #expect(try await seqs(watch.newBlocks()) == [0])
            try await writer.append(body(1))
            try await writer.seal()
            // The file that was open when the sealed one took its place.
            #expect(try await seqs(watch.newBlocks()) == [1, 2])
            let later = try LogFileWatch(path)
            #expect(try await seqs(later.newBlocks()) == [0, 1, 2])
            #expect(await later.isSealed)
            #expect(try await later.newBlocks().isEmpty)
        }
    }

    @Test(arguments: [false, true])
    func aLogThatGrowsByteByByteGivesEachCommitWhenItIsWhole(isSealed: Bool) async throws {
        let bytes = try await log(commits: 3, isSealed: isSealed)
        try await withTemporaryDirectory { directory in
            let path = directory + "/log"
            let file = try PosixFileSystem().create(path)
            let watch = try LogFileWatch(path)
            var seen: [Int] = []
            for offset in bytes.indices {
                try file.writeAll([bytes[offset]], at: offset)
                let new = try await seqs(watch.newBlocks())
                #expect(isSealed || new.count <= 1)
                seen += new
            }
            #expect(seen == Array(0..<(isSealed ? 4 : 3)))
            #expect(await watch.isSealed == isSealed)
        }
    }

    @Test func aTornTailIsWaitedForAndItsSuccessorIsRead() async throws {
        let bytes = try await log(commits: 3, isSealed: false)
        try await withTemporaryDirectory { directory in
            let path = directory + "/log"
            let file = try PosixFileSystem().create(path)
            try file.writeAll(Array(bytes.dropLast(10)), at: 0)
            let watch = try LogFileWatch(path)
            #expect(try await seqs(watch.newBlocks()) == [0, 1])
            #expect(try await watch.newBlocks().isEmpty)
            // Recovery cuts the torn tail off, and the log goes on.
            let (writer, _) = try LogWriter.open(path, now: clock.now)
            try await writer.append(body(7))
            #expect(try await seqs(watch.newBlocks()) == [2])
            await writer.close()
        }
    }

    @Test func damageThatIsNoCommitInTheMakingIsAnError() async throws {
        let bytes = try await log(commits: 2, isSealed: false)
        try await withTemporaryDirectory { directory in
            let path = directory + "/log"
            let file = try PosixFileSystem().create(path)
            try file.writeAll(bytes + [UInt8](repeating: 0, count: 70_000), at: 0)
            let watch = try LogFileWatch(path)
            await #expect(throws: LogError.self) { try await watch.newBlocks() }
            let foreign = directory + "/foreign"
            try writeFile(Array("hello".utf8), to: foreign)
            let other = try LogFileWatch(foreign)
            await #expect(
                throws: LogError.notALog(path: foreign, firstBytes: Array("hell".utf8))
            ) { try await other.newBlocks() }
        }
    }

    @Test func aLockIsSeenWithoutTakingIt() async throws {
        try await withTemporaryDirectory { directory in
            let path = directory + "/lock"
            #expect(PosixFileSystem.isLocked(path) == false)
            var lock: (any OpenFile)? = try PosixFileSystem().lock(path)
            #expect(lock != nil)
            #expect(PosixFileSystem.isLocked(path) == true)
            lock = nil
            #expect(PosixFileSystem.isLocked(path) == false)
        }
    }
}
