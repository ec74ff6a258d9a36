internal import Dispatch

/// Runs an actor's jobs one after the other on a thread that may block.
///
/// File I/O blocks, so it must stay off the event loops and off Swift's shared pool, whose few
/// threads everything else waits for.
package final class BlockingExecutor: SerialExecutor {
    static let pool = DispatchQueue(label: "tapedeck.log", attributes: .concurrent)
    private let queue: DispatchQueue

    /// Makes an executor; `label` names its thread in a debugger.
    package init(label: String) {
        queue = DispatchQueue(label: label, target: Self.pool)
    }

    package func enqueue(_ job: consuming ExecutorJob) {
        let job = UnownedJob(job)
        let executor = unsafe asUnownedSerialExecutor()
        queue.async {
            unsafe job.runSynchronously(on: executor)
        }
    }
}

extension BlockingExecutor {
    /// Runs `work`, which may block, on such a thread.
    package static func run<Value: Sendable>(
        _ work: @escaping @Sendable () -> Value
    ) async -> Value {
        await withCheckedContinuation { continuation in
            pool.async { continuation.resume(returning: work()) }
        }
    }
}
