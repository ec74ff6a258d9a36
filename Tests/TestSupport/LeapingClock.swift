internal import Synchronization

/// A clock for code that waits: nobody does, the time leaps to where the waiting ends.
package final class LeapingClock: Clock, Sendable {
    /// A moment, by the time since the clock was made.
    package struct Instant: InstantProtocol {
        package var offset = Swift.Duration.zero

        package func advanced(by duration: Swift.Duration) -> Instant {
            Instant(offset: offset + duration)
        }

        package func duration(to other: Instant) -> Swift.Duration { other.offset - offset }

        package static func < (left: Instant, right: Instant) -> Bool {
            left.offset < right.offset
        }
    }

    private let time = Mutex(Instant())

    /// Makes a clock at zero.
    package init() {}

    package var now: Instant { time.withLock { $0 } }
    package var minimumResolution: Swift.Duration { .nanoseconds(1) }

    package func sleep(until deadline: Instant, tolerance: Swift.Duration?) async throws {
        try Task.checkCancellation()
        time.withLock { $0 = max($0, deadline) }
        await Task.yield()
    }
}
