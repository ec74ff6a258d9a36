import Glibc
import Synchronization
import TestSupport
import Testing

@testable import EventLog
@testable import Storage

/// Copies of a log that are made while it grows.
@Suite(.timeLimit(.minutes(3)))
struct GrowingCopyTests {
    /// How `cp` reads: so much at a time, until there is no more.
    private static let stepBytes = 128 * 1024
    /// About as many copies as are made.
    private static let copies = 4_000
    /// A log is left for another before copies of it become slow.
    private static let logBytes = 64 * 1024

    @Test func aCopyEndsOnAMemberOrAtThePageThatWasJustWritten() async throws {
        try await withTemporaryDirectory { directory in
            let growth = Growth(path: directory + "/0")
            _ = try LogWriter.create(growth.path, now: ManualClock().now)
            async let written: Void = grow(growth, in: directory)
            var (copies, cut) = (0, 0)
            while copies < Self.copies {
                let copy = try copied(growth.path)
                copies += 1
                let end = wholeMembers(of: copy)
                await Task.yield()
                if end == copy.count { continue }
                cut += 1
                #expect(copy.count % Int(getpagesize()) == 0, "\(copy.count)")
                let kept = directory + "/copy"
                try writeFile(copy, to: kept)
                let reader = try LogReader.open(kept)
                #expect(reader.damage == nil && reader.lengthBytes == end)
            }
            growth.end()
            try await written
            print("\(cut) of \(copies) copies of a growing log were cut inside a member")
        }
    }

    /// Writes one log after the other until the copies are made.
    private func grow(_ growth: Growth, in directory: String) async throws {
        var random = SeededGenerator(seed: 5)
        // Hardly becomes smaller.
        let noise = (0..<2_000).flatMap { _ in
            Array(String(UInt64.random(in: 0 ... .max, using: &random), radix: 36).utf8)
        }
        var number = 0
        while !growth.isDone {
            number += 1
            let writer = try LogWriter.create("\(directory)/\(number)", now: ManualClock().now)
            growth.path = writer.path
            while writer.reader.lengthBytes < Self.logBytes, !growth.isDone {
                let bytes = Int.random(in: 0...12_000, using: &random)
                let start = Int.random(in: 0...noise.count - bytes, using: &random)
                let text = noise[start..<start + bytes]
                try await writer.append(
                    Array(#""type":"test","text":""#.utf8) + text + [UInt8(ascii: "\"")])
            }
        }
    }

    private func copied(_ path: String) throws -> [UInt8] {
        let file = try PosixFileSystem().open(path, forWriting: false)
        var bytes: [UInt8] = []
        while true {
            let part = try file.read(at: bytes.count, count: Self.stepBytes)
            if part.isEmpty { return bytes }
            bytes += part
        }
    }

    /// Where the last member ends that is whole.
    private func wholeMembers(of bytes: [UInt8]) -> Int {
        var end = 0
        while let size = Member.size(in: bytes, at: end), end + size <= bytes.count { end += size }
        return end
    }
}

/// The log that grows, and whether it is to.
private final class Growth: Sendable {
    private let state: Mutex<(path: String, isDone: Bool)>

    init(path: String) { state = Mutex((path, false)) }

    var path: String {
        get { state.withLock { $0.path } }
        set { state.withLock { $0.path = newValue } }
    }
    var isDone: Bool { state.withLock { $0.isDone } }
    func end() { state.withLock { $0.isDone = true } }
}
