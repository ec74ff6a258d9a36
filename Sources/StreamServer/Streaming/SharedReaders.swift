internal import EventLog
internal import Tapes
internal import Synchronization

/// The tapes that are being streamed, each opened once however many clients follow it.
final class SharedReaders: Sendable {
    /// An open tape, which is closed when nobody holds it any more.
    final class Tape: Sendable {
        let reader: LogReader
        /// The progress streams of the tape.
        let folds = SharedFolds()

        init(_ reader: LogReader) {
            self.reader = reader
        }
    }

    private struct Entry {
        weak let tape: Tape?
    }

    private struct State {
        var entries: [JobID: Entry] = [:]
        /// How many entries there may be before those of closed tapes are removed.
        var limit = 64
    }

    private let state = Mutex(State())

    /// The tape of a scan, opened by `open` unless it is open already.
    func tape(
        of job: JobID, open: () async throws -> LogReader
    ) async throws -> Tape {
        if let found = state.withLock({ $0.entries[job]?.tape }) { return found }
        let opened = Tape(try await open())
        return state.withLock { state in
            if let found = state.entries[job]?.tape { return found }
            state.entries[job] = Entry(tape: opened)
            if state.entries.count > state.limit {
                state.entries = state.entries.filter { $0.value.tape != nil }
                state.limit = max(64, state.entries.count * 2)
            }
            return opened
        }
    }
}
