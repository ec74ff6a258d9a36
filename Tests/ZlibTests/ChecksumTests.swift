import Testing
import Zlib

@Suite struct ChecksumTests {
    /// The check value of the CRC catalogue, and values of Python's `zlib.crc32`.
    @Test(
        arguments: [
            ("nothing", [], 0),
            ("check value", Array("123456789".utf8), 0xcbf4_3926),
            ("one letter", Array("a".utf8), 0xe8b7_be43),
            ("three letters", Array("abc".utf8), 0x3524_41c2),
            ("zeros", Array(repeating: 0, count: 32), 0x190a_55ad),
            ("ones", Array(repeating: 0xff, count: 32), 0xff6c_ab0b),
        ] as [(String, [UInt8], UInt32)])
    func checksumIsThatOfGzip(name: String, bytes: [UInt8], checksum: UInt32) {
        #expect(crc32(bytes.span) == checksum, "\(name)")
    }

    @Test func everyFlippedBitChangesTheChecksum() {
        let bytes = Array("{\"seq\":0,\"type\":\"scan_requested\"}\n".utf8)
        let checksum = crc32(bytes.span)
        for bit in 0..<bytes.count * 8 {
            let flipped = bytes.flipping(bit: bit)
            #expect(crc32(flipped.span) != checksum, "bit \(bit)")
        }
    }
}
