internal import Foundation

/// What a source answered when it was asked for a range of days.
struct PriceCacheEntry: Sendable {
    /// The days asked for, which say more than those of the bars: a range that ends with a
    /// holiday, or begins before the stock was listed, is known as well as any other.
    let range: DayRange
    /// When the source answered, in whole seconds.
    let fetchedAt: Date
    /// The bars, or that there are none.
    let outcome: Result<PriceHistory, PriceError>

    /// Notes an answer.
    init(range: DayRange, fetchedAt: Date, outcome: Result<PriceHistory, PriceError>) {
        self.range = range
        self.fetchedAt = fetchedAt.inWholeSeconds
        self.outcome = outcome
    }

    /// Whether the answer still holds for `asked`.
    ///
    /// Bars hold for ever where they were settled when they were fetched, and for `maximumAge`
    /// elsewhere, but one of a session that had not ended no longer than that session. That there
    /// are none holds for a day; of an unknown ticker, in any range.
    func answers(
        _ asked: DayRange, interval: BarInterval, at now: Date, maximumAge: TimeInterval?
    ) -> Bool {
        let covers = range.begins(noLaterThan: asked) && range.ends(noEarlierThan: asked)
        switch outcome {
        case .success(let history):
            guard covers, hasBeginning(of: asked, history.bars, interval) else { return false }
            guard let maximumAge else { return true }
            if let end = openUntil(in: asked, history), end <= now { return false }
            return isSettled(through: asked.to, interval) || isYounger(than: maximumAge, at: now)
        case .failure(let error):
            return (covers || error.code == .unknownTicker)
                && isYounger(than: Self.failureAge, at: now)
        }
    }

    /// The bars from one day to another, or the error that there are none.
    func history(of ticker: String, in asked: DayRange) throws(PriceError) -> PriceHistory {
        let all = try outcome.get()
        let bars = all.bars.clipped(from: asked.from, to: asked.to)
        guard !bars.isEmpty else {
            let have = all.bars.coverage.map { "from \($0.lowerBound) to \($0.upperBound)" } ?? ""
            throw PriceError(
                .noData,
                "there are no bars of '\(ticker)' \(asked); there are \(all.bars.count), \(have)")
        }
        return PriceHistory(
            bars: bars, counts: all.counts, fetchedAt: fetchedAt,
            openUntil: openUntil(in: asked, all))
    }

    /// When the session of the last bar ends, if that is an open one and among those asked for.
    private func openUntil(in asked: DayRange, _ history: PriceHistory) -> Date? {
        guard let last = history.bars.times.last, asked.to.map({ last.day <= $0 }) ?? true else {
            return nil
        }
        return history.openUntil
    }

    /// Whether no bar up to `last` was still to change at the time of the fetch.
    ///
    /// A day is over when it is over at UTC-12, the last place on Earth; a bar that begins on
    /// it, when its longest possible span is.
    private func isSettled(through last: CalendarDate?, _ interval: BarInterval) -> Bool {
        guard let last else { return false }
        let seconds = fetchedAt.timeIntervalSince1970 - 12 * 60 * 60
        return Double(last.dayNumber) + interval.longestDays
            <= (seconds / (24 * 60 * 60)).rounded(.down)
    }

    /// Whether bars asked for without a first day go back far enough.
    ///
    /// Of short bars there were only the latest, so the first bar tells how far.
    private func hasBeginning(of asked: DayRange, _ bars: Bars, _ interval: BarInterval) -> Bool {
        guard interval.isIntraday, range.from == nil, let from = asked.from,
            let first = bars.coverage?.lowerBound
        else { return true }
        return first <= from
    }

    private func isYounger(than age: TimeInterval, at now: Date) -> Bool {
        // A clock that went back must not make an answer last.
        0...age ~= now.inWholeSeconds.timeIntervalSince(fetchedAt)
    }

    private static let failureAge: TimeInterval = 24 * 60 * 60
}

extension Date {
    /// The second that it falls in.
    var inWholeSeconds: Date {
        Date(timeIntervalSince1970: timeIntervalSince1970.rounded(.down))
    }
}

extension BarInterval {
    /// The most days from the beginning of a bar to its end.
    fileprivate var longestDays: Double {
        switch self {
        case .fiveDays: 14
        case .week: 7
        case .month: 31
        case .threeMonths: 92
        default: 1
        }
    }
}
