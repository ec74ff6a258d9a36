package import Foundation

/// The prices of a live source, kept on disk, so that no answer is asked for twice.
///
/// The kept bars of a ticker always come from one fetch, because dividends and splits change all
/// adjusted prices before them. So a range that is not covered is fetched together with the one
/// that is kept, and replaces it; bars shorter than a day, of which a source keeps the latest
/// only, are fetched for the range asked for. Bars of days that are over hold until a refresh, see
/// `refreshing`; one whose session had not ended holds until that ends.
package struct CachedPrices: LayeredPrices {
    /// The source behind it.
    package let base: any PriceSource
    private let files: PriceCacheFiles
    private let maximumAge: Duration?
    private let now: @Sendable () -> Date
    private var earliestFetch = Date.distantPast
    private let gate = TaskGate<String>(limit: 1)

    /// Puts a cache in front of a source.
    ///
    /// - Parameters:
    ///   - base: the source, whose name must say all that its prices depend on.
    ///   - directory: where the files are, in `<source>/<interval>/<ticker>.csv.gz`; made when
    ///     there is something to keep.
    ///   - maximumAge: how long bars hold that were not settled when they were fetched; nil for
    ///     ever.
    ///   - now: the time.
    ///   - report: takes, for the user, what is wrong with the files; the scan goes on.
    package init(
        _ base: any PriceSource,
        directory: String,
        maximumAge: Duration? = .seconds(15 * 60),
        now: @escaping @Sendable () -> Date = { Date() },
        report: @escaping @Sendable (String) -> Void = { _ in }
    ) {
        self.base = base
        self.maximumAge = maximumAge
        self.now = now
        name = base.name
        files = PriceCacheFiles(
            root: directory, source: base.name, interval: base.interval, report: report)
    }

    /// The same prices under another name, but what was kept before now is fetched again: for
    /// splits and dividends since, which change all adjusted prices before them.
    package func refreshing(as name: String) -> CachedPrices {
        var copy = self
        copy.name = name
        copy.earliestFetch = now().inWholeSeconds
        return copy
    }

    /// The name of the source behind it, or the one that a refresh has.
    package private(set) var name: String

    /// The bars of one ticker between two days, both inclusive, fetched only when need be.
    ///
    /// Throws what the source throws. `unknown_ticker` and `no_data` are kept for a day, other
    /// errors never. Of several tasks that ask for one ticker, one fetches and the others use
    /// what it got.
    package func history(
        of ticker: String, from: CalendarDate?, to: CalendarDate?
    ) async throws -> PriceHistory {
        guard await WaitMeter.wait({ await gate.enter(ticker) }) else {
            throw PriceError.cancelled(ticker: ticker, source: name)
        }
        defer { gate.leave(ticker) }
        let asked = DayRange(from: from, to: to)
        let kept = await files.entry(.bars, of: ticker)
        if let kept, answers(kept, asked) {
            WaitMeter.noteKept()
            return try kept.history(of: ticker, in: asked)
        }
        if let absence = await files.entry(.absence, of: ticker), answers(absence, asked) {
            WaitMeter.noteKept()
            return try absence.history(of: ticker, in: asked)
        }
        let range = interval.isIntraday ? asked : kept?.range.union(asked) ?? asked
        let fetched = await fetch(ticker, range)
        return try fetched.history(of: ticker, in: asked)
    }

    /// The bars of the last fetch, from the disk, if that was for all these days.
    package func keptHistory(
        of ticker: String, from: CalendarDate?, to: CalendarDate?
    ) async -> PriceHistory? {
        let asked = DayRange(from: from, to: to)
        guard let kept = await files.entry(.bars, of: ticker),
            kept.range.begins(noLaterThan: asked), kept.range.ends(noEarlierThan: asked)
        else { return nil }
        return try? kept.history(of: ticker, in: asked)
    }

    private func answers(_ entry: PriceCacheEntry, _ asked: DayRange) -> Bool {
        entry.fetchedAt >= earliestFetch
            && entry.answers(
                asked, interval: interval, at: now(),
                maximumAge: maximumAge.map { $0 / .seconds(1) })
    }

    /// Asks the source, and keeps the answer unless it may be another one the next time.
    private func fetch(_ ticker: String, _ range: DayRange) async -> PriceCacheEntry {
        do {
            let history = try await base.history(of: ticker, from: range.from, to: range.to)
            let entry = PriceCacheEntry(
                range: range, fetchedAt: history.fetchedAt ?? now(), outcome: .success(history))
            await files.store(entry, of: ticker)
            return entry
        } catch {
            let error = PriceError(error)
            let entry = PriceCacheEntry(range: range, fetchedAt: now(), outcome: .failure(error))
            if error.code == .unknownTicker || error.code == .noData {
                await files.store(entry, of: ticker)
            }
            return entry
        }
    }
}
