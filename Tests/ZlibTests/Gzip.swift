import Zlib

/// A gzip member of `payload` (RFC 1952, section 2.3), framed here and not by zlib; `flags` are
/// the header's, and `fields` the optional ones that they announce.
func gzipMember(_ payload: [UInt8], flags: UInt8 = 0, fields: [UInt8] = []) -> [UInt8] {
    var deflater = Deflater()
    var member: [UInt8] = [0x1f, 0x8b, 8, flags, 0, 0, 0, 0, 0, 0xff] + fields
    deflater.compress(payload.span, appendingTo: &member)
    return member + littleEndian(crc32(payload.span)) + littleEndian(UInt32(payload.count))
}

/// The four bytes of a number, the lowest first.
func littleEndian(_ number: UInt32) -> [UInt8] {
    (0..<4).map { UInt8(truncatingIfNeeded: number >> ($0 * 8)) }
}

/// What `inflater` makes of `bytes`: the payload and how many bytes it took.
func inflate(
    _ bytes: [UInt8], count: Int, with inflater: inout Inflater
) throws(ZlibError) -> (payload: [UInt8], consumed: Int) {
    var output = [UInt8](repeating: 0xee, count: 3)
    let consumed = try inflater.inflate(bytes.span, count: count, into: &output)
    return (output, consumed)
}

/// The raw deflate stream of `payload`.
func deflated(_ payload: [UInt8], level: Int = 6) -> [UInt8] {
    var deflater = Deflater(level: level)
    var output: [UInt8] = []
    deflater.compress(payload.span, appendingTo: &output)
    return output
}

extension [UInt8] {
    /// The bytes with one bit turned, counted from the lowest of the first byte.
    func flipping(bit: Int) -> [UInt8] {
        var copy = self
        copy[bit / 8] ^= 1 << UInt8(bit % 8)
        return copy
    }
}
