internal import EventLog
internal import Projections
internal import ScanEvents

/// Brings the registry and the tapes of a directory together when they are opened for writing.
struct HistoryStartUp {
    /// The registry's log, open for appending.
    let registryLog: LogWriter
    /// What is wrong, in words for the operator; nothing of it keeps the service from starting.
    private(set) var problems: [String] = []

    let archive: ScanArchive
    private let fileSystem: any FileSystem
    private let signer: CheckpointSigner?
    private let now: @Sendable () -> MicrosecondsSinceEpoch
    private let observer: CommitReport.Observer?
    /// What the registry says.
    private(set) var registry: ScanRegistry
    /// What has become of the registry, should it lack tapes that are there.
    let renewalCause: ScanRegistry.Renewal.Cause
    /// The scans whose tapes are damaged or gone.
    private(set) var damaged: Set<JobID> = []
    /// The tapes of scans that were cut off, oldest first, open for appending.
    private(set) var interrupted: [(job: JobID, writer: LogWriter)] = []

    /// Opens the registry, or makes one.
    ///
    /// A registry that is damaged is set aside under another name, and a new one made of the
    /// tapes that there are.
    init(
        archive: ScanArchive, fileSystem: any FileSystem, signer: CheckpointSigner?,
        now: @escaping @Sendable () -> MicrosecondsSinceEpoch, observer: CommitReport.Observer?
    ) throws(HistoryError) {
        self.archive = archive
        self.fileSystem = fileSystem
        self.signer = signer
        self.now = now
        self.observer = observer
        let path = archive.registryPath
        var cause = ScanRegistry.Renewal.Cause.missing
        if fileSystem.exists(path) {
            do throws(HistoryError) {
                let log = try onLog { () throws(LogError) in
                    try LogWriter.open(
                        path, in: fileSystem, now: now, observer: observer
                    ).writer
                }
                registry = try ScanRegistry(log.reader)
                registryLog = log
                renewalCause = log.reader.tail.position.nextSeq == 0 ? .empty : .incomplete
                return
            } catch {
                if case .log(.file(let file)) = error, !file.isOddFile { throw error }
                cause = .damaged
                problems.append("\(error); it is kept as \(path).damaged, a new one is made")
                try onLog { () throws(LogError) in
                    try setAside(path, in: fileSystem)
                }
            }
        }
        renewalCause = cause
        registry = ScanRegistry()
        registryLog = try onLog { () throws(LogError) in
            try LogWriter.create(path, in: fileSystem, now: now, observer: observer)
        }
    }

    /// Compares the tapes with the registry, seals those that should be, and notes what is wrong.
    ///
    /// Throws `HistoryError`; `CancellationError` between two tapes.
    mutating func checkTapes() async throws {
        // A tape may have been renamed just before a crash; what is registered must last.
        do throws(FileError) {
            try fileSystem.synchronizeDirectory(archive.directory)
        } catch {
            throw HistoryError.log(.file(error))
        }
        let jobs = try archive.jobs()
        try await noteLoss(among: jobs)
        for job in jobs {
            try Task.checkCancellation()
            if registry[job] == nil {
                guard try await enter(job) else { continue }
            }
            guard let entry = registry[job], entry.seal == nil else {
                checkSealed(job)
                continue
            }
            do {
                if let event = try await sealIfEnded(job) { try await register(event) }
            } catch {
                let error = HistoryError(error)
                damaged.insert(job)
                problems.append(error.description + salvage(job, after: error))
            }
        }
        let present = Set(jobs)
        for entry in registry.entries where !present.contains(entry.job) {
            damaged.insert(entry.job)
            problems.append(
                "the tape of scan \(entry.job) is gone from \(archive.path(of: entry.job))")
        }
    }

    /// Notes that the registry lacks tapes which it had, before they are entered again.
    private mutating func noteLoss(among jobs: [JobID]) async throws {
        let lostScans = try lostScans(among: jobs)
        guard lostScans > 0 else { return }
        if renewalCause != .damaged { problems.append(renewalProblem(lostScans)) }
        try await register(.renewed(renewalCause, scans: lostScans))
    }

    /// Enters a tape that the registry does not know.
    ///
    /// Returns false for what is no file, which is told of and left alone.
    private mutating func enter(_ job: JobID) async throws -> Bool {
        var request: ScanEvent.Requested?
        do {
            request = try archive.reader(at: archive.path(of: job)).requested()
        } catch HistoryError.log(.file(let error)) where error.isOddFile {
            problems.append(error.description)
            return false
        } catch {
            // What is wrong with it is told when it is checked.
        }
        // The crash came in between; the tape's first record has it all.
        try await register(.recorded(job, ScanRegistry.RequestNote(request)))
        return true
    }

    private mutating func register(_ event: ScanRegistry.Event) async throws {
        do {
            try await registryLog.append(event.recordBody)
        } catch {
            throw HistoryError.log(error)
        }
        registry.apply(event, at: timestamp(now()))
    }

    /// What can still be read behind the damage that `error` tells of, in words.
    private func salvage(_ job: JobID, after error: HistoryError) -> String {
        guard case .log(.corrupt(let damage)) = error,
            let found = try? LogSalvage.read(archive.path(of: job), in: fileSystem)
        else { return "" }
        let runs = found.runs.filter { $0.offsetBytes >= damage.offsetBytes }
        let seqs = runs.prefix(5).map { "\($0.firstSeq) to \($0.endSeq - 1)" }
        return "; the tape is left as it is and served up to there; behind it "
            + (seqs.isEmpty ? "nothing" : "records \(seqs.joined(separator: ", "))")
            + " can still be read"
    }

    /// Notes a sealed tape that has another size than it was sealed with.
    private mutating func checkSealed(_ job: JobID) {
        let path = archive.path(of: job)
        let bytes: Int
        do throws(LogError) {
            bytes = try fileSize(of: path, in: fileSystem)
        } catch {
            damaged.insert(job)
            problems.append(error.description)
            return
        }
        guard let expected = registry[job]?.bytes, bytes != expected else { return }
        damaged.insert(job)
        problems.append(
            "\(path) has \(bytes) bytes where it was sealed with \(expected): it was altered or "
                + "put back to an earlier state; run `tapedeck-replay audit`")
    }

    /// Seals the tape of a scan that has ended; keeps that of one that was cut off before.
    private mutating func sealIfEnded(
        _ job: JobID
    ) async throws -> ScanRegistry.Event? {
        let path = archive.path(of: job)
        let reader = try archive.reader(at: path)
        if let damage = reader.damage { throw HistoryError.log(.corrupt(damage)) }
        if !reader.isSealed {
            let state = try reader.scanState()
            if let schema = state.requested?.schema, schema > ScanEvent.schemaVersion {
                throw HistoryError.newerVersion(path: path, schema: schema)
            }
            // Cuts a torn tail and makes sure of the last commit, before anyone sees it.
            let writer = try onLog { () throws(LogError) in
                try LogWriter.open(path, in: fileSystem, now: now, observer: observer).writer
            }
            guard state.isFinished else {
                interrupted.append((job, writer))
                return nil
            }
            try await writer.seal()
        }
        // Read back from the file that it became.
        let sealed = try archive.reader(at: path)
        return try TapeSealing(archive: archive, fileSystem: fileSystem, signer: signer)
            .event(of: job, sealed)
    }

}

/// Renames a damaged registry, so that it is kept.
private func setAside(_ path: String, in fileSystem: any FileSystem) throws(LogError) {
    do throws(FileError) {
        var target = path + ".damaged"
        var number = 1
        while fileSystem.exists(target) {
            number += 1
            target = "\(path).damaged-\(number)"
        }
        try fileSystem.rename(path, to: target)
    } catch {
        throw .file(error)
    }
}
