import Testing
import Zlib

@Suite struct GunzipTests {
    private static let hello = Array("hello".utf8)

    /// "hello" in a stored block, written byte by byte after RFC 1951 and RFC 1952.
    private static let storedHello: [UInt8] =
        [0x1f, 0x8b, 8, 0, 0, 0, 0, 0, 0, 0xff, 0x01, 5, 0, 0xfa, 0xff] + hello
        + [0x86, 0xa6, 0x10, 0x36, 5, 0, 0, 0]

    /// What `printf 'the tape, the tape, the tape\n' | gzip -n9` of gzip 1.12 writes.
    private static let byGzip: [UInt8] = [
        0x1f, 0x8b, 0x08, 0x00, 0x00, 0x00, 0x00, 0x00, 0x02, 0x03, 0x2b, 0xc9,
        0x48, 0x55, 0x28, 0x49, 0x2c, 0x48, 0xd5, 0x51, 0x28, 0xc1, 0x60, 0x71,
        0x01, 0x00, 0xd7, 0x68, 0x43, 0x00, 0x1d, 0x00, 0x00, 0x00,
    ]

    @Test func membersOfOtherMakersAreRead() throws {
        #expect(try gunzip(Self.storedHello, limitBytes: 5) == Self.hello)
        let text = Array("the tape, the tape, the tape\n".utf8)
        #expect(try gunzip(Self.byGzip, limitBytes: 100) == text)
    }

    @Test(
        arguments: [
            ("text", 0x01, []),
            ("name", 0x08, Array("a.csv\0".utf8)),
            ("comment", 0x10, Array("made by hand\0".utf8)),
            ("subfield of BGZF", 0x04, [6, 0, 0x42, 0x43, 2, 0, 0x1b, 0]),
            ("all but the CRC-16", 0x1d, [2, 0, 1, 2] + Array("name\0comment\0".utf8)),
        ] as [(String, UInt8, [UInt8])])
    func optionalHeaderFieldsArePassedOver(name: String, flags: UInt8, fields: [UInt8]) throws {
        let member = gzipMember(Self.hello, flags: flags, fields: fields)
        #expect(try gunzip(member, limitBytes: 5) == Self.hello, "\(name)")
    }

    @Test func membersAreJoinedUpToTheLimitAndNoFurther() throws {
        let random = RoundTripTests.Content.random.bytes(count: 70_000, seed: 0x5eed_0030)
        let payloads = [Self.hello, [], Array(repeating: 7, count: 300_000), random, [], [1]]
        let bytes = payloads.flatMap { gzipMember($0) }
        let whole = payloads.flatMap { $0 }
        #expect(try gunzip(bytes, limitBytes: whole.count) == whole)
        for limit in [0, 4, 5, 6, 65_536, 300_004, 300_005, 300_006, whole.count - 1] {
            #expect(throws: ZlibError.tooLarge(limitBytes: limit)) {
                try gunzip(bytes, limitBytes: limit)
            }
        }
        #expect(try gunzip(gzipMember([]), limitBytes: 0) == [])
    }

    @Test func cutBetweenMembersGivesThoseBeforeAndAnyOtherCutIsRefused() throws {
        let bytes = Self.storedHello + gzipMember(Array("world".utf8))
        for cut in 0..<bytes.count {
            if cut == Self.storedHello.count {
                #expect(try gunzip(Array(bytes[..<cut]), limitBytes: 10) == Self.hello)
                continue
            }
            #expect(throws: ZlibError.truncated(atByte: cut), "cut at \(cut)") {
                try gunzip(Array(bytes[..<cut]), limitBytes: 10)
            }
        }
    }

    @Test(
        arguments: [
            ("one byte", [0x41]),
            ("zero padding", Array(repeating: 0, count: 512)),
            ("text", Array("and then".utf8)),
            ("a member of another method", [0x1f, 0x8b, 7, 0, 0, 0, 0, 0, 0, 0xff]),
        ] as [(String, [UInt8])])
    func bytesThatAreNoGzipAreRefusedAtAnyPlace(name: String, garbage: [UInt8]) {
        for bytes in [garbage, Self.storedHello + garbage] {
            let error = #expect(throws: ZlibError.self, "\(name)") {
                try gunzip(bytes, limitBytes: 1_000)
            }
            switch error {
            case .damaged(let byte, _): #expect(byte >= bytes.count - garbage.count)
            case .truncated(let byte): #expect(byte == bytes.count)
            default: Issue.record("\(name): \(String(describing: error))")
            }
        }
    }

    @Test func everyFlippedBitIsRefusedOrChangesNothing() {
        let member = gzipMember(Array("the tape, the tape, the tape\n".utf8))
        for bit in 0..<member.count * 8 {
            let payload = try? gunzip(member.flipping(bit: bit), limitBytes: 1_000)
            guard let payload else { continue }
            #expect(payload == Array("the tape, the tape, the tape\n".utf8), "bit \(bit)")
            // What means nothing here: the flag for text; the time, the extra flags and the
            // system; the bits that fill the last byte of the deflate stream.
            let meaningless = bit == 3 * 8 || (4..<10).contains(bit / 8)
            #expect(meaningless || bit / 8 == member.count - 9, "bit \(bit)")
        }
    }

    @Test func inflaterOfMembersTakesOneAndChecksIt() throws {
        var inflater = Inflater(.gzip)
        let twice = Self.storedHello + Self.storedHello
        let result = try inflate(twice, count: 5, with: &inflater)
        #expect(result.payload == Self.hello)
        #expect(result.consumed == Self.storedHello.count)
        let wrongChecksum = Self.storedHello.flipping(bit: (Self.storedHello.count - 8) * 8)
        let error = #expect(throws: ZlibError.self) {
            try inflate(wrongChecksum, count: 5, with: &inflater)
        }
        guard case .damaged(_, "incorrect data check")? = error else {
            Issue.record("\(String(describing: error))")
            return
        }
    }
}
