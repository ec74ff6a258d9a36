/// How long to wait before each attempt to go on with a scan that a fault has stopped: a second,
/// then twice as long each time, up to a minute.
struct RetryPauses: Sendable {
    /// The longest pause; work that went well for so long makes the next one short again.
    static let longest = Duration.seconds(60)

    private var pause = Duration.seconds(1)

    /// The pause before the next attempt.
    mutating func next() -> Duration {
        defer { pause = min(pause * 2, Self.longest) }
        return pause
    }
}
