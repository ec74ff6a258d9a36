internal import Storage
internal import Zlib

/// Finds the place of a record in a log without reading what lies before it.
///
/// The records of a log are of like size, so interpolation between two known places comes close
/// in a few steps; every other step halves the range, which bounds the number of steps.
struct LogSearch: ~Copyable {
    /// A range this small is read from its start.
    private static let nearBytes = 128 * 1024

    private let file: any OpenFile
    private var inflater = Inflater()
    private var prefix: [UInt8] = []

    /// Searches `file`.
    init(_ file: any OpenFile) {
        self.file = file
    }

    /// A place at or shortly before the commit that holds record `seq`.
    ///
    /// - Parameters:
    ///   - seq: a record before the end.
    ///   - end: where the committed log ends, and its next sequence number.
    /// - Returns: the start of a commit; O(log n) reads of at most 65 KiB.
    /// - Throws: `LogError.file`.
    mutating func place(before seq: Int, end: CommitStart) throws(LogError) -> CommitStart {
        var low = CommitStart.ofLog
        var high = end
        var halves = false
        while high.offsetBytes - low.offsetBytes > Self.nearBytes, low.seq < seq {
            let span = high.offsetBytes - low.offsetBytes
            let share =
                halves ? 0.5 : Double(seq - low.seq) / Double(max(1, high.seq - low.seq))
            halves.toggle()
            // A little before the estimate, as a place behind the record is of less use.
            let estimate = Int(Double(span) * share) - Self.nearBytes / 2
            let offset = low.offsetBytes + min(max(estimate, 1), span - 1)
            let found = try firstCommit(from: offset, before: high.offsetBytes)
            if let found, found.seq <= seq {
                low = found
            } else {
                high = CommitStart(offsetBytes: offset, seq: found?.seq ?? high.seq)
            }
        }
        return low
    }

    /// The first commit that starts at `offset` or later, as far as its header can tell.
    private mutating func firstCommit(
        from offset: Int, before end: Int
    ) throws(LogError) -> CommitStart? {
        // The longest member, and the beginning of the one after it.
        let count = min(Member.maxBytes + 1024, end - offset)
        let bytes = try asLogError { () throws(FileError) in
            try file.read(at: offset, count: count)
        }
        var start = 0
        while let candidate = bytes[start...].firstIndex(of: Member.signature[0]) {
            if Member.size(in: bytes, at: candidate) != nil,
                let seq = firstSeq(bytes, at: candidate)
            {
                return CommitStart(offsetBytes: offset + candidate, seq: seq)
            }
            start = candidate + 1
        }
        return nil
    }

    private mutating func firstSeq(_ bytes: [UInt8], at offset: Int) -> Int? {
        let data = bytes.span.extracting((offset + Member.headerBytes)...)
        inflater.inflatePrefix(data, count: 32, into: &prefix)
        return RecordFrame.seq(in: prefix, at: 0)
    }
}
