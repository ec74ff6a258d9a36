package import EventLog
internal import Projections
package import ScanEvents
internal import Storage
internal import Synchronization
package import Tapes

extension LogReader {
    /// Calls `body` with each record up to `moment`, or to the end, in order and with the bytes that it
    /// was read from, reading ahead on another thread.
    ///
    /// For one who waits for one tape, not for a service: there the cores have other work, and a
    /// call that waits for a thread while it holds one could wait for ever.
    ///
    /// Blocks on the file.
    /// - Throws: `TapeError`.
    package func forEachEvent(
        until moment: TapeMoment?, _ body: (RecordedEvent, [UInt8]) -> Void
    ) throws(TapeError) {
        var cut = TapeCut(moment)
        let commits = CommitReading(blocks())
        let ahead = ReadAhead { () throws(LogError) in try commits.next() }
        while !cut.isPast, let commit = try asTapeError(ahead.next) {
            let part = cut.prefix(of: commit)
            try forEachEvent(in: part, part.firstSeq..<part.endSeq, body)
        }
    }

    /// The last message of the scan's progress stream, which is its whole result; nil while it
    /// has not ended.
    ///
    /// Blocks on the file.
    /// - Throws: `TapeError`.
    package func finalMessage() throws(TapeError) -> [UInt8]? {
        var stream = ProgressStream(every: .max)
        var last: [UInt8]?
        try forEachEvent { record, bytes in
            if let message = stream.apply(record, in: bytes).last { last = message.data }
        }
        return stream.state.isFinished ? last : nil
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
