/// How fast a scan is played: as it was, a number of times faster, or at once.
package struct Pace: Sendable {
    /// How many seconds of the scan a second of the play holds.
    let speed: Double
    private let clock = ContinuousClock()
    private var start: (instant: ContinuousClock.Instant, elapsed: Double)?

    /// Plays at `speed` from the first piece on.
    package init(speed: Double) {
        self.speed = speed
    }

    /// How long it is until the moment `elapsed` of the scan; the first one asked for is now.
    package mutating func wait(until elapsed: Double) -> Duration {
        let start = start ?? (clock.now, elapsed)
        self.start = start
        let due = start.instant + .seconds(max(0, elapsed - start.elapsed) / speed)
        return clock.now.duration(to: due)
    }
}
