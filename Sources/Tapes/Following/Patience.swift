/// The pauses between the tries to reach somebody who is away.
package struct PauseRange: Sendable, Equatable {
    /// The first; each one after it is twice as long.
    package var first: Duration
    /// The longest.
    package var longest: Duration

    /// Makes a second, two, four and so on up to fifteen, unless told otherwise.
    package init(first: Duration = .seconds(1), longest: Duration = .seconds(15)) {
        self.first = first
        self.longest = longest
    }
}

/// When a follower whose source is away tries again, and when it gives up.
struct Patience {
    private let giveUpAfter: Duration
    private var tries = 0
    private var lostAt: Duration?

    /// Gives up where there was no news for so long.
    init(giveUpAfter: Duration) {
        self.giveUpAfter = giveUpAfter
    }

    /// Notes that there is news.
    ///
    /// - Returns: whether it was waited for.
    mutating func noteNews() -> Bool {
        defer {
            tries = 0
            lostAt = nil
        }
        return tries > 0
    }

    /// The pause before the next try.
    ///
    /// - Parameters:
    ///   - now: the time since some moment that stays the same.
    ///   - pauses: what the source asks for.
    ///   - random: a number from 0 to 1, so that clients which were cut off together do not come
    ///     back together.
    /// - Returns: nil when it is time to give up.
    mutating func nextPause(
        at now: Duration, _ pauses: PauseRange = PauseRange(), random: Double
    ) -> Duration? {
        let lostAt = lostAt ?? now
        self.lostAt = lostAt
        let first = max(.milliseconds(100), pauses.first)
        let pause = min(pauses.longest, first * (1 << min(tries, 10))) * (0.5 + random / 2)
        tries += 1
        return now + pause - lostAt > giveUpAfter ? nil : pause
    }
}
