internal import Dispatch
internal import Foundation
internal import Glibc
internal import Synchronization

/// Threads for what blocks or computes, used by nobody else, so that it waits for nothing but its
/// own kind.
///
/// The queues of the system will not do: all of one kind share as many threads as there are cores,
/// so that a few long works hold up every short one.
package final class WorkThreads: Sendable {
    private let works = Mutex<[@Sendable () -> Void]>([])
    private let due = DispatchSemaphore(value: 0)

    /// Starts so many threads, which stay.
    ///
    /// - Parameters:
    ///   - count: how many works there may be at once.
    ///   - label: names the threads in a debugger.
    ///   - niceness: how far they give way to others, from 0, not at all, to 19.
    package init(_ count: Int, label: String, niceness: Int32 = 0) {
        for _ in 0..<count {
            let thread = Thread { [self] in
                Self.giveWay(niceness)
                while true { next()() }
            }
            thread.name = label
            thread.start()
        }
    }

    /// Runs `work` when a thread is free, the first that came first.
    package func run<Value: Sendable>(_ work: @escaping @Sendable () -> Value) async -> Value {
        await withCheckedContinuation { continuation in
            works.withLock { $0.append { continuation.resume(returning: work()) } }
            due.signal()
        }
    }

    /// Waits for a work, the one that came first.
    private func next() -> @Sendable () -> Void {
        due.wait()
        return works.withLock { $0.removeFirst() }
    }

    /// How far the calling thread gives way to others.
    package static var niceness: Int32 { getpriority(thread, 0) }

    /// To Linux, process 0 is the calling thread.
    private static let thread = Int32(PRIO_PROCESS.rawValue)

    /// Lets the calling thread give way to others; it cannot be taken back.
    package static func giveWay(_ niceness: Int32) {
        if niceness > Self.niceness { _ = setpriority(thread, 0, niceness) }
    }
}
