internal import EventLog
internal import Projections

extension ScanArchive {
    /// The scans of which `query` asks, newest first, without a lock and without a service.
    ///
    /// Sealed tapes are told by the registry; the others are read. A scan that has not ended is
    /// `unfinished`: whether one is at work on it, only the service knows. `missing` is one whose
    /// tape is gone, `damaged` one whose tape has another size than it was sealed with, or cannot
    /// be read.
    ///
    /// Blocks on the files.
    /// - Throws: `HistoryError` where the directory cannot be read.
    package func list(_ query: ScanListQuery) throws(HistoryError) -> ScanListPage {
        let jobs = try jobs()
        let registry = (try? registry()) ?? ScanRegistry()
        let present = Set(jobs)
        let known = Set(registry.entries.map(\.job))
        let strange = try jobs.filter { !known.contains($0) }.map {
            (job) throws(HistoryError) in entry(ofUnregistered: job)
        }
        let entries = (registry.entries + strange).sorted { $0.job < $1.job }
        return try query.page(of: entries) { entry throws(HistoryError) in
            present.contains(entry.job)
                ? listed(entry) : ScanListEntry(entry, state: "missing")
        }
    }

    /// What a tape tells of itself that the registry does not know.
    private func entry(ofUnregistered job: JobID) -> ScanRegistry.Entry {
        let reader = try? reader(at: path(of: job))
        let state = try? reader?.scanState(before: 1)
        return ScanRegistry.Entry(
            job: job, recordedAt: state?.requestedAt ?? "",
            request: ScanRegistry.RequestNote(state?.requested))
    }

    private func listed(_ entry: ScanRegistry.Entry) -> ScanListEntry {
        let path = path(of: entry.job)
        let bytes = try? fileSize(of: path, in: fileSystem)
        if let expected = entry.bytes {
            if bytes != expected { return ScanListEntry(entry, state: "damaged") }
            if entry.outcome != nil { return ScanListEntry(entry, bytes: bytes) }
        }
        guard let reader = try? reader(at: path), let state = try? reader.scanState() else {
            return ScanListEntry(entry, state: "damaged", bytes: bytes)
        }
        var found = ScanListEntry(
            entry, state: state.isFinished ? nil : "unfinished", of: state, bytes: bytes)
        if reader.damage != nil { found.state = "damaged" }
        return found
    }
}
