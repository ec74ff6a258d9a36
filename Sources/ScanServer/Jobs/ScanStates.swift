internal import EventLog
internal import Projections
internal import ScanHistory
internal import Synchronization

/// How scans stand, kept at hand so that each question costs only what is new on the tape.
final class ScanStates: Sendable {
    /// One scan's state, folded as far as it was last asked for.
    private final class Fold: Sendable {
        let state = Mutex(ScanState())
    }

    private struct Entries {
        var folds: [JobID: Fold] = [:]
        /// The scans, the one asked for last at the end, and how many records each one has.
        var kept: [(job: JobID, records: Int)] = []
    }

    /// How many records are kept at hand in all, to bound the memory.
    private static let maxRecords = 100_000

    private let entries = Mutex(Entries())

    /// The state of a scan after all that is committed to the tape behind `reader`.
    ///
    /// - Throws: `HistoryError` where the tape cannot be read.
    func state(of job: JobID, _ reader: LogReader) async throws -> ScanState {
        let fold = fold(of: job)
        let state = try await BlockingExecutor.run {
            Result { () throws(HistoryError) -> ScanState in
                // The tape only grows, also when it is sealed, so the state is never wrong.
                try fold.state.withLock { state throws(HistoryError) -> ScanState in
                    try reader.update(&state)
                    return state
                }
            }
        }.get()
        keep(job, records: state.nextSeq)
        return state
    }

    private func fold(of job: JobID) -> Fold {
        entries.withLock { entries in
            if let fold = entries.folds[job] { return fold }
            let fold = Fold()
            entries.folds[job] = fold
            entries.kept.append((job, 0))
            return fold
        }
    }

    /// Notes that a scan was asked for, and forgets those that were not for longest.
    private func keep(_ job: JobID, records: Int) {
        entries.withLock { entries in
            guard entries.folds[job] != nil else { return }
            entries.kept.removeAll { $0.job == job }
            // A scan without a record costs something, too.
            entries.kept.append((job, max(records, 100)))
            var total = entries.kept.reduce(0) { $0 + $1.records }
            while total > Self.maxRecords {
                let forgotten = entries.kept.removeFirst()
                entries.folds[forgotten.job] = nil
                total -= forgotten.records
            }
        }
    }
}
