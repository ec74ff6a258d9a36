internal import Dispatch
internal import Foundation
internal import Synchronization

/// Runs an actor's jobs one after the other on a thread that may block.
///
/// File I/O blocks, so it must stay off the event loops and off Swift's shared pool, whose few
/// threads everything else waits for.
package final class BlockingExecutor: SerialExecutor {
    /// As many threads as there are cores, for executors of which there are many.
    static let pool = DispatchQueue(label: "tapedeck.blocking", attributes: .concurrent)
    private static let threads = WorkThreads(16, label: "tapedeck.io")
    private let queue: DispatchQueue

    /// Makes an executor; `label` names its thread in a debugger.
    ///
    /// It has a thread of its own while there are jobs, unless it `isOneOfMany`.
    package init(label: String, isOneOfMany: Bool = false) {
        queue = DispatchQueue(label: label, target: isOneOfMany ? Self.pool : nil)
    }

    package func enqueue(_ job: consuming ExecutorJob) {
        let job = UnownedJob(job)
        let executor = unsafe asUnownedSerialExecutor()
        queue.async {
            unsafe job.runSynchronously(on: executor)
        }
    }
}

/// Runs tasks that compute for long on a few threads of their own, so that those of the shared pool
/// are free for what is short.
package final class WorkExecutor: TaskExecutor {
    /// As many threads as there are cores.
    package static let shared = WorkExecutor(
        threads: ProcessInfo.processInfo.activeProcessorCount)

    private let queues: [DispatchQueue]
    private let next = Atomic(0)

    init(threads: Int) {
        queues = (0..<max(1, threads)).map { DispatchQueue(label: "tapedeck.work.\($0)") }
    }

    package func enqueue(_ job: consuming ExecutorJob) {
        let job = UnownedJob(job)
        let executor = unsafe asUnownedTaskExecutor()
        let turn = next.wrappingAdd(1, ordering: .relaxed).newValue
        queues[Int(turn.magnitude % UInt(queues.count))].async {
            unsafe job.runSynchronously(on: executor)
        }
    }
}

extension BlockingExecutor {
    /// Runs `work`, which may block for a moment, on such a thread.
    package static func run<Value: Sendable>(
        _ work: @escaping @Sendable () -> Value
    ) async -> Value {
        await threads.run(work)
    }
}
