internal import Projections

/// A scan in a list.
package struct ScanListEntry: Sendable, Equatable {
    /// The scan.
    package let job: JobID
    /// Where it stands.
    package var standing: ScanStanding
    /// The strategy; nil where the registry does not tell.
    package let strategy: String?
    /// When the scan was asked for, in the form of the records' times.
    package let requestedAt: String
    /// How many sets a sweep tries; nil for a scan.
    package let sets: Int?
    /// How many stocks it has, or trials of a sweep; nil where that is not known, as are the others.
    package var total: Int?
    /// How many stocks have a result.
    package var successful: Int?
    /// How many stocks failed.
    package var failed: Int?
    /// The sum of the results' profits and losses, with two decimals.
    package var totalPnL: Double?
    /// The size of the tape, in bytes; nil where it is neither sealed nor read.
    package let bytes: Int?
    /// Whether the tape is sealed, as the registry or the tape tells; nil where neither does.
    package var isSealed: Bool?

    /// What the registry tells of a scan.
    init(_ entry: ScanRegistry.Entry, _ standing: ScanStanding? = nil, bytes: Int? = nil) {
        job = entry.job
        strategy = entry.request.strategy
        sets = entry.request.sets
        requestedAt = entry.recordedAt
        self.bytes = bytes ?? entry.bytes
        self.standing = standing ?? entry.outcome?.standing ?? .completed
        total = entry.outcome?.total
        successful = entry.outcome?.successful
        failed = entry.outcome?.failed
        totalPnL = entry.outcome?.totalPnL
        if standing == nil { isSealed = entry.seal != nil }
    }

    /// A scan that is not sealed yet, with what its tape tells so far.
    init(
        _ entry: ScanRegistry.Entry, _ standing: ScanStanding?, of scan: ScanState,
        bytes: Int? = nil
    ) {
        self.init(
            entry, standing ?? ScanStanding(end: scan.phase) ?? .running, bytes: bytes)
        total = scan.total
        successful = scan.successful
        failed = scan.failures.count
        totalPnL = scan.pnl.rounded(places: 2)
    }
}

/// Scans in a list, and whether there are more.
package struct ScanListPage: Sendable {
    /// The scans, newest first.
    package var entries: [ScanListEntry]
    /// Whether there are older ones of which was asked.
    package var hasMore: Bool
}

/// Of which scans a list is asked for.
package struct ScanListQuery: Sendable {
    /// Only those that stand so; nil for all.
    package var standings: Set<ScanStanding>?
    /// Only those with this strategy.
    package var strategy: String?
    /// Only those asked for at this time or later, a prefix of a record's time.
    package var since: String?
    /// Only those asked for before this time, a prefix of a record's time.
    package var until: String?
    /// Only those older than this one.
    package var before: JobID?
    /// The most that are listed.
    package var limit = 50

    /// Asks for the newest.
    package init() {}

    /// The page of `entries`, which are in the order of recording.
    ///
    /// - Parameters:
    ///   - entries: what the registry has.
    ///   - describe: tells of one scan.
    /// - Returns: the newest of them, as many as there may be.
    /// - Throws: what `describe` throws; `TapeError.notListed` where `before` is not there.
    func page(
        of entries: [ScanRegistry.Entry],
        describe: (ScanRegistry.Entry) throws(TapeError) -> ScanListEntry
    ) throws(TapeError) -> ScanListPage {
        var page = ScanListPage(entries: [], hasMore: false)
        var end = entries.count
        if let before {
            guard let index = entries.lastIndex(where: { $0.job == before }) else {
                throw .notListed(before.description)
            }
            end = index
        }
        for entry in entries[..<end].reversed() where matches(entry) {
            let found = try describe(entry)
            guard standings?.contains(found.standing) ?? true else { continue }
            if page.entries.count == limit {
                page.hasMore = true
                break
            }
            page.entries.append(found)
        }
        return page
    }

    private func matches(_ entry: ScanRegistry.Entry) -> Bool {
        (strategy.map { $0 == entry.request.strategy } ?? true)
            && (since.map { entry.recordedAt >= $0 } ?? true)
            && (until.map { entry.recordedAt < $0 } ?? true)
    }
}
