internal import Zlib

/// Makes commits of a log's members, one after the other, wherever their bytes come from.
struct MemberDecoder: ~Copyable {
    private let path: String
    private var inflater = Inflater()

    /// Where the next member starts, in bytes.
    private(set) var offset: Int
    /// The index of the next member, nil where those before it were skipped.
    private(set) var member: Int?
    /// The sequence number that the next member must start with.
    private(set) var seq: Int

    /// Starts at a member's start.
    init(path: String, at place: CommitStart = .ofLog) {
        self.path = path
        offset = place.offsetBytes
        member = place == .ofLog ? 0 : nil
        seq = place.seq
    }

    /// Checks the next member, whose `size` bytes stand whole at `start` of `buffer`.
    ///
    /// - Returns: the commit; an empty one for the end-of-file member.
    /// - Throws: `LogError.corrupt` where it is not sound; the decoder then stays before it.
    mutating func decode(
        _ buffer: [UInt8], at start: Int, size: Int
    ) throws(LogError) -> LogBlock {
        var payload: [UInt8] = []
        let mismatch = Member.decode(
            buffer, at: start, size: size, with: &inflater, into: &payload)
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
        if lineEnds.isEmpty, !buffer[start..<start + size].elementsEqual(Member.endOfFile) {
            throw damage(expected: "records", found: "an empty member")
        }
        let block = LogBlock(
            firstSeq: seq, payload: payload, lineEnds: lineEnds,
            offsetBytes: offset, endOffsetBytes: offset + size)
        offset += size
        member = member.map { $0 + 1 }
        seq = block.endSeq
        return block
    }

    /// The error that tells of this place.
    func damage(expected: String, found: String) -> LogError {
        .corrupt(
            LogDamage(
                path: path, member: member, offsetBytes: offset, seq: seq,
                expected: expected, found: found))
    }
}
