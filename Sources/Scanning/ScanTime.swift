/// The time since a scan started, by a clock that never goes back; the time that an interrupted
/// scan lay idle is not counted.
struct ScanTime: Sendable {
    /// The time since the start.
    let elapsed: @Sendable () -> Duration
    /// Waits until so much time has passed since the start; throws when its task is cancelled.
    let sleep: @Sendable (_ until: Duration) async throws -> Void

    /// Starts now, with `offset` elapsed before.
    init<C: Clock<Duration>>(_ clock: C, startingAt offset: Duration) {
        let start = clock.now
        elapsed = { offset + start.duration(to: clock.now) }
        sleep = { until in
            try await clock.sleep(until: start.advanced(by: until - offset), tolerance: nil)
        }
    }

    /// The time since the start, in seconds.
    func seconds() -> Double {
        elapsed() / .seconds(1)
    }
}
