package import EventLog
package import Projections
package import ScanEvents
internal import Synchronization

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

    /// Folds into `state` the records that have been committed since.
    ///
    /// Blocks on the file; where it throws, `state` is right, but ends before the fault.
    /// - Throws: `HistoryError`.
    package func update(_ state: inout ScanState) throws(HistoryError) {
        try forEachEvent(from: state.nextSeq) { record, bytes in state.apply(record, in: bytes) }
    }

    /// Calls `body` with each record from `firstSeq` to before `endSeq` that is committed now, in
    /// order, and with the bytes that it was read from.
    ///
    /// Blocks on the file.
    /// - Throws: `HistoryError`.
    package func forEachEvent(
        from firstSeq: Int = 0, before endSeq: Int = .max,
        _ body: (RecordedEvent, [UInt8]) -> Void
    ) throws(HistoryError) {
        let commits = CommitReading(blocks(from: firstSeq))
        let isLong = lengthBytes >= Self.longBytes
        let ahead = isLong ? ReadAhead { () throws(LogError) in try commits.next() } : nil
        while let block = try nextBlock(commits, ahead) {
            for seq in max(firstSeq, block.firstSeq)..<block.endSeq {
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

    /// From this size on, a tape is read by one thread and folded by another.
    private static var longBytes: Int { 1024 * 1024 }

    private func nextBlock(
        _ commits: CommitReading, _ ahead: ReadAhead<LogBlock, LogError>?
    ) throws(HistoryError) -> LogBlock? {
        do throws(LogError) {
            if let ahead { return try ahead.next() }
            return try commits.next()
        } catch {
            throw .log(error)
        }
    }
}

/// The commits of a tape, read by one thread after the other.
private final class CommitReading: Sendable {
    private let blocks: Mutex<LogBlocks>

    init(_ blocks: consuming sending LogBlocks) {
        self.blocks = Mutex(blocks)
    }

    func next() throws(LogError) -> LogBlock? {
        try blocks.withLock { blocks throws(LogError) in try blocks.next() }
    }
}

extension LogReader {
    /// The record that ended the scan, nil while it has not ended; read from the tape's end alone.
    ///
    /// Blocks on the file.
    package var lastEventSeq: Int? {
        let nextSeq = tail.position.nextSeq
        guard nextSeq > 0 else { return nil }
        // The seal follows the scan's last event.
        let first = max(0, nextSeq - 2)
        var blocks = blocks(from: first)
        while let block = try? blocks.next() {
            for seq in max(first, block.firstSeq)..<block.endSeq {
                guard let record = try? RecordedEvent(block.payload, block.range(of: seq)) else {
                    continue
                }
                switch record.event {
                case .completed, .cancelled, .failed: return seq
                default: continue
                }
            }
        }
        return nil
    }

    /// The last message of the scan's progress stream, which is its whole result; nil while it
    /// has not ended.
    ///
    /// Blocks on the file.
    /// - Throws: `HistoryError`.
    package func finalMessage() throws(HistoryError) -> [UInt8]? {
        var stream = ProgressStream(every: .max)
        var last: [UInt8]?
        try forEachEvent { record, bytes in
            if let message = stream.apply(record, in: bytes).last { last = message.data }
        }
        return stream.state.isFinished ? last : nil
    }

    /// Waits until no record will follow, or until the task is cancelled.
    package func waitForEnd() async {
        var position = tail.position
        while !position.isEnded && !Task.isCancelled {
            await tail.waitForChange(from: position)
            position = tail.position
        }
    }

    /// The request of the scan, nil where the tape does not begin with one.
    ///
    /// Blocks on the file.
    /// - Throws: `HistoryError`.
    package func requested() throws(HistoryError) -> ScanEvent.Requested? {
        try scanState(before: 1).requested
    }
}
