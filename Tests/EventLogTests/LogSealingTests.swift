import EventLog
import Foundation
import Storage
import TestSupport
import Testing

@Suite(.timeLimit(.minutes(3)))
struct LogSealingTests {
    private let clock = ManualClock()

    private func body(_ index: Int) -> [UInt8] {
        Array(
            #""type":"test","index":\#(index),"text":"\#(String(repeating: "abc", count: index % 90))""#
                .utf8)
    }

    private func log(_ path: String, records: Int) async throws -> LogWriter {
        let writer = try LogWriter.create(path, now: clock.now)
        for index in 0..<records { try await writer.append(body(index)) }
        return writer
    }

    @Test func aSealedLogHasTheSameLinesInFullBlocksAndItsSeal() async throws {
        try await withTemporaryDirectory { directory in
            let path = directory + "/log.gz"
            let writer = try await log(path, records: 1_000)
            let before = try lines(LogReader.open(path))
            let size = try readFile(path).count
            try await writer.seal()
            let seal = try #require(try writer.reader.seal())
            let reader = try LogReader.open(path)
            #expect(reader.isSealed)
            let after = try lines(reader)
            #expect(Array(after.dropLast()) == before)
            #expect(after.last?.contains(#""type":"log_sealed","count":1000,"root":""#) == true)
            #expect(try reader.seal() == seal)
            #expect(seal.count == 1_000)
            var hasher = MerkleTreeHasher()
            for line in before { hasher.append(MerkleHash.leaf(Array(line.utf8)[...])) }
            #expect(seal.root == hasher.root)
            let bytes = try readFile(path)
            #expect(bytes.count * 3 < size, "\(bytes.count) bytes of \(size)")
            #expect(bytes.suffix(28) == Member.endOfFile[...])
            let sizes = try blocks(reader).dropLast().map(\.payload.count)
            #expect(sizes.allSatisfy { $0 > 64_000 })
            let mode = try FileManager.default.attributesOfItem(atPath: path)[.posixPermissions]
            #expect(mode as? Int == 0o444)
            #expect(try await Program.system("bgzip").run(["-t", path]).errors.isEmpty)
        }
    }

    @Test func aFollowerSeesTheSealAndThenTheEnd() async throws {
        try await withTemporaryDirectory { directory in
            let writer = try await log(directory + "/log", records: 3)
            let reader = writer.reader
            async let sealing: Void = writer.seal()
            var seqs: [Int] = []
            var last: LogSeal?
            for try await block in reader.follow() {
                seqs += Array(block.firstSeq..<block.endSeq)
                last = block.seal
            }
            #expect(seqs == [0, 1, 2, 3])
            try await sealing
            #expect(last != nil)
            #expect(try reader.seal() == last)
        }
    }

    @Test func aSealedLogTakesNoMoreRecordsAndIsNotOpenedForWriting() async throws {
        try await withTemporaryDirectory { directory in
            let path = directory + "/log"
            let writer = try await log(path, records: 3)
            try await writer.seal()
            await #expect(throws: LogError.ended(path: path)) { try await writer.append(body(1)) }
            #expect(throws: LogError.ended(path: path)) {
                try LogWriter.open(path, now: clock.now)
            }
        }
    }

    @Test func aLogThatWasCutOffBetweenItsSealAndItsRewritingIsFinished() async throws {
        try await withTemporaryDirectory { directory in
            let path = directory + "/log"
            let writer = try await log(path, records: 5)
            // A directory in the way of the work file: the rewriting fails, the seal is durable.
            try FileManager.default.createDirectory(
                atPath: path + ".sealing", withIntermediateDirectories: false)
            try writeFile([], to: path + ".sealing/x")
            await #expect(throws: LogError.self) { try await writer.seal() }
            try FileManager.default.removeItem(atPath: path + ".sealing")
            let (again, recovery) = try LogWriter.open(path, now: clock.now)
            #expect(recovery.seal?.count == 5)
            await #expect(throws: LogError.ended(path: path)) { try await again.append(body(1)) }
            try await again.seal()
            #expect(try again.reader.seal() == recovery.seal)
            let reader = try LogReader.open(path)
            #expect(reader.isSealed)
            #expect(try lines(reader).count == 6)
        }
    }

    @Test(arguments: [false, true])
    func readingFromAnyRecordBeginsWithItsCommit(sealed: Bool) async throws {
        try await withTemporaryDirectory { directory in
            let path = directory + "/log"
            let writer = try LogWriter.create(path, now: clock.now)
            // Long enough that the place of a record has to be searched for.
            var random = SeededGenerator(seed: 11)
            for commit in 0..<150 {
                try await writer.append(
                    contentsOf: (0..<40).map { record in
                        let noise = (0..<40).map { _ in
                            String(UInt64.random(in: 0 ... .max, using: &random), radix: 36)
                        }
                        let text = noise.joined()
                        return Array(#""c":\#(commit),"r":\#(record),"n":"\#(text)""#.utf8)
                    })
            }
            if sealed { try await writer.seal() }
            let reader = try LogReader.open(path)
            #expect(reader.isSealed == sealed)
            let whole = try blocks(reader)
            #expect(whole.last?.endOffsetBytes ?? 0 > 1_000_000)
            for seq in stride(from: 0, to: 6_000, by: 7) {
                var tail = reader.blocks(from: seq)
                let first = try tail.next()
                #expect(first.map { $0.firstSeq <= seq && seq < $0.endSeq } == true, "seq \(seq)")
            }
            let last = try #require(whole.last)
            var end = reader.blocks(from: last.endSeq)
            #expect(try end.next() == nil)
            var follower = reader.follow(from: 4_321).makeAsyncIterator()
            var seqs: [Int] = []
            while let block = try await follower.next() {
                seqs += Array(block.firstSeq..<block.endSeq)
            }
            #expect(seqs.first.map { $0 <= 4_321 } == true)
            #expect(seqs == Array((seqs.first ?? 0)..<last.endSeq))
        }
    }

    @Test func damageBehindAPlaceThatWasSearchedForIsLocated() async throws {
        try await withTemporaryDirectory { directory in
            let path = directory + "/log"
            let writer = try await log(path, records: 3_000)
            try await writer.seal()
            let damaged = try #require(try blocks(LogReader.open(path)).dropFirst(2).first)
            var bytes = try readFile(path)
            bytes[damaged.offsetBytes + 40] ^= 1
            try FileManager.default.removeItem(atPath: path)
            try writeFile(bytes, to: path)
            var tail = try LogReader.open(path).blocks(from: damaged.firstSeq)
            do throws(LogError) {
                while let block = try tail.next() { #expect(block.endSeq <= damaged.firstSeq) }
                Issue.record("damage was not found")
            } catch {
                guard case .corrupt(let damage) = error else { throw error }
                #expect(damage.offsetBytes == damaged.offsetBytes)
                #expect(damage.seq == damaged.firstSeq)
            }
        }
    }

    @Test func aLogStopsAtItsLimitAndStaysUsable() async throws {
        try await withTemporaryDirectory { directory in
            let path = directory + "/log"
            let writer = try LogWriter.create(path, limitBytes: 400, now: clock.now)
            try await writer.append(body(0))
            await #expect(throws: LogError.logTooLarge(path: path, limitBytes: 400)) {
                while true { try await writer.append(body(80)) }
            }
            let reader = try LogReader.open(path)
            #expect(reader.tail.position == writer.reader.tail.position.ended)
            #expect(try readFile(path).count <= 400)
        }
    }
}

extension LogTail.Position {
    /// The same position of a log that has ended.
    fileprivate var ended: LogTail.Position {
        var position = self
        position.isEnded = true
        return position
    }
}
