import EventLog
import TestSupport
import Testing

@Suite(.timeLimit(.minutes(3)))
struct LogRecoveryTests {
    private let clock = ManualClock()

    /// Writes a log of `commits` commits of one to three records.
    private func log(_ path: String, commits: Int) async throws -> [LogBlock] {
        let writer = try LogWriter.create(path, now: clock.now)
        for commit in 0..<commits {
            try await writer.append(
                contentsOf: (0...commit % 3).map {
                    Array(#""type":"test","commit":\#(commit),"record":\#($0)"#.utf8)
                })
        }
        await writer.close()
        return try blocks(LogReader.open(path))
    }

    @Test func everyPrefixRecoversToItsWholeCommitsAndTakesMore() async throws {
        try await withTemporaryDirectory { directory in
            let path = directory + "/log"
            let written = try await log(path, commits: 12)
            let bytes = try readFile(path)
            for length in 0...bytes.count {
                try writeFile(Array(bytes[..<length]), to: path)
                let whole = written.filter { $0.endOffsetBytes <= length }
                let (writer, recovery) = try LogWriter.open(path, now: clock.now)
                let end = whole.last?.endOffsetBytes ?? 0
                #expect(recovery.lengthBytes == end)
                #expect(recovery.nextSeq == whole.last?.endSeq ?? 0)
                if length > end {
                    #expect(try readFile(path + ".torn") == Array(bytes[end..<length]))
                }
                let seq = try await writer.append(Array(#""type":"after""#.utf8))
                #expect(seq == recovery.nextSeq)
                let found = try blocks(LogReader.open(path))
                #expect(found.dropLast().map(\.payload) == whole.map(\.payload))
                #expect(found.last?.firstSeq == seq)
            }
        }
    }

    @Test func aTornTailIsNotShownToReadersAndNotCutByThem() async throws {
        try await withTemporaryDirectory { directory in
            let path = directory + "/log"
            let written = try await log(path, commits: 3)
            let torn = Array(try readFile(path).dropLast(5))
            try writeFile(torn, to: path)
            let reader = try LogReader.open(path)
            #expect(reader.damage == nil)
            #expect(try blocks(reader).map(\.payload) == written.dropLast().map(\.payload))
            #expect(try readFile(path) == torn)
        }
    }

    @Test func aZeroFilledTailIsTorn() async throws {
        try await withTemporaryDirectory { directory in
            let path = directory + "/log"
            let written = try await log(path, commits: 3)
            try writeFile(try readFile(path) + Array(repeating: 0, count: 4_096), to: path)
            let (_, recovery) = try LogWriter.open(path, now: clock.now)
            #expect(recovery.nextSeq == written.last?.endSeq)
            guard case .torn = recovery.ending else {
                Issue.record("expected a torn tail, found \(recovery.ending)")
                return
            }
        }
    }

    @Test func everyFlippedBitIsFoundOrChangesNothing() async throws {
        try await withTemporaryDirectory { directory in
            let path = directory + "/log"
            let written = try await log(path, commits: 4)
            let bytes = try readFile(path)
            var harmless = 0
            for bit in 0..<bytes.count * 8 {
                var damaged = bytes
                damaged[bit / 8] ^= 1 << (bit % 8)
                try writeFile(damaged, to: path)
                let sound = written.filter { $0.endOffsetBytes <= bit / 8 }
                let reader: LogReader
                do throws(LogError) {
                    reader = try LogReader.open(path)
                } catch {
                    guard case .notALog = error, sound.isEmpty else { throw error }
                    continue
                }
                var commits = reader.blocks()
                var found: [[UInt8]] = []
                do throws(LogError) {
                    while let block = try commits.next() { found.append(block.payload) }
                } catch {
                    guard case .corrupt(let damage) = error else { throw error }
                    #expect(damage.offsetBytes == sound.last?.endOffsetBytes ?? 0)
                }
                if found == written.map(\.payload) {
                    harmless += 1
                } else {
                    #expect(found == sound.map(\.payload), "bit \(bit)")
                }
            }
            print("\(bytes.count * 8) single-bit flips: \(harmless) left the payload as it was")
        }
    }

    @Test func damageBeforeASoundCommitIsCorruptionAndIsNeverCut() async throws {
        try await withTemporaryDirectory { directory in
            let path = directory + "/log"
            let written = try await log(path, commits: 5)
            var bytes = try readFile(path)
            bytes[written[2].offsetBytes + 25] ^= 0xff
            try writeFile(bytes, to: path)
            do throws(LogError) {
                _ = try LogWriter.open(path, now: clock.now)
                Issue.record("a corrupt log was opened for writing")
            } catch {
                guard case .corrupt(let damage) = error else { throw error }
                #expect(damage.member == 2)
                #expect(damage.offsetBytes == written[2].offsetBytes)
                #expect(damage.seq == written[2].firstSeq)
            }
            #expect(try readFile(path) == bytes)
        }
    }

    @Test func aWholeCommitThatIsMissingIsCorruption() async throws {
        try await withTemporaryDirectory { directory in
            let path = directory + "/log"
            let written = try await log(path, commits: 5)
            for missing in 0..<4 {
                var bytes = try readFile(path)
                let block = written[missing]
                bytes.removeSubrange(block.offsetBytes..<block.endOffsetBytes)
                try writeFile(bytes, to: directory + "/cut")
                let reader = try LogReader.open(directory + "/cut")
                #expect(reader.damage?.seq == block.firstSeq)
                #expect(reader.damage?.expected == "seq \(block.firstSeq)")
                #expect(reader.tail.position.nextSeq == block.firstSeq)
            }
        }
    }

    @Test(arguments: [
        ("plain text", Array("ticker,date\n".utf8)),
        ("gzip, not BGZF", [0x1f, 0x8b, 0x08, 0x00, 0, 0, 0, 0, 0, 3] as [UInt8]),
        ("zip", Array("PK\u{3}\u{4}".utf8)),
    ])
    func aFileOfAnotherFormatIsNamedAsSuch(_ name: String, _ bytes: [UInt8]) async throws {
        try await withTemporaryDirectory { directory in
            try writeFile(bytes, to: directory + "/file")
            #expect(
                throws: LogError.notALog(
                    path: directory + "/file", firstBytes: Array(bytes.prefix(4)))
            ) {
                try LogReader.open(directory + "/file")
            }
        }
    }
}
