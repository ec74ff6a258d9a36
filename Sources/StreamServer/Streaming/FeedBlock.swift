internal import NIOCore
internal import Tapes
internal import TapeStreams
internal import Zlib

/// How the bytes of a stream go over the wire.
enum StreamCoding: Hashable, Sendable {
    /// As they are.
    case identity
    /// As one gzip file (RFC 1952), made of parts that any number of clients share.
    case gzip

    /// What `Content-Encoding` says of it; nil for nothing.
    var contentEncoding: String? {
        self == .gzip ? "gzip" : nil
    }
}

/// Bytes in the form of the wire, and what a gzip stream says of them at its end.
struct EncodedBytes: Sendable {
    let wire: ByteBuffer
    let checksum: StreamChecksum
}

/// Some of a stream's messages, encoded once for all who get them.
struct FeedBlock: Sendable {
    /// The sequence number after the last record that the block covers.
    let endSeq: Int
    /// The record that each message stands for, ascending.
    let ids: [Int]
    /// The messages for the wire.
    let encoded: EncodedBytes
    /// The messages as they are, and where each one ends.
    private let plain: ByteBuffer
    private let ends: [Int]

    /// Encodes a part of a stream, which covers the records before `endSeq`.
    init(_ part: StreamPart, endSeq: Int, encoder: inout FeedEncoder) {
        self.endSeq = endSeq
        ids = part.ids
        ends = part.ends
        plain = ByteBuffer(bytes: part.bytes)
        encoded = encoder.encode(plain)
    }

    /// How many bytes the messages have.
    var countBytes: Int { plain.readableBytes }

    /// The messages for record `seq` and those that follow, as they are.
    func bytes(from seq: Int) -> [UInt8] {
        let skipped = ids.firstIndex { $0 >= seq } ?? ids.count
        let start = skipped == 0 ? 0 : ends[skipped - 1]
        return plain.getBytes(at: start, length: countBytes - start) ?? []
    }
}

/// The CRC-32 and the length of a run of bytes, which add up to those of a whole stream.
struct StreamChecksum: Sendable {
    private(set) var crc: UInt32 = 0
    private(set) var countBytes = 0

    /// That of no bytes.
    init() {}

    /// That of `bytes`.
    init(_ bytes: [UInt8]) {
        crc = crc32(bytes.span)
        countBytes = bytes.count
    }

    /// Adds the bytes that follow.
    mutating func add(_ other: StreamChecksum) {
        crc = crc32(crc, joinedWith: other.crc, countBytes: other.countBytes)
        countBytes += other.countBytes
    }
}

/// Brings the bytes of a stream into the form of the wire, part by part.
struct FeedEncoder: ~Copyable {
    /// The beginning of every gzip stream: deflate, no name, no time, from an unknown system.
    static let gzipHeader: [UInt8] = [0x1f, 0x8b, 8, 0, 0, 0, 0, 0, 0, 0xff]

    private var deflater: Deflater?

    /// Makes an encoder.
    init(_ coding: StreamCoding) {
        deflater = coding == .gzip ? Deflater() : nil
    }

    /// The bytes in the form of the wire.
    mutating func encode(_ plain: ByteBuffer) -> EncodedBytes {
        guard deflater != nil else {
            return EncodedBytes(wire: plain, checksum: StreamChecksum())
        }
        let bytes = Array(plain.readableBytesView)
        var packed: [UInt8] = []
        deflater?.compressPart(bytes.span, appendingTo: &packed)
        return EncodedBytes(wire: ByteBuffer(bytes: packed), checksum: StreamChecksum(bytes))
    }

    /// The end of a gzip stream (RFC 1952, section 2.3.1).
    static func gzipTrailer(_ checksum: StreamChecksum) -> [UInt8] {
        let length = UInt32(truncatingIfNeeded: checksum.countBytes)
        let numbers = [checksum.crc, length].flatMap { number in
            (0..<4).map { UInt8(truncatingIfNeeded: number >> (8 * $0)) }
        }
        return Deflater.endOfStream + numbers
    }
}
