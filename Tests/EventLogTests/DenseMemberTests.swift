import Foundation
import Storage
import TestSupport
import Testing
import Zlib

@testable import EventLog

/// Commits that are nearly full of digits: a sealed log has them as they stand.
@Suite(.timeLimit(.minutes(3)))
struct DenseMemberTests {
    private let clock = ManualClock()
    private static let seed: UInt64 = 0x5eed_0406

    private func digits(_ bytes: Int, _ random: inout SeededGenerator) -> [UInt8] {
        var text = #""type":"figures","values":["#
        while text.utf8.count < bytes {
            text += "\(Double.random(in: -1e4...1e4, using: &random)),"
        }
        return Array((text + "0]").utf8)
    }

    private func words(_ bytes: Int) -> [UInt8] {
        Array((#""type":"words","text":""# + String(repeating: "abcdefg ", count: bytes / 8)).utf8)
            + [UInt8(ascii: "\"")]
    }

    private func small(_ index: Int) -> [UInt8] { Array(#""type":"small","n":\#(index)"#.utf8) }

    /// The bytes of each member of a log, but for the one that ends it.
    private func members(_ path: String) throws -> [[UInt8]] {
        let bytes = try readFile(path)
        return try blocks(LogReader.open(path)).filter { $0.count > 0 }.map {
            Array(bytes[$0.offsetBytes..<$0.endOffsetBytes])
        }
    }

    private func write(_ bodies: [[UInt8]], to path: String) async throws -> LogWriter {
        let writer = try LogWriter.create(path, now: clock.now)
        for body in bodies { try await writer.append(body) }
        return writer
    }

    @Test func denseMembersAreCopiedAndAllOtherLinesPackedBetweenThem() async throws {
        try await withTemporaryDirectory { directory in
            let path = directory + "/log.gz"
            var random = SeededGenerator(seed: Self.seed)
            var bodies = (0..<50).map(small)
            bodies += (0..<4).map { _ in digits(60_000, &random) }
            bodies += (50..<80).map(small) + [words(40_000), digits(20_000, &random)]
            bodies += [digits(9_000, &random), small(80)]
            let writer = try await write(bodies, to: path)
            let (before, old) = (try lines(LogReader.open(path)), try members(path))
            try await writer.seal()
            let reader = try LogReader.open(path)
            #expect(reader.isSealed)
            #expect(try lines(reader).dropLast() == before[...], "seed \(Self.seed)")
            let new = try members(path)
            // Small ones, four dense ones, small ones and words, a dense one, the rest.
            #expect(new.count == 8, "seed \(Self.seed)")
            let dense = old[50..<54] + [old[85]]
            #expect(new[1...4] + [new[6]] == dense)
            #expect(dense.allSatisfy { $0.count > 9_000 })
            #expect(try reader.seal() == (try writer.reader.seal()))
            let plain = try gunzip(try readFile(path), limitBytes: 1 << 20)
            #expect(plain.count { $0 == UInt8(ascii: "\n") } == before.count + 1)
            #expect(try await Program.system("zcat").run([path]).text.utf8.count == plain.count)
            for seq in [0, 49, 50, 53, 54, 85, 86, before.count] {
                var blocks = reader.blocks(from: seq)
                let first = try blocks.next()
                #expect(first.map { $0.firstSeq <= seq && seq < $0.endSeq } == true, "\(seq)")
            }
            #expect(try await Program.system("bgzip").run(["-t", path]).errors.isEmpty)
        }
    }

    /// What level 1 leaves large for want of matches far away, the seal packs; words it packs too.
    @Test func largeRecordsThatCompressAreDeflatedAnew() async throws {
        try await withTemporaryDirectory { directory in
            let path = directory + "/log"
            let writer = try await write([words(60_000), words(60_000)], to: path)
            let old = try members(path)
            #expect(old.allSatisfy { $0.count < 3_000 })
            try await writer.seal()
            #expect(try members(path).allSatisfy { !old.contains($0) })
        }
    }

    @Test func aMemberOfSeveralLargeRecordsIsDenseAndOneOfManySmallOnesIsNot() async throws {
        try await withTemporaryDirectory { directory in
            let path = directory + "/log"
            var random = SeededGenerator(seed: Self.seed)
            let large = (0..<3).map { _ in digits(20_000, &random) }
            let many = (0..<20).map { _ in digits(3_000, &random) }
            let writer = try LogWriter.create(path, now: clock.now)
            try await writer.append(contentsOf: large)
            try await writer.append(contentsOf: many)
            let old = try members(path)
            #expect(old.count == 2)
            try await writer.seal()
            let new = try members(path)
            #expect(new.first == old.first && !new.contains(old[1]), "seed \(Self.seed)")
        }
    }

    @Test func damageInACopiedMemberIsLocated() async throws {
        try await withTemporaryDirectory { directory in
            let path = directory + "/log"
            var random = SeededGenerator(seed: Self.seed)
            let writer = try await write((0..<4).map { _ in digits(60_000, &random) }, to: path)
            try await writer.seal()
            let third = try #require(try blocks(LogReader.open(path)).dropFirst(2).first)
            let sound = try readFile(path)
            for place in stride(from: third.offsetBytes, to: third.endOffsetBytes, by: 997) {
                var bytes = sound
                bytes[place] ^= 0x10
                try FileManager.default.removeItem(atPath: path)
                try writeFile(bytes, to: path)
                var walk = try LogWalk(path)
                var damage: LogDamage?
                while let step = try walk.next() {
                    if case .damage(let found, _) = step { damage = damage ?? found }
                }
                #expect(damage?.offsetBytes == third.offsetBytes, "byte \(place)")
                #expect(damage?.seq == 2)
            }
        }
    }

    /// A member must stay within 64 KiB whatever is in it.
    @Test func aFullCommitOfNoiseIsAMember() async throws {
        try await withTemporaryDirectory { directory in
            let path = directory + "/log"
            var random = SeededGenerator(seed: Self.seed)
            var body = Array(#""type":"noise","text":""#.utf8)
            while body.count < LogWriter.maxBodyBytes - 1 {
                let byte = UInt8.random(in: 0x20...0xff, using: &random)
                if byte != UInt8(ascii: "\"") { body.append(byte) }
            }
            body.append(UInt8(ascii: "\""))
            let writer = try await write([body, body], to: path)
            let before = try members(path)
            #expect(before.allSatisfy { $0.count <= Member.maxBytes })
            try await writer.seal()
            #expect(try members(path).prefix(2) == before[...])
        }
    }
}
