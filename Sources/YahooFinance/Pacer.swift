internal import MarketData
internal import Synchronization

/// Lets requests begin, all of one client in one line: few at a time and not too often.
final class Pacer: Sendable {
    private let gate: TaskGate<Int>
    private let bucket: Mutex<TokenBucket>
    private let environment: YahooEnvironment

    /// A pacer with a full bucket.
    init(_ settings: YahooSettings, _ environment: YahooEnvironment) {
        gate = TaskGate(limit: settings.maximumRequestsInFlight)
        bucket = Mutex(
            TokenBucket(
                perSecond: settings.requestsPerSecond, burst: settings.burst,
                at: environment.uptime()))
        self.environment = environment
    }

    /// Runs `request` when its turn has come; the time until then is none of the read's own.
    ///
    /// Throws `CancellationError` when it never comes.
    func run<Value: Sendable>(_ request: () async throws -> Value) async throws -> Value {
        guard await WaitMeter.wait({ await gate.enter(0) }) else { throw CancellationError() }
        defer { gate.leave(0) }
        while let wait = bucket.withLock({ $0.take(at: environment.uptime()) }) {
            try await WaitMeter.wait { try await environment.sleep(wait) }
        }
        return try await request()
    }

    /// Lets no request begin for that long, and then few.
    func pause(for time: Duration) {
        bucket.withLock { $0.pause(until: environment.uptime() + time) }
    }
}
