internal import EventLog
internal import Synchronization

/// The registry's log for appending, which goes on once a fault of the disk has passed.
final class RegistryLog: Sendable {
    private struct State {
        var writer: LogWriter
        /// Whether an error has ended the writer.
        var hasFailed = false
    }

    private let state: Mutex<State>

    /// Appends by `writer` as long as that can.
    init(_ writer: LogWriter) {
        state = Mutex(State(writer: writer))
    }

    /// Appends a record, durably; one that failed before may turn out to be there, too.
    ///
    /// - Throws: `LogError`; `.poisoned` where this record may be there in spite of it.
    func append(_ body: [UInt8]) async throws {
        let (first, hadFailed) = state.withLock { ($0.writer, $0.hasFailed) }
        do {
            _ = try await first.append(body)
            return
        } catch {
            // A writer that an error has ended stays so; another goes on with what the file holds.
            guard case .poisoned = error else { throw error }
            state.withLock { if $0.writer === first { $0.hasFailed = true } }
            let next: LogWriter
            do {
                next = try await first.reopened()
            } catch let second {
                // What was written by the writer that has just failed may stand in the file.
                throw hadFailed ? second : error
            }
            state.withLock { if $0.writer === first { $0 = State(writer: next) } }
            _ = try await next.append(body)
        }
    }
}
