internal import Synchronization

/// Lets each client make so many requests a second, and twice as many at once.
package final class RateLimiter: Sendable {
    private struct Bucket {
        var tokens: Double
        var filledAt: ContinuousClock.Instant
    }

    /// How many clients are remembered; those that have not come for longest are forgotten.
    private static let maxClients = 10_000

    private let perSecond: Double
    private let buckets = Mutex<[String: Bucket]>([:])

    /// Makes a limiter; 0 requests a second are no limit.
    package init(requestsPerSecond: Int) {
        perSecond = Double(requestsPerSecond)
    }

    /// Takes one request of a client.
    ///
    /// - Returns: nil where it may be served, else how long to wait for that.
    func admit(_ client: String, at now: ContinuousClock.Instant) -> Duration? {
        guard perSecond > 0 else { return nil }
        return buckets.withLock { buckets in
            let burst = perSecond * 2
            if buckets[client] == nil, buckets.count >= Self.maxClients {
                forgetHalf(of: &buckets)
            }
            var bucket = buckets[client] ?? Bucket(tokens: burst, filledAt: now)
            let elapsed = (now - bucket.filledAt) / .seconds(1)
            bucket.tokens = min(burst, bucket.tokens + max(0, elapsed) * perSecond)
            bucket.filledAt = now
            defer { buckets[client] = bucket }
            guard bucket.tokens >= 1 else {
                return .seconds((1 - bucket.tokens) / perSecond)
            }
            bucket.tokens -= 1
            return nil
        }
    }

    private func forgetHalf(of buckets: inout [String: Bucket]) {
        let times = buckets.values.map(\.filledAt).sorted()
        let median = times[times.count / 2]
        buckets = buckets.filter { $0.value.filledAt > median }
    }
}
