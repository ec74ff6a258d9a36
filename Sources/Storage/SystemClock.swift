internal import Foundation

/// Microseconds since 1970-01-01T00:00:00Z.
///
/// Informative only: clocks go back, so nothing is ever ordered by it.
package typealias MicrosecondsSinceEpoch = Int64

/// The machine's clock.
package enum SystemClock {
    /// The present time.
    package static let now: @Sendable () -> MicrosecondsSinceEpoch = {
        MicrosecondsSinceEpoch(Date().timeIntervalSince1970 * 1_000_000)
    }
}
