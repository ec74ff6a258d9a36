internal import EventLog
internal import Tapes
internal import TapeStreams
internal import Synchronization

/// The progress of one tape, folded once for all feeds of it, however they differ in `every`.
///
/// Each feed reads the tape by itself and asks for the messages of each commit; who comes first has
/// it folded. The latest messages are kept for those who follow.
final class SharedFold: Sendable {
    /// How many bytes of messages are kept.
    private static let maxKeptBytes = 1024 * 1024

    private let state = Mutex(ProgressFold())

    /// Whether a feed can begin at record `seq`.
    func reaches(_ seq: Int) -> Bool { state.withLock { $0.reaches(seq) } }

    /// What a commit adds to the view of `every` from record `firstSeq` on.
    ///
    /// - Returns: the part, and whether it is the last; nil where the messages are no longer kept.
    /// - Throws: `JSONError` where a record is no event.
    func part(
        of block: LogBlock, every: Int, from firstSeq: Int
    ) throws -> (part: StreamPart, isLast: Bool)? {
        try state.withLock { fold in
            guard block.firstSeq <= fold.nextSeq else { return nil }
            try fold.fold(block, keeping: Self.maxKeptBytes)
            guard max(block.firstSeq, firstSeq) >= fold.keptFromSeq else { return nil }
            return (
                fold.part(of: block.firstSeq..<block.endSeq, every: every, from: firstSeq),
                fold.isFinished(before: block.endSeq)
            )
        }
    }
}

/// The folds of one tape, as long as feeds use them.
final class SharedFolds: Sendable {
    private struct Entry {
        weak let fold: SharedFold?
    }

    private let entries = Mutex<[Entry]>([])

    /// The fold for a feed that begins at record `seq`, and the record to read the tape from.
    func fold(at seq: Int) -> (fold: SharedFold, readsFromSeq: Int) {
        entries.withLock { entries in
            entries.removeAll { $0.fold == nil }
            for entry in entries {
                if let fold = entry.fold, fold.reaches(seq) { return (fold, seq) }
            }
            let fold = SharedFold()
            entries.append(Entry(fold: fold))
            return (fold, 0)
        }
    }
}
