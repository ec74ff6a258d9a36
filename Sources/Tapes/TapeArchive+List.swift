internal import EventLog
internal import Projections
internal import ScanEvents

extension TapeArchive {
    /// The scans of which `query` asks, newest first, without a lock and without a service.
    ///
    /// Sealed tapes are told by the registry; the others are read. A scan that has not ended is
    /// `unfinished`: whether one is at work on it, only the service knows. `missing` is one whose
    /// tape is gone, `damaged` one whose tape has another size than it was sealed with, cannot be
    /// read, or is another scan's.
    ///
    /// Blocks on the files.
    /// - Throws: `TapeError` where the directory cannot be read.
    package func list(_ query: ScanListQuery) throws(TapeError) -> ScanListPage {
        let jobs = try jobs()
        let registry = (try? registry()) ?? ScanRegistry()
        let present = Set(jobs)
        let entries = registry.jobs(with: jobs).map { registry[$0] ?? entry(ofUnregistered: $0) }
        return try query.page(of: entries) { entry throws(TapeError) in
            present.contains(entry.job)
                ? listed(entry) : ScanListEntry(entry, .missing)
        }
    }

    /// What a tape tells of itself that the registry does not know.
    private func entry(ofUnregistered job: JobID) -> ScanRegistry.Entry {
        let reader = try? reader(at: path(of: job))
        var state = try? reader?.scanState(before: 1)
        if state?.requested?.jobID != job.description { state = nil }
        return ScanRegistry.Entry(
            job: job, recordedAt: state?.requestedAt ?? "",
            request: ScanRegistry.RequestNote(
                state?.requested, sets: state?.sweep?.sets))
    }

    private func listed(_ entry: ScanRegistry.Entry) -> ScanListEntry {
        let path = path(of: entry.job)
        let bytes = try? fileSize(of: path, in: fileSystem)
        if let expected = entry.bytes {
            if bytes != expected { return ScanListEntry(entry, .damaged) }
            if entry.outcome != nil { return ScanListEntry(entry, bytes: bytes) }
        }
        guard let reader = try? reader(at: path), let state = try? reader.scanState() else {
            return ScanListEntry(entry, .damaged, bytes: bytes)
        }
        var found = ScanListEntry(
            entry, state.isFinished ? nil : .unfinished, of: state, bytes: bytes)
        found.isSealed = ((try? reader.seal()) ?? nil) != nil
        let isOther = state.requested.map { $0.jobID != entry.job.description } ?? false
        if reader.damage != nil || isOther { found.standing = .damaged }
        return found
    }
}
