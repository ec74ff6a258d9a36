internal import Synchronization

/// A clock for the times of records: each look at it is a microsecond later than the last.
package final class ManualClock: Sendable {
    private let time: Mutex<Int64>

    /// Starts at `time`, in microseconds since 1970.
    package init(at time: Int64 = 1_763_900_000_000_000) {
        self.time = Mutex(time)
    }

    /// The present time.
    package var now: @Sendable () -> Int64 {
        {
            self.time.withLock { time in
                time += 1
                return time
            }
        }
    }

    /// Sets the clock, perhaps back.
    package func set(_ time: Int64) {
        self.time.withLock { $0 = time }
    }
}
