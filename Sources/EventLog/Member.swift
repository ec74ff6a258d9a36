internal import Zlib

/// One commit of a log: a gzip member in the form of BGZF (SAM specification, section 4.1).
///
/// ```
/// 0   1f 8b 08 04 00 00 00 00 00 ff   gzip, deflate, FEXTRA; no time; system unknown
/// 10  06 00 42 43 02 00               six bytes of extra field: BC, two bytes long
/// 16  BSIZE                           u16 LE: size of the whole member - 1
/// 18  deflate data
/// -8  CRC-32                          u32 LE, of the payload
/// -4  ISIZE                           u32 LE, bytes of the payload
/// ```
package enum Member {
    /// The most payload that a member carries: the largest that stays within 64 KiB even where
    /// it cannot be compressed.
    package static let maxPayloadBytes = 0xff00
    /// The most bytes that a whole member takes.
    package static let maxBytes = 64 * 1024
    /// The first bytes of every member.
    package static let signature: [UInt8] = [
        0x1f, 0x8b, 0x08, 0x04, 0, 0, 0, 0, 0, 0xff, 6, 0, 0x42, 0x43, 2, 0,
    ]
    /// The empty member that ends a sealed log, as BGZF prescribes it.
    package static let endOfFile: [UInt8] =
        signature + [0x1b, 0, 3, 0, 0, 0, 0, 0, 0, 0, 0, 0]

    static let headerBytes = 18
    static let trailerBytes = 8

    /// Appends `payload` (at most `maxPayloadBytes`) as one member to `output`.
    static func encode(
        _ payload: [UInt8], with deflater: inout Deflater, appendingTo output: inout [UInt8]
    ) {
        precondition(payload.count <= maxPayloadBytes, "a member carries at most 65,280 bytes")
        let start = output.count
        output.append(contentsOf: signature)
        output.append(contentsOf: [0, 0])
        deflater.compress(payload.span, appendingTo: &output)
        appendLittleEndian(crc32(payload.span), to: &output)
        appendLittleEndian(UInt32(payload.count), to: &output)
        let size = output.count - start
        precondition(size <= maxBytes, "a member takes at most 64 KiB")
        output[start + 16] = UInt8(truncatingIfNeeded: size - 1)
        output[start + 17] = UInt8((size - 1) >> 8)
    }

    /// The size of the member whose header stands at `offset` of `bytes`, nil where none does.
    package static func size(in bytes: [UInt8], at offset: Int) -> Int? {
        guard offset + headerBytes <= bytes.count else { return nil }
        for index in signature.indices where bytes[offset + index] != signature[index] {
            return nil
        }
        let size = Int(bytes[offset + 16]) + Int(bytes[offset + 17]) << 8 + 1
        return size > headerBytes + trailerBytes ? size : nil
    }

    /// Inflates and checks the whole member of `size` bytes at `offset`.
    ///
    /// - Returns: nil where all is well, else what was expected and what was found.
    static func decode(
        _ bytes: [UInt8], at offset: Int, size: Int,
        with inflater: inout Inflater, into payload: inout [UInt8]
    ) -> Mismatch? {
        let trailer = offset + size - trailerBytes
        let checksum = littleEndian(bytes, at: trailer)
        let count = Int(littleEndian(bytes, at: trailer + 4))
        guard count <= maxPayloadBytes else {
            return Mismatch(expected: "at most \(maxPayloadBytes) bytes", found: "\(count) bytes")
        }
        let data = bytes.span.extracting(offset + headerBytes..<trailer)
        do throws(ZlibError) {
            let used = try inflater.inflate(data, count: count, into: &payload)
            guard used == data.count else {
                return Mismatch(
                    expected: "\(data.count) bytes of deflate data", found: "\(used) bytes")
            }
        } catch {
            return Mismatch(expected: "deflate data of \(count) bytes", found: "\(error)")
        }
        let actual = crc32(payload.span)
        guard actual == checksum else {
            return Mismatch(
                expected: "checksum " + String(checksum, radix: 16),
                found: "checksum " + String(actual, radix: 16))
        }
        return nil
    }

    private static func appendLittleEndian(_ value: UInt32, to output: inout [UInt8]) {
        for shift in [0, 8, 16, 24] { output.append(UInt8(truncatingIfNeeded: value >> shift)) }
    }

    private static func littleEndian(_ bytes: [UInt8], at offset: Int) -> UInt32 {
        (0..<4).reduce(0) { $0 | UInt32(bytes[offset + $1]) << (8 * UInt32($1)) }
    }
}

/// What a check expected and what it found.
struct Mismatch: Error, Equatable {
    let expected: String
    let found: String
}
