internal import NIOCore

/// How long a request may take to arrive: a fixed time, and more for a body that comes.
struct RequestDeadline: Sendable {
    /// The pace, a second, at which a body earns time.
    static let bytesPerSecond = 16 * 1024
    /// The bytes that earn time; a request that is served has no more.
    static let maxBytes = 640 * 1024

    /// The time for a request without a body.
    let limit: TimeAmount

    /// The time from the head of a request to its end, when so many bytes of its body are here.
    func limit(bodyBytes: Int) -> TimeAmount {
        let bytes = Int64(min(bodyBytes, Self.maxBytes))
        return limit + .nanoseconds(bytes * 1_000_000_000 / Int64(Self.bytesPerSecond))
    }
}
