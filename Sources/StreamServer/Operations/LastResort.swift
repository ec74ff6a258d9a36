internal import Foundation
internal import Glibc
package import Logging
internal import Synchronization

/// Ends the process where its services do not end by themselves in time.
///
/// Nothing is lost by it: tapes are whole at every moment, and scans go on at the next start.
package final class LastResort: Sendable {
    private let isOver = Atomic(false)
    private let limit: Duration
    private let logger: Logger

    /// Gives services so long to end.
    package init(after limit: Duration, _ logger: Logger) {
        self.limit = limit
        self.logger = logger
    }

    /// Begins to count; on a thread of its own, as all others may be what does not end.
    package func arm() {
        Thread.detachNewThread { [self] in
            Thread.sleep(forTimeInterval: limit / .seconds(1))
            guard !isOver.load(ordering: .relaxed) else { return }
            logger.critical(
                "the service does not end within \(limit) and is ended; scans go on when it is back"
            )
            _exit(1)
        }
    }

    /// Lets the process live on: the services have ended.
    package func disarm() {
        isOver.store(true, ordering: .relaxed)
    }
}
