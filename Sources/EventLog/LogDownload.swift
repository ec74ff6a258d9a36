/// Makes commits of a log's bytes as they come over a connection, in pieces of any size.
///
/// It keeps no more than a member and a piece, so its memory does not depend on the log's length.
package struct LogDownload: ~Copyable {
    private var decoder: MemberDecoder
    private var buffer: [UInt8] = []
    /// Where the next member starts in `buffer`.
    private var start = 0

    /// Starts at the beginning of a log that errors call `name`.
    package init(name: String) {
        decoder = MemberDecoder(path: name)
    }

    /// Takes the next bytes.
    package mutating func append(_ bytes: some Sequence<UInt8>) {
        buffer.removeFirst(start)
        start = 0
        buffer.append(contentsOf: bytes)
    }

    /// The next commit; nil until more bytes have come.
    ///
    /// - Throws: `LogError.corrupt` where the bytes are no sound member of a log.
    package mutating func next() throws(LogError) -> LogBlock? {
        while buffer.count - start >= Member.headerBytes {
            guard let size = Member.size(in: buffer, at: start) else {
                let found = buffer[start..<start + 4].map { String($0, radix: 16) }
                throw decoder.damage(
                    expected: "a BGZF header", found: "bytes " + found.joined(separator: " "))
            }
            guard size <= buffer.count - start else { return nil }
            let block = try decoder.decode(buffer, at: start, size: size)
            start += size
            if block.count > 0 { return block }
        }
        return nil
    }
}
