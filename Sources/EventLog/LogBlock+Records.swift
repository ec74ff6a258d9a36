extension LogBlock {
    /// When record `seq` was written, as it stands in the record; nil where its frame is another.
    package func time(of seq: Int) -> ArraySlice<UInt8>? {
        RecordFrame.time(in: payload, range(of: seq))
    }

    /// The same commit with its records before `seq` only.
    package func prefix(before seq: Int) -> LogBlock {
        LogBlock(
            firstSeq: firstSeq, payload: payload,
            lineEnds: Array(lineEnds.prefix(max(0, seq - firstSeq))), offsetBytes: offsetBytes,
            endOffsetBytes: endOffsetBytes)
    }
}
