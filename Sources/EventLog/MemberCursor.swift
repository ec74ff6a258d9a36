internal import Storage
internal import Zlib

/// Reads the members of a log one after the other, each checked in full.
///
/// It reads ahead in pieces of 256 KiB, so its memory does not depend on the log's length.
struct MemberCursor: ~Copyable {
    private static let readAheadBytes = 256 * 1024

    private let path: String
    private let file: any OpenFile
    private var inflater = Inflater()
    private var buffer: [UInt8] = []
    private var bufferOffset = 0

    /// Where the next member starts, in bytes.
    private(set) var offset: Int
    /// The index of the next member, nil where those before it were skipped.
    private(set) var member: Int?
    /// The sequence number that the next member must start with.
    private(set) var seq: Int
    /// Where the last member that was read starts.
    private(set) var lastOffset: Int
    /// Whether the last member read was the one that ends a sealed log.
    private(set) var isAtEndOfFileMember = false

    /// Makes a cursor at a member's start.
    init(path: String, file: any OpenFile, at place: LogPlace = .start) {
        self.path = path
        self.file = file
        offset = place.offsetBytes
        lastOffset = place.offsetBytes
        member = place == .start ? 0 : nil
        seq = place.seq
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
            throw damage(
                expected: "a BGZF header", found: describe(bytesAt: start, limit: limit))
        }
        guard size <= limit - offset else {
            throw damage(
                expected: "a member of \(size) bytes",
                found: "the end of the file after \(limit - offset)")
        }
        try fill(upTo: limit, count: size)
        var payload: [UInt8] = []
        let mismatch = Member.decode(
            buffer, at: offset - bufferOffset, size: size, with: &inflater, into: &payload)
        if let mismatch {
            throw damage(expected: mismatch.expected, found: mismatch.found)
        }
        let lineEnds: [Int]
        switch RecordFrame.lineEnds(in: payload, firstSeq: seq) {
        case .success(let ends): lineEnds = ends
        case .failure(let mismatch):
            throw damage(expected: mismatch.expected, found: mismatch.found)
        }
        // A commit has records; only the member that ends a sealed log has none.
        if lineEnds.isEmpty, !isEndOfFileMember(size: size) {
            throw damage(expected: "records", found: "an empty member")
        }
        let block = LogBlock(
            firstSeq: seq, payload: payload, lineEnds: lineEnds,
            offsetBytes: offset, endOffsetBytes: offset + size)
        lastOffset = offset
        offset += size
        member = member.map { $0 + 1 }
        seq = block.endSeq
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
        buffer = try onDisk { () throws(FileError) in try file.read(at: offset, count: count) }
        bufferOffset = offset
        guard buffer.count >= wanted else {
            throw damage(
                expected: "\(wanted) bytes", found: "the end of the file after \(buffer.count)")
        }
    }

    private func isEndOfFileMember(size: Int) -> Bool {
        let start = offset - bufferOffset
        return buffer[start..<start + size].elementsEqual(Member.endOfFile)
    }

    private func damage(expected: String, found: String) -> LogError {
        .corrupt(
            LogDamage(
                path: path, member: member, offsetBytes: offset, seq: seq,
                expected: expected, found: found))
    }

    private func describe(bytesAt start: Int, limit: Int) -> String {
        let shown = buffer[start..<min(start + 4, buffer.count)]
        return limit - offset < Member.headerBytes
            ? "the end of the file after \(limit - offset) bytes"
            : "bytes " + shown.map { String($0, radix: 16) }.joined(separator: " ")
    }
}
