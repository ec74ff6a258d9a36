/// How many scans there may be at once.
package struct ScanLimits: Sendable {
    /// The most scans that are worked on at once.
    package var maxRunning = 2
    /// The most scans that wait.
    package var maxWaiting = 64

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
