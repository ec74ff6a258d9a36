internal import Foundation

/// The machine's clock.
package enum SystemClock {
    /// The present time.
    package static let now: @Sendable () -> MicrosecondsSinceEpoch = {
        MicrosecondsSinceEpoch(Date().timeIntervalSince1970 * 1_000_000)
    }
}
