package import EventLog
package import Projections
internal import ScanEvents

extension LogReader {
    /// The scan's state after the records before `endSeq`, of those that are committed now.
    ///
    /// Blocks on the file.
    /// - Throws: `HistoryError`.
    package func scanState(
        before endSeq: Int = .max
    ) throws(HistoryError) -> ScanState {
        var state = ScanState()
        var blocks = blocks()
        while let block = try nextBlock(&blocks) {
            for seq in block.firstSeq..<block.endSeq {
                guard seq < endSeq else { return state }
                do throws(JSONError) {
                    let record = try RecordedEvent(block.payload, block.range(of: seq))
                    state.apply(record, in: block.payload)
                } catch {
                    throw .unreadableRecord(path: path, seq: seq, reason: error.description)
                }
            }
        }
        return state
    }

    private func nextBlock(_ blocks: inout LogBlocks) throws(HistoryError) -> LogBlock? {
        do throws(LogError) {
            return try blocks.next()
        } catch {
            throw .log(error)
        }
    }
}
