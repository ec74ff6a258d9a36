internal import CZlib

/// A reusable decompressor of deflate data, raw or gzip.
@safe package struct Inflater: ~Copyable {
    /// The wrapping around the deflate data.
    package enum Container {
        /// Nothing: raw deflate (RFC 1951).
        case raw
        /// One gzip member (RFC 1952), its CRC-32 and length checked.
        case gzip
    }

    private let stream: UnsafeMutablePointer<z_stream>

    /// Makes a decompressor for one kind of container.
    package init(_ container: Container = .raw) {
        unsafe stream = .allocate(capacity: 1)
        unsafe stream.initialize(to: z_stream())
        let status = unsafe inflateInit2_(
            stream, container == .raw ? -MAX_WBITS : MAX_WBITS + 16,
            ZLIB_VERSION, Int32(MemoryLayout<z_stream>.size))
        precondition(status == Z_OK, "zlib could not allocate a decompressor (status \(status))")
    }

    /// Inflates one whole stream of known size from the start of `input`, replacing `output`.
    ///
    /// - Parameters:
    ///   - input: the compressed bytes; what follows the stream's end is not read.
    ///   - count: how many bytes the stream must inflate to, exactly.
    ///   - output: receives the bytes; its storage is reused.
    /// - Returns: the number of input bytes that the stream takes.
    /// - Throws: `ZlibError` when the stream is damaged, cut short, or of another size.
    package mutating func inflate(
        _ input: Span<UInt8>, count: Int, into output: inout [UInt8]
    ) throws(ZlibError) -> Int {
        output.removeAll(keepingCapacity: true)
        unsafe inflateReset(stream)
        // One byte more than expected, so that a stream that is too long shows itself.
        let step = run(input, from: 0, room: count + 1, appendingTo: &output)
        if step.status == Z_STREAM_END && output.count == count { return step.consumed }
        if output.count > count {
            throw .damaged(atByte: step.consumed, reason: "inflates to more than \(count) bytes")
        }
        switch step.status {
        case Z_STREAM_END:
            throw .damaged(
                atByte: step.consumed,
                reason: "inflates to only \(output.count) of \(count) bytes")
        case Z_OK, Z_BUF_ERROR:
            throw .truncated(atByte: step.consumed)
        default:
            throw .damaged(atByte: step.consumed, reason: message)
        }
    }

    /// Inflates the beginning of the stream that starts `input`, replacing `output`.
    ///
    /// Nothing is checked; damaged bytes give fewer bytes than asked for, or wrong ones.
    package mutating func inflatePrefix(
        _ input: Span<UInt8>, count: Int, into output: inout [UInt8]
    ) {
        output.removeAll(keepingCapacity: true)
        unsafe inflateReset(stream)
        _ = run(input, from: 0, room: count, appendingTo: &output)
    }

    /// Inflates further from where the last call stopped; the first call starts a stream.
    fileprivate mutating func run(
        _ input: Span<UInt8>, from start: Int, room: Int, appendingTo output: inout [UInt8]
    ) -> (status: Int32, consumed: Int) {
        var status = Z_OK
        var consumed = 0
        unsafe input.withUnsafeBufferPointer { source in
            output.append(addingCapacity: room) { target in
                unsafe target.withUnsafeMutableBufferPointer { buffer, count in
                    let available = min(source.count - start, Int(UInt32.max))
                    let space = min(room, Int(UInt32.max))
                    guard let target = buffer.baseAddress else { return }
                    if let base = source.baseAddress {
                        unsafe stream.pointee.next_in = UnsafeMutablePointer(mutating: base + start)
                    }
                    unsafe stream.pointee.avail_in = UInt32(available)
                    unsafe stream.pointee.next_out = target + count
                    unsafe stream.pointee.avail_out = UInt32(space)
                    status = unsafe CZlib.inflate(stream, Z_NO_FLUSH)
                    unsafe count += space - Int(stream.pointee.avail_out)
                    consumed = unsafe available - Int(stream.pointee.avail_in)
                }
            }
        }
        return (status, consumed)
    }

    fileprivate mutating func reset() {
        unsafe inflateReset(stream)
    }

    fileprivate var message: String {
        unsafe stream.pointee.msg.map { unsafe String(cString: $0) } ?? "not a deflate stream"
    }

    deinit {
        unsafe inflateEnd(stream)
        unsafe stream.deallocate()
    }
}

/// Inflates a whole gzip file of one or more members.
///
/// - Throws: `ZlibError` when a member is damaged, the file ends early, bytes that are no gzip
///   follow, or the result would exceed `limitBytes`.
package func gunzip(_ bytes: [UInt8], limitBytes: Int) throws(ZlibError) -> [UInt8] {
    try gunzip(bytes.span, limitBytes: limitBytes)
}

/// Inflates whole gzip members that lie next to one another.
///
/// - Throws: what `gunzip` of a file throws.
package func gunzip(_ bytes: Span<UInt8>, limitBytes: Int) throws(ZlibError) -> [UInt8] {
    var inflater = Inflater(.gzip)
    var output: [UInt8] = []
    // One byte more than allowed, so that data that is too long shows itself.
    output.reserveCapacity(min(limitBytes + 1, bytes.count * 4))
    var position = 0
    repeat {
        inflater.reset()
        var status = Z_OK
        while status != Z_STREAM_END {
            let free = output.capacity - output.count
            let room = min(limitBytes - output.count + 1, free > 0 ? free : 64 * 1024)
            let before = output.count
            let step = inflater.run(bytes, from: position, room: room, appendingTo: &output)
            position += step.consumed
            status = step.status
            guard output.count <= limitBytes else { throw .tooLarge(limitBytes: limitBytes) }
            switch status {
            case Z_STREAM_END: break
            case Z_OK where step.consumed > 0 || output.count > before: break
            case Z_OK, Z_BUF_ERROR: throw .truncated(atByte: position)
            default: throw .damaged(atByte: position, reason: inflater.message)
            }
        }
    } while position < bytes.count
    return output
}
