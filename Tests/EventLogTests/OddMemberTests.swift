import TestSupport
import Testing
import Zlib

@testable import EventLog

/// Members that are whole and stand where none of that kind may, or are as long as one may be.
@Suite(.timeLimit(.minutes(3)))
struct OddMemberTests {
    private let clock = ManualClock()

    /// An empty member of another form than the one that ends a sealed log: a stored block.
    private static let empty: [UInt8] =
        Member.signature + [0x1e, 0, 1, 0, 0, 0xff, 0xff] + [UInt8](repeating: 0, count: 8)

    /// Three commits of a record each.
    private func log(_ path: String, bodies: [[UInt8]]? = nil) async throws -> [LogBlock] {
        let writer = try LogWriter.create(path, now: clock.now)
        let bodies = bodies ?? (0..<3).map { Array(#""type":"test","commit":\#($0)"#.utf8) }
        for body in bodies { try await writer.append(body) }
        await writer.close()
        return try blocks(LogReader.open(path))
    }

    /// Whether commits behind the member are told to follow: nothing follows the mark of the end.
    @Test(arguments: [(empty, true), (Member.endOfFile, false)])
    func anEmptyMemberInsideALogIsCorruption(_ member: [UInt8], _ isFollowed: Bool) async throws {
        try await withTemporaryDirectory { directory in
            let path = directory + "/log"
            let written = try await log(path)
            var bytes = try readFile(path)
            bytes.insert(contentsOf: member, at: written[1].endOffsetBytes)
            try writeFile(bytes, to: path)
            let reader = try LogReader.open(path)
            #expect(reader.tail.position.nextSeq == 2)
            let damage = try #require(reader.damage)
            #expect(damage.seq == 2)
            #expect(throws: LogError.corrupt(damage)) {
                try LogWriter.open(path, now: clock.now)
            }
            var walk = try LogWalk(path)
            var places: [CommitStart?] = []
            while let step = try walk.next() {
                if case .damage(let found, let resumesAt) = step {
                    #expect(found.seq == 2)
                    places.append(resumesAt)
                }
            }
            let third = written[2].offsetBytes + member.count
            #expect(places == [isFollowed ? CommitStart(offsetBytes: third, seq: 2) : nil])
        }
    }

    @Test func anEmptyMemberAtTheEndIsNoTornCommitAsItIsWhole() async throws {
        try await withTemporaryDirectory { directory in
            let path = directory + "/log"
            _ = try await log(path)
            let bytes = try readFile(path) + Self.empty
            try writeFile(bytes, to: path)
            let reader = try LogReader.open(path)
            #expect(reader.tail.position.nextSeq == 3 && reader.damage?.seq == 3)
            #expect(throws: LogError.self) { try LogWriter.open(path, now: clock.now) }
            #expect(try readFile(path) == bytes)
        }
    }

    @Test func aMemberTooShortToBeOneIsCorrupt() async throws {
        try await withTemporaryDirectory { directory in
            let path = directory + "/log"
            _ = try await log(path)
            let bytes = try readFile(path)
            for size in 0...Member.headerBytes + Member.trailerBytes {
                var damaged = bytes
                damaged[16] = UInt8(truncatingIfNeeded: size - 1)
                damaged[17] = size == 0 ? 0xff : 0
                try writeFile(damaged, to: path)
                // 0 stands for 65,536 bytes, which are not there.
                #expect(try LogReader.open(path).damage?.offsetBytes == 0, "\(size)")
            }
        }
    }

    @Test func aLastLineWithoutItsEndIsCorrupt() async throws {
        try await withTemporaryDirectory { directory in
            let path = directory + "/log"
            let written = try await log(path)
            var deflater = Deflater()
            for isSound in [true, false] {
                var bytes = Array(try readFile(path).prefix(written[1].endOffsetBytes))
                let text = #"{"seq":2,"at":"2026-01-01T00:00:00.000000Z","type":"test"}"#
                let payload = Array((isSound ? text + "\n" : text).utf8)
                Member.encode(payload, with: &deflater, appendingTo: &bytes)
                try writeFile(bytes, to: path)
                let reader = try LogReader.open(path)
                #expect(reader.tail.position.nextSeq == (isSound ? 3 : 2))
                #expect((reader.damage?.expected == "a line feed at the end") == !isSound)
            }
        }
    }

    /// As long as a member can be: what is behind it must be looked for beyond its own length.
    @Test func anIncompressibleFirstMemberWithoutItsSignatureIsCorruptAndNoOtherFormat()
        async throws
    {
        try await withTemporaryDirectory { directory in
            let path = directory + "/log"
            var random = SeededGenerator(seed: 16)
            let bodies = (0..<2).map { _ in
                (0..<LogWriter.maxBodyBytes).map { _ in UInt8.random(in: 11...255, using: &random) }
            }
            let written = try await log(path, bodies: bodies)
            #expect(written.map(\.endOffsetBytes).last ?? 0 > 129_000)
            var bytes = try readFile(path)
            for index in 0..<4 { bytes[index] = 0x20 }
            try writeFile(bytes, to: path)
            let reader = try LogReader.open(path)
            #expect(reader.damage?.offsetBytes == 0 && reader.damage?.expected == "a BGZF header")
            #expect(throws: LogError.self) { try LogWriter.open(path, now: clock.now) }
            #expect(try readFile(path) == bytes)
            let salvage = try LogSalvage.read(path)
            #expect(salvage.runs.map { $0.firstSeq..<$0.endSeq } == [1..<2])
        }
    }
}
