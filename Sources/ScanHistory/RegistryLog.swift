internal import EventLog
internal import Synchronization

/// The registry's log for appending, which goes on once a fault of the disk has passed.
final class RegistryLog: Sendable {
    private let writer: Mutex<LogWriter>

    /// Appends by `writer` as long as that can.
    init(_ writer: LogWriter) {
        self.writer = Mutex(writer)
    }

    /// Appends a record, durably; one that failed before may turn out to be there, too.
    ///
    /// - Throws: `LogError`.
    func append(_ body: [UInt8]) async throws {
        let first = writer.withLock { $0 }
        do {
            _ = try await first.append(body)
            return
        } catch {
            // A writer that an error has ended stays so; another goes on with what the file holds.
            guard case .poisoned = error else { throw error }
        }
        let next = try await first.reopened()
        writer.withLock { if $0 === first { $0 = next } }
        _ = try await next.append(body)
    }
}
