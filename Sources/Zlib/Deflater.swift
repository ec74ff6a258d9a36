internal import CZlib

/// A reusable compressor to raw deflate (RFC 1951), with no memory from one call to the next.
///
/// It owns up to 256 KiB of zlib state, so keep one and reuse it.
@safe package struct Deflater: ~Copyable {
    private let stream: UnsafeMutablePointer<z_stream>

    /// What a compressor is made for.
    package enum Purpose {
        /// Inputs of any length.
        case general
        /// Inputs of up to about a kibibyte: less state, which takes less time to clear.
        case short
        /// Inputs of any length that are mostly numbers of many digits.
        ///
        /// zlib's `Z_FILTERED` takes no matches below six bytes: those of three or four digits cost
        /// more than the digits do. At level 5 tapes come out 6 to 9 per cent smaller, in the time that
        /// level 6 takes otherwise.
        case numbers
        /// Inputs that are nearly all digits, of which none repeat.
        ///
        /// zlib's `Z_HUFFMAN_ONLY` looks for no matches at all: on the figures of trials it takes two
        /// thirds of the time of level 1, and comes out 5 per cent smaller.
        case digits
    }

    /// Makes a compressor of zlib's `level`, 0 (stored) to 9 (smallest).
    package init(level: Int = 6, for purpose: Purpose = .general) {
        precondition((0...9).contains(level), "zlib has levels 0 to 9, not \(level)")
        unsafe stream = .allocate(capacity: 1)
        unsafe stream.initialize(to: z_stream())
        let status = unsafe deflateInit2_(
            stream, Int32(level), Z_DEFLATED, purpose == .short ? -10 : -MAX_WBITS,
            purpose == .short ? 4 : 8,
            Self.strategy(for: purpose),
            ZLIB_VERSION, Int32(MemoryLayout<z_stream>.size))
        precondition(status == Z_OK, "zlib could not allocate a compressor (status \(status))")
    }

    private static func strategy(for purpose: Purpose) -> Int32 {
        switch purpose {
        case .general, .short: Z_DEFAULT_STRATEGY
        case .numbers: Z_FILTERED
        case .digits: Z_HUFFMAN_ONLY
        }
    }

    /// Appends `input`, compressed as one complete deflate stream, to `output`.
    package mutating func compress(_ input: Span<UInt8>, appendingTo output: inout [UInt8]) {
        run(input, flush: Z_FINISH, expected: Z_STREAM_END, appendingTo: &output)
    }

    /// Appends `input`, compressed as a part of a deflate stream, to `output`.
    ///
    /// The part ends at a byte's end and refers to nothing before it, so any parts joined, with
    /// `endOfStream` behind them, are one stream.
    package mutating func compressPart(_ input: Span<UInt8>, appendingTo output: inout [UInt8]) {
        run(input, flush: Z_FULL_FLUSH, expected: Z_OK, appendingTo: &output)
    }

    /// The last part of a deflate stream: an empty final block.
    package static let endOfStream: [UInt8] = [0x03, 0x00]

    private mutating func run(
        _ input: Span<UInt8>, flush: Int32, expected: Int32, appendingTo output: inout [UInt8]
    ) {
        unsafe deflateReset(stream)
        // A flush adds an empty stored block behind what the bound is for.
        let bound = unsafe Int(deflateBound(stream, UInt(input.count))) + 16
        unsafe input.withUnsafeBufferPointer { source in
            output.append(addingCapacity: bound) { target in
                unsafe target.withUnsafeMutableBufferPointer { buffer, count in
                    guard let target = buffer.baseAddress else { return }
                    // zlib reads through next_in only; its type lacks the const.
                    unsafe stream.pointee.next_in = UnsafeMutablePointer(
                        mutating: source.baseAddress)
                    unsafe stream.pointee.avail_in = UInt32(source.count)
                    unsafe stream.pointee.next_out = target + count
                    unsafe stream.pointee.avail_out = UInt32(bound)
                    let status = unsafe deflate(stream, flush)
                    precondition(status == expected, "deflate ended with status \(status)")
                    unsafe count += bound - Int(stream.pointee.avail_out)
                }
            }
        }
    }

    deinit {
        unsafe deflateEnd(stream)
        unsafe stream.deallocate()
    }
}
