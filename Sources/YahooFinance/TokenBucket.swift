/// Decides when a request may begin: so many at once, so many a second in the long run.
///
/// Times are measured from any fixed moment.
struct TokenBucket {
    private let perSecond: Double
    private let burst: Double
    private var tokens: Double
    /// When `tokens` was right; in the future while the bucket is paused.
    private var refilled: Duration

    /// A full bucket.
    init(perSecond: Double, burst: Int, at now: Duration) {
        precondition(perSecond > 0 && burst > 0, "a bucket that lets nothing through")
        self.perSecond = perSecond
        self.burst = Double(burst)
        tokens = self.burst
        refilled = now
    }

    /// Takes a token, or says how long to wait before trying again.
    mutating func take(at now: Duration) -> Duration? {
        if now > refilled {
            tokens = min(burst, tokens + (now - refilled) / .seconds(1) * perSecond)
            refilled = now
        }
        guard tokens < 1 else {
            tokens -= 1
            return nil
        }
        // A nanosecond more than computed, so that rounding cannot ask for an endless row of
        // waits for nothing.
        return (refilled - now) + .seconds((1 - tokens) / perSecond) + .nanoseconds(1)
    }

    /// Empties the bucket and keeps it empty until then.
    mutating func pause(until end: Duration) {
        tokens = 0
        refilled = max(refilled, end)
    }
}
