import NIOCore
import Testing
import Zlib

@testable import ScanClient

@Suite struct TapePollingTests {
    /// A gzip member (RFC 1952) of a text.
    private static func member(_ text: String) -> [UInt8] {
        let bytes = Array(text.utf8)
        var member: [UInt8] = [0x1f, 0x8b, 8, 0, 0, 0, 0, 0, 0, 255]
        var deflater = Deflater()
        deflater.compress(bytes.span, appendingTo: &member)
        for value in [crc32(bytes.span), UInt32(bytes.count)] {
            for shift in stride(from: UInt32(0), to: 32, by: 8) {
                member.append(UInt8(truncatingIfNeeded: value >> shift))
            }
        }
        return member
    }

    @Test func eachRecordComesOnceAlsoWhenTheTapeIsInOtherMembers() throws {
        var polling = TapePolling()
        func new(_ members: String...) throws -> [String] {
            try polling.newRecords(in: ByteBuffer(bytes: members.flatMap(Self.member)))
                .map { String(decoding: $0, as: UTF8.self) }
        }
        #expect(try polling.newRecords(in: ByteBuffer()).isEmpty)
        #expect(try new("0\n", "1\n2\n") == ["0", "1", "2"])
        #expect(try new("0\n", "1\n2\n").isEmpty)
        #expect(try new("0\n1\n2\n3\n") == ["3"])
    }

    @Test func whatIsNoTapeIsRefused() {
        var polling = TapePolling()
        let error = #expect(throws: ScanFeedError.self) {
            try polling.newRecords(in: ByteBuffer(string: "<html>"))
        }
        #expect(error?.description.contains("as the tape is none") == true)
    }

    @Test func readingTakesAFifthOfTheTimeAtMost() {
        var polling = TapePolling()
        #expect(polling.pause == .seconds(1))
        polling.notePace(.seconds(2))
        #expect(polling.pause == .seconds(8))
        polling.notePace(.milliseconds(3))
        #expect(polling.pause == .seconds(1))
    }
}
