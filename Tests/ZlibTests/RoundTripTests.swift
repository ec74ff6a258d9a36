import TestSupport
import Testing
import Zlib

@Suite struct RoundTripTests {
    /// What deflate treats differently: runs, matches, and bytes that it can only store.
    enum Content: CaseIterable {
        case zeros
        case records
        case random

        func bytes(count: Int, seed: UInt64) -> [UInt8] {
            var random = SeededGenerator(seed: seed)
            switch self {
            case .zeros:
                return Array(repeating: 0, count: count)
            case .records:
                var text: [UInt8] = []
                while text.count < count {
                    let pnl = UInt16.random(in: 0...UInt16.max, using: &random)
                    text += "{\"type\":\"stock_completed\",\"pnl\":\(pnl)}\n".utf8
                }
                return Array(text.prefix(count))
            case .random:
                return (0..<count).map { _ in UInt8.random(in: 0...255, using: &random) }
            }
        }
    }

    /// Around the longest match (258), the window (32 KiB), a block of BGZF (65,280) and a stored
    /// block (65,535).
    static let sizes =
        Array(0...20) + [255, 256, 257, 258, 259, 260, 32_767, 32_768, 32_769]
        + [65_279, 65_280, 65_281, 65_535, 65_536, 200_000]

    @Test(arguments: Content.allCases, [0, 1, 6, 9])
    func inflatingGivesBackWhatWasDeflated(content: Content, level: Int) throws {
        var deflater = Deflater(level: level)
        var inflater = Inflater()
        let prefix = Array("kept".utf8)
        let junk: [UInt8] = [0xde, 0xad, 0xbe, 0xef]
        for size in Self.sizes {
            let seed: UInt64 = 0x5eed_0010 &+ UInt64(size)
            let place = "\(content), level \(level), size \(size), seed \(seed)"
            let payload = content.bytes(count: size, seed: seed)
            var packed = prefix
            deflater.compress(payload.span, appendingTo: &packed)
            try #require(packed.starts(with: prefix), "\(place)")
            let stream = Array(packed.dropFirst(prefix.count))
            let result = try inflate(stream + junk, count: size, with: &inflater)
            try #require(result.consumed == stream.count, "\(place)")
            try #require(result.payload == payload, "\(place)")
        }
    }

    @Test func sameInputGivesTheSameStreamHoweverOftenTheDeflaterWasUsed() {
        let payload = Content.records.bytes(count: 5_000, seed: 0x5eed_0011)
        var deflater = Deflater()
        var first: [UInt8] = []
        deflater.compress(payload.span, appendingTo: &first)
        for size in [0, 1, 40_000] {
            var other: [UInt8] = []
            let bytes = Content.random.bytes(count: size, seed: 0x5eed_0012)
            deflater.compress(bytes.span, appendingTo: &other)
        }
        var second: [UInt8] = []
        deflater.compress(payload.span, appendingTo: &second)
        #expect(second == first)
        #expect(first == deflated(payload))
    }

    @Test func higherLevelsCompressAndLevelZeroStores() {
        let payload = Content.records.bytes(count: 65_280, seed: 0x5eed_0013)
        let counts = [0, 1, 6, 9].map { deflated(payload, level: $0).count }
        #expect(counts[0] > payload.count)
        #expect(counts[1] * 3 < payload.count)
        #expect(counts == counts.sorted(by: >))
    }

    /// A block of BGZF is at most 64 KiB, of which header and trailer take 26 bytes.
    @Test(arguments: [0, 1, 6, 9])
    func incompressibleBlockStillFitsItsMember(level: Int) {
        for seed: UInt64 in 0x5eed_0020...0x5eed_0021 {
            let payload = Content.random.bytes(count: 65_280, seed: seed)
            let count = deflated(payload, level: level).count
            #expect(count <= 64 * 1024 - 26, "level \(level), seed \(seed)")
        }
    }
}
