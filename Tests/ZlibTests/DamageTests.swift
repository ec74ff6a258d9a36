import Testing
import Zlib

@Suite struct DamageTests {
    private static let payload = Array(
        #"{"seq":7,"type":"stock_completed","ticker":"AAPL","pnl":1234.5,"pnl_again":1234.5}"#.utf8)

    @Test(arguments: [0, 6])
    func everyTruncationIsRefused(level: Int) throws {
        let stream = deflated(Self.payload, level: level)
        var inflater = Inflater()
        for cut in 0..<stream.count {
            let error = #expect(throws: ZlibError.self, "cut at \(cut)") {
                try inflate(
                    Array(stream[..<cut]), count: Self.payload.count, with: &inflater)
            }
            #expect(error == .truncated(atByte: cut))
        }
        let whole = try inflate(stream, count: Self.payload.count, with: &inflater)
        #expect(whole.payload == Self.payload, "an inflater works on after an error")
    }

    /// Deflate has no checksum of its own; with the length and the CRC-32 nothing slips through.
    @Test(arguments: [0, 6])
    func everyFlippedBitIsRefusedOrShowsInTheChecksum(level: Int) {
        let stream = deflated(Self.payload, level: level)
        let checksum = crc32(Self.payload.span)
        var inflater = Inflater()
        var refused = 0
        for bit in 0..<stream.count * 8 {
            do throws(ZlibError) {
                let flipped = stream.flipping(bit: bit)
                let result = try inflate(flipped, count: Self.payload.count, with: &inflater)
                #expect(result.payload.count == Self.payload.count, "bit \(bit)")
                #expect(result.consumed <= stream.count, "bit \(bit)")
                if result.payload != Self.payload {
                    #expect(crc32(result.payload.span) != checksum, "bit \(bit)")
                }
            } catch {
                refused += 1
            }
        }
        #expect(refused > 0)
    }

    @Test(arguments: [Self.payload, []])
    func otherSizeThanDeclaredIsRefused(payload: [UInt8]) {
        let stream = deflated(payload)
        var inflater = Inflater()
        for count in Array(0..<payload.count + 3) + [100_000] where count != payload.count {
            let error = #expect(throws: ZlibError.self, "declared \(count)") {
                try inflate(stream, count: count, with: &inflater)
            }
            guard case .damaged(_, let reason)? = error else {
                Issue.record("declared \(count): \(String(describing: error))")
                continue
            }
            let expected =
                count < payload.count
                ? "inflates to more than \(count) bytes"
                : "inflates to only \(payload.count) of \(count) bytes"
            #expect(reason == expected)
        }
    }

    @Test(arguments: [
        ("reserved block type", [0x07], "invalid block type"),
        (
            "stored length unlike its complement", [0x01, 5, 0, 0, 0],
            "invalid stored block lengths"
        ),
        ("match before the start", [0x03, 0x02], "invalid distance too far back"),
    ])
    func brokenStreamIsRefusedWithItsReason(name: String, bytes: [UInt8], reason: String) {
        var inflater = Inflater()
        let error = #expect(throws: ZlibError.self, "\(name)") {
            try inflate(bytes + [0, 0, 0, 0], count: 10, with: &inflater)
        }
        guard case .damaged(let byte, reason)? = error else {
            Issue.record("\(name): \(String(describing: error))")
            return
        }
        #expect(byte <= bytes.count + 4, "\(name)")
    }

    @Test(arguments: [
        (
            ZlibError.damaged(atByte: 12, reason: "invalid block type"),
            "compressed data damaged near byte 12: invalid block type"
        ),
        (.truncated(atByte: 7), "compressed data ends early, at byte 7"),
        (
            .tooLarge(limitBytes: 4_096),
            "compressed data inflates to more than the 4096 bytes allowed"
        ),
    ])
    func errorSaysWhatIsWrongAndWhere(error: ZlibError, description: String) {
        #expect("\(error)" == description)
    }
}
