/// Days that a source was asked for, both ends inclusive; nil means no limit on that side.
struct DayRange: Hashable, Sendable {
    let from: CalendarDate?
    let to: CalendarDate?

    private var first: CalendarDate { from ?? .earliest }

    /// Whether this range begins as early as the other.
    func begins(noLaterThan other: DayRange) -> Bool {
        first <= other.first
    }

    /// Whether this range goes on as long as the other; only no limit is as long as no limit.
    func ends(noEarlierThan other: DayRange) -> Bool {
        guard let to else { return true }
        return other.to.map { $0 <= to } ?? false
    }

    /// The shortest range that holds both.
    func union(_ other: DayRange) -> DayRange {
        DayRange(
            from: from.flatMap { from in other.from.map { min(from, $0) } },
            to: to.flatMap { to in other.to.map { max(to, $0) } })
    }
}

extension DayRange: CustomStringConvertible {
    var description: String {
        switch (from, to) {
        case (nil, nil): "at all"
        case (let from?, nil): "from \(from)"
        case (nil, let to?): "up to \(to)"
        case (let from?, let to?): "from \(from) up to \(to)"
        }
    }
}
