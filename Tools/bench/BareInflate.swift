import EventLog
import Zlib

/// Inflates and checks every member of a file in BGZF, such as a log's or that of the bundled
/// prices, and nothing else: the floor of reading one.
func inflate(_ bytes: [UInt8]) throws {
    var inflater = Inflater()
    var payload: [UInt8] = []
    var offset = 0
    while let size = Member.size(in: bytes, at: offset) {
        let trailer = offset + size - 8
        let count = (0..<4).reduce(0) { $0 | Int(bytes[trailer + 4 + $1]) << (8 * $1) }
        let data = bytes.span.extracting(offset + 18..<trailer)
        _ = try inflater.inflate(data, count: count, into: &payload)
        precondition(
            crc32(payload.span)
                == (0..<4).reduce(0) {
                    $0 | UInt32(bytes[trailer + $1]) << (8 * UInt32($1))
                }, "the checksum is right")
        offset += size
    }
}
