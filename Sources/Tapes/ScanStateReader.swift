internal import JSONText
package import EventLog
package import Projections
package import ScanEvents

extension LogReader {
    /// The scan's state after the records before `endSeq`, of those that are committed now.
    ///
    /// Blocks on the file.
    /// - Throws: `TapeError`.
    package func scanState(
        before endSeq: Int = .max
    ) throws(TapeError) -> ScanState {
        var state = ScanState()
        try forEachEvent(before: endSeq) { record, bytes in state.apply(record, in: bytes) }
        return state
    }

    /// Folds into `state` the records that have been committed since.
    ///
    /// Blocks on the file; where it throws, `state` is right, but ends before the fault.
    /// - Throws: `TapeError`.
    package func update(_ state: inout ScanState) throws(TapeError) {
        try forEachEvent(from: state.nextSeq) { record, bytes in state.apply(record, in: bytes) }
    }

    /// Calls `body` with each record from `firstSeq` to before `endSeq` that is committed now, in
    /// order, and with the bytes that it was read from.
    ///
    /// Blocks on the file.
    /// - Throws: `TapeError`.
    package func forEachEvent(
        from firstSeq: Int = 0, before endSeq: Int = .max,
        _ body: (RecordedEvent, [UInt8]) -> Void
    ) throws(TapeError) {
        var blocks = blocks(from: firstSeq)
        while let commit = try asTapeError({ () throws(LogError) in try blocks.next() }) {
            let start = max(firstSeq, commit.firstSeq)
            try forEachEvent(in: commit, start..<max(start, min(endSeq, commit.endSeq)), body)
            guard commit.endSeq < endSeq else { return }
        }
    }

    /// Calls `body` with the records of a commit whose numbers are in `seqs`, in order.
    ///
    /// - Throws: `TapeError` where a record is no event.
    package func forEachEvent(
        in commit: LogBlock, _ seqs: Range<Int>, _ body: (RecordedEvent, [UInt8]) -> Void
    ) throws(TapeError) {
        for seq in seqs {
            do throws(JSONError) {
                body(
                    try RecordedEvent(commit.payload, commit.range(of: seq)), commit.payload)
            } catch {
                throw .unreadableRecord(path: path, seq: seq, reason: error.description)
            }
        }
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
    /// - Throws: `TapeError`.
    package func requested() throws(TapeError) -> ScanEvent.Requested? {
        try scanState(before: 1).requested
    }
}
