internal import Synchronization

/// Measures how long a read of prices waits for its turn, rather than for its answer.
///
/// A source that lets nobody ask too often runs its waits through the meter of the task; so whoever
/// gives the read a time limit can leave them out.
package final class WaitMeter: Sendable {
    /// The meter of the read that the task works on, if anyone measures it.
    @TaskLocal package static var current: WaitMeter?

    private struct State {
        var total = Duration.zero
        /// When the wait began that lasts; nil while there is none.
        var start: Duration?
        /// Whether the answer was there already.
        var wasKept = false
    }

    private let elapsed: @Sendable () -> Duration
    private let state = Mutex(State())

    /// Makes a meter; `elapsed` is the time since any fixed moment.
    package init(elapsed: @escaping @Sendable () -> Duration) {
        self.elapsed = elapsed
    }

    /// How long the read has waited so far, a wait that lasts included.
    package func waited() -> Duration {
        state.withLock { state in
            state.total + (state.start.map { elapsed() - $0 } ?? .zero)
        }
    }

    /// Whether the read was answered from what is kept, so that no server was asked.
    package var wasKept: Bool { state.withLock(\.wasKept) }

    /// Notes that the read of the task is answered from what is kept.
    package static func noteKept() {
        current?.state.withLock { $0.wasKept = true }
    }

    /// Waits by an operation, whose time the meter of the task counts.
    package static func wait<Value>(_ operation: () async throws -> Value) async rethrows -> Value {
        current?.begin()
        defer { current?.end() }
        return try await operation()
    }

    /// A read waits for one thing at a time.
    private func begin() {
        state.withLock { $0.start = elapsed() }
    }

    private func end() {
        state.withLock { state in
            state.total += state.start.map { elapsed() - $0 } ?? .zero
            state.start = nil
        }
    }
}
