package import EventLog
package import Projections
package import ScanEvents

extension LogReader {
    /// The scan's state after the records before `endSeq`, of those that are committed now.
    ///
    /// Blocks on the file.
    /// - Throws: `HistoryError`.
    package func scanState(
        before endSeq: Int = .max
    ) throws(HistoryError) -> ScanState {
        var state = ScanState()
        try forEachEvent(before: endSeq) { record, bytes in state.apply(record, in: bytes) }
        return state
    }

    /// Calls `body` with each record before `endSeq` that is committed now, in order, and with
    /// the bytes that it was read from.
    ///
    /// Blocks on the file.
    /// - Throws: `HistoryError`.
    package func forEachEvent(
        before endSeq: Int = .max, _ body: (RecordedEvent, [UInt8]) -> Void
    ) throws(HistoryError) {
        var blocks = blocks()
        while let block = try nextBlock(&blocks) {
            for seq in block.firstSeq..<block.endSeq {
                guard seq < endSeq else { return }
                do throws(JSONError) {
                    body(
                        try RecordedEvent(block.payload, block.range(of: seq)), block.payload)
                } catch {
                    throw .unreadableRecord(path: path, seq: seq, reason: error.description)
                }
            }
        }
    }

    private func nextBlock(_ blocks: inout LogBlocks) throws(HistoryError) -> LogBlock? {
        do throws(LogError) {
            return try blocks.next()
        } catch {
            throw .log(error)
        }
    }
}
