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
        /// What its state takes.
        var bytes = 0
        /// Whether it was asked for lately.
        var isAskedFor = true
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

    /// The memory of the scans that have ended and are kept at hand, in all; those at work, of
    /// which there are few, and the one asked for last always are.
    private let maxBytes: Int

    private let entries = Mutex(Entries())

    /// Keeps so many bytes of scans that have ended.
    init(maxBytes: Int = 8 * 1024 * 1024) {
        self.maxBytes = maxBytes
    }

    /// The state of a scan after all that is committed to the tape behind `reader`.
    ///
    /// - Throws: `TapeError` where the tape cannot be read.
    func state(of job: JobID, _ reader: LogReader) async throws -> ScanState {
        try await BlockingExecutor.run {
            Result { () throws(TapeError) -> ScanState in try self.stateNow(of: job, reader) }
        }.get()
    }

    /// The same; blocks on the file.
    func stateNow(of job: JobID, _ reader: LogReader) throws(TapeError) -> ScanState {
        let fold = fold(of: job)
        // The tape only grows, also when it is sealed, so the state is never wrong.
        let state = try fold.state.withLock { state throws(TapeError) -> ScanState in
            try reader.update(&state)
            return state
        }
        keep(Entry(job: job, bytes: state.approximateBytes, tail: reader.tail))
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
            var total = ended.reduce(asked.bytes) { $0 + $1.bytes }
            for entry in ended where total > maxBytes {
                entries.folds[entry.job] = nil
                entries.kept.removeAll { $0.job == entry.job }
                total -= entry.bytes
            }
            entries.kept.append(asked)
        }
    }

    /// Forgets the scans that have ended and were not asked for since this was called last.
    func forgetUnasked() {
        entries.withLock { entries in
            let unasked = entries.kept.filter { !$0.isLive && !$0.isAskedFor }.map(\.job)
            for job in unasked { entries.folds[job] = nil }
            entries.kept.removeAll { unasked.contains($0.job) }
            for index in entries.kept.indices { entries.kept[index].isAskedFor = false }
        }
    }

    /// How many records of a scan are folded in already; for tests.
    func foldedRecords(of job: JobID) -> Int? {
        entries.withLock { $0.folds[job] }.map { $0.state.withLock { $0.nextSeq } }
    }
}
