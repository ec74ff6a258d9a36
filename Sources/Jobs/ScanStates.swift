internal import EventLog
internal import Projections
internal import Tapes
internal import Storage
internal import Synchronization

/// How scans stand, kept at hand so that each question costs only what is new on the tape.
final class ScanStates: Sendable {
    /// One scan's state, folded as far as it was last asked for.
    private final class Fold: Sendable {
        let state = Mutex(ScanState())
    }

    /// A scan that was asked for.
    private struct Entry {
        let job: JobID
        /// How many records it has, which is what its state costs at most.
        var records = 0
        /// Its tape, as long as somebody else holds that.
        weak var tail: LogTail?

        /// Whether its tape may grow, so that it will be asked for again.
        var isLive: Bool { tail.map { !$0.position.isEnded } ?? false }
    }

    private struct Entries {
        var folds: [JobID: Fold] = [:]
        /// The scans, the one asked for last at the end.
        var kept: [Entry] = []
    }

    /// How many records of scans that have ended are kept at hand in all, to bound the memory;
    /// the scans at work, of which there are few, and the one asked for last always are.
    private let maxRecords: Int

    private let entries = Mutex(Entries())

    /// Keeps so many records of scans that have ended.
    init(maxRecords: Int = 100_000) {
        self.maxRecords = maxRecords
    }

    /// The state of a scan after all that is committed to the tape behind `reader`.
    ///
    /// - Throws: `HistoryError` where the tape cannot be read.
    func state(of job: JobID, _ reader: LogReader) async throws -> ScanState {
        try await BlockingExecutor.run {
            Result { () throws(HistoryError) -> ScanState in try self.stateNow(of: job, reader) }
        }.get()
    }

    /// The same; blocks on the file.
    func stateNow(of job: JobID, _ reader: LogReader) throws(HistoryError) -> ScanState {
        let fold = fold(of: job)
        // The tape only grows, also when it is sealed, so the state is never wrong.
        let state = try fold.state.withLock { state throws(HistoryError) -> ScanState in
            try reader.update(&state)
            return state
        }
        keep(Entry(job: job, records: state.nextSeq, tail: reader.tail))
        return state
    }

    private func fold(of job: JobID) -> Fold {
        entries.withLock { entries in
            if let fold = entries.folds[job] { return fold }
            let fold = Fold()
            entries.folds[job] = fold
            entries.kept.append(Entry(job: job))
            return fold
        }
    }

    /// Notes that a scan was asked for, and forgets those that were not for longest.
    private func keep(_ asked: Entry) {
        entries.withLock { entries in
            guard entries.folds[asked.job] != nil else { return }
            entries.kept.removeAll { $0.job == asked.job }
            let ended = entries.kept.filter { !$0.isLive }
            // A scan without a record costs something, too.
            var total = ended.reduce(max(asked.records, 100)) { $0 + max($1.records, 100) }
            for entry in ended where total > maxRecords {
                entries.folds[entry.job] = nil
                entries.kept.removeAll { $0.job == entry.job }
                total -= max(entry.records, 100)
            }
            entries.kept.append(asked)
        }
    }

    /// How many records of a scan are folded in already; for tests.
    func foldedRecords(of job: JobID) -> Int? {
        entries.withLock { $0.folds[job] }.map { $0.state.withLock { $0.nextSeq } }
    }
}
