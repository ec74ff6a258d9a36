internal import Zlib

/// Makes members of commits, each in the way that suits its records.
///
/// A short one takes less state, which takes less time to clear. One of large records is deflated at
/// level 1, or by Huffman codes alone where a sample says that there is nothing else to gain, as in
/// figures of many digits; the seal copies it as it stands if it hardly compresses.
struct CommitEncoder: ~Copyable {
    private static let shortBytes = 1024
    private static let sampleBytes = 4 * 1024

    private var general = Deflater()
    private var short = Deflater(for: .short)
    private var fast = Deflater(level: 1)
    private var digits = Deflater(level: 1, for: .digits)

    /// Appends `payload`, so many records, as one member to `output`.
    mutating func encode(_ payload: [UInt8], records: Int, appendingTo output: inout [UInt8]) {
        if payload.count <= Self.shortBytes {
            Member.encode(payload, with: &short, appendingTo: &output)
        } else if !Member.hasLargeRecords(payload.count, records: records) {
            Member.encode(payload, with: &general, appendingTo: &output)
        } else if hasNoMatches(payload) {
            Member.encode(payload, with: &digits, appendingTo: &output)
        } else {
            Member.encode(payload, with: &fast, appendingTo: &output)
        }
    }

    /// Whether Huffman codes alone make as little of a piece from the middle as level 1 does.
    private mutating func hasNoMatches(_ payload: [UInt8]) -> Bool {
        let start = (payload.count - Self.sampleBytes) / 2
        let sample = payload.span.extracting(start..<start + Self.sampleBytes)
        var (matched, coded): ([UInt8], [UInt8]) = ([], [])
        fast.compress(sample, appendingTo: &matched)
        digits.compress(sample, appendingTo: &coded)
        return coded.count <= matched.count
    }
}

extension Member {
    private static let largeRecordBytes = 16 * 1024

    /// Whether records are so large that a member is nearly full with one to four of them.
    static func hasLargeRecords(_ payloadBytes: Int, records: Int) -> Bool {
        payloadBytes > largeRecordBytes * records
    }

    /// Whether a sealed log has the member of a commit as it stands: its records are large, and even
    /// deflated they are more than two fifths of their size, as digits are at any level.
    static func isDense(_ block: LogBlock) -> Bool {
        let size = block.endOffsetBytes - block.offsetBytes
        return hasLargeRecords(block.payload.count, records: block.count)
            && size * 5 > block.payload.count * 2
    }
}
