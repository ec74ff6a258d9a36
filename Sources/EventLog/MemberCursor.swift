internal import Storage

/// Reads the members of a log's file one after the other, each checked in full.
///
/// It reads ahead in pieces of 256 KiB, so its memory does not depend on the log's length.
struct MemberCursor: ~Copyable {
    private static let readAheadBytes = 256 * 1024

    private let file: any OpenFile
    private var decoder: MemberDecoder
    private var buffer: [UInt8] = []
    private var bufferOffset = 0

    /// Where the next member starts, in bytes.
    var offset: Int { decoder.offset }
    /// The index of the next member, nil where those before it were skipped.
    var member: Int? { decoder.member }
    /// The sequence number that the next member must start with.
    var seq: Int { decoder.seq }
    /// Where the last member that was read starts.
    private(set) var lastOffset: Int
    /// Whether the last member read was the one that ends a sealed log.
    private(set) var isAtEndOfFileMember = false

    /// Makes a cursor at a member's start.
    init(path: String, file: any OpenFile, at place: CommitStart = .ofLog) {
        self.file = file
        decoder = MemberDecoder(path: path, at: place)
        lastOffset = place.offsetBytes
    }

    /// Reads the next member, which must lie before `limit`; nil at `limit`.
    ///
    /// - Returns: the commit; an empty one for the end-of-file member.
    /// - Throws: `LogError.corrupt` where the bytes are no whole, sound member; the cursor then
    ///   stays before them.
    mutating func next(before limit: Int) throws(LogError) -> LogBlock? {
        guard offset < limit else { return nil }
        try fill(upTo: limit, count: Member.headerBytes)
        let start = offset - bufferOffset
        guard let size = Member.size(in: buffer, at: start) else {
            throw decoder.damage(
                expected: "a BGZF header", found: describe(bytesAt: start, limit: limit))
        }
        guard size <= limit - offset else {
            throw decoder.damage(
                expected: "a member of \(size) bytes",
                found: "the end of the file after \(limit - offset)")
        }
        try fill(upTo: limit, count: size)
        let block = try decoder.decode(buffer, at: offset - bufferOffset, size: size)
        lastOffset = block.offsetBytes
        isAtEndOfFileMember = block.count == 0
        return block
    }

    /// Makes sure that `count` bytes from `offset` are in the buffer, as far as `limit` allows.
    private mutating func fill(upTo limit: Int, count: Int) throws(LogError) {
        let wanted = min(count, limit - offset)
        guard offset < bufferOffset || offset + wanted > bufferOffset + buffer.count else {
            return
        }
        let count = min(max(Self.readAheadBytes, wanted), limit - offset)
        let start = offset
        buffer = try asLogError { () throws(FileError) in try file.read(at: start, count: count) }
        bufferOffset = offset
        guard buffer.count >= wanted else {
            throw decoder.damage(
                expected: "\(wanted) bytes", found: "the end of the file after \(buffer.count)")
        }
    }

    private func describe(bytesAt start: Int, limit: Int) -> String {
        let shown = buffer[start..<min(start + 4, buffer.count)]
        return limit - offset < Member.headerBytes
            ? "the end of the file after \(limit - offset) bytes"
            : "bytes " + shown.map { String($0, radix: 16) }.joined(separator: " ")
    }
}
