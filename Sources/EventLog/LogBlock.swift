/// Where a commit starts.
package struct CommitStart: Hashable, Sendable {
    /// The commit's offset in the file, in bytes.
    package var offsetBytes: Int
    /// The sequence number of its first record.
    package var seq: Int

    /// The start of a log.
    package static let ofLog = CommitStart(offsetBytes: 0, seq: 0)
}

/// The records of one commit, as they stand in the log.
package struct LogBlock: Sendable {
    /// The sequence number of the first record.
    package let firstSeq: Int
    /// The records' lines, each with its line feed.
    package let payload: [UInt8]
    /// Where each line ends in `payload`, after its line feed.
    package let lineEnds: [Int]
    /// Where the commit starts in the file, in bytes.
    package let offsetBytes: Int
    /// Where the next commit starts in the file, in bytes.
    package let endOffsetBytes: Int

    /// How many records there are.
    package var count: Int { lineEnds.count }
    /// The sequence number after the last record.
    package var endSeq: Int { firstSeq + lineEnds.count }

    /// Where record `seq` stands in `payload`, without its line feed.
    package func range(of seq: Int) -> Range<Int> {
        let index = seq - firstSeq
        return (index == 0 ? 0 : lineEnds[index - 1])..<(lineEnds[index] - 1)
    }
}
