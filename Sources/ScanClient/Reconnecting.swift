/// When a client that has lost its connection tries again, and when it gives up.
struct Reconnecting {
    private static let firstPause = Duration.seconds(1)
    private static let longestPause = Duration.seconds(15)

    /// The service's own wish for the first pause, if it told one.
    var wishedPause: Duration?
    private let giveUpAfter: Duration
    private var tries = 0
    private var lostAt: Duration?

    /// Gives up where there was no news for so long.
    init(giveUpAfter: Duration) {
        self.giveUpAfter = giveUpAfter
    }

    /// Whether the connection was lost and nothing came since.
    var isTrying: Bool { tries > 0 }

    /// Notes that the service sent something.
    mutating func noteNews() {
        tries = 0
        lostAt = nil
    }

    /// The pause before the next try: about one second, two, four and so on up to fifteen.
    ///
    /// - Parameters:
    ///   - now: the time since some moment that stays the same.
    ///   - random: a number from 0 to 1, so that clients which were cut off together do not come
    ///     back together.
    /// - Returns: nil when it is time to give up.
    mutating func nextPause(at now: Duration, random: Double) -> Duration? {
        let lostAt = lostAt ?? now
        self.lostAt = lostAt
        let first = max(.milliseconds(100), wishedPause ?? Self.firstPause)
        let pause = min(Self.longestPause, first * (1 << min(tries, 10))) * (0.5 + random / 2)
        tries += 1
        return now + pause - lostAt > giveUpAfter ? nil : pause
    }
}
