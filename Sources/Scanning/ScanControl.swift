internal import Synchronization

/// Lets its user end a scan that is running.
package final class ScanControl: Sendable {
    private let flag = Atomic(false)

    /// Makes a control for one scan.
    package init() {}

    /// Whether the scan is to end.
    package var isCancelled: Bool { flag.load(ordering: .relaxed) }

    /// Ends the scan once the stocks that are being worked on are done.
    package func cancel() {
        flag.store(true, ordering: .relaxed)
    }
}
