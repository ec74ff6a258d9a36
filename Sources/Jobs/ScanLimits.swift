internal import ScanEvents
internal import Scanning

/// How many scans there may be at once, and how large a sweep may be.
package struct ScanLimits: Sendable {
    /// The most scans that are worked on at once.
    package var maxRunning = 2
    /// The most scans that wait.
    package var maxWaiting = 64
    /// The most trials of a sweep, sets times stocks, whatever its request allows.
    package var maxTrials = SweepRequest.defaultMaxTrials
    /// The most memory for the portfolios of a sweep's sets, in bytes; more sets than that are worked
    /// on in blocks.
    package var maxSweepMemoryBytes = SweepPlan.defaultMemoryBytes

    /// Makes the defaults.
    package init() {}

    /// How many scans may wait or work that clients have asked for.
    ///
    /// One client may have as many as there may be at all, and a few more are left for others then.
    package var sharedPlaces: Int {
        let most = maxRunning + maxWaiting
        return most + (most + 7) / 8
    }
}
