internal import EventLog
internal import JSONText
internal import Projections
internal import ScanEvents
internal import Storage

/// Brings the registry and the tapes of a directory together when they are opened for writing.
struct TapeStoreStartUp {
    /// The registry's log, open for appending.
    let registryLog: LogWriter
    /// What is wrong, in words for the operator; nothing of it keeps the service from starting.
    private(set) var problems: [String] = []

    let archive: TapeArchive
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
        archive: TapeArchive, fileSystem: any FileSystem, signer: CheckpointSigner?,
        now: @escaping @Sendable () -> MicrosecondsSinceEpoch, observer: CommitReport.Observer?
    ) throws(TapeError) {
        self.archive = archive
        self.fileSystem = fileSystem
        self.signer = signer
        self.now = now
        self.observer = observer
        let path = archive.registryPath
        var cause = ScanRegistry.Renewal.Cause.missing
        if fileSystem.exists(path) {
            do throws(TapeError) {
                let log = try asTapeError { () throws(LogError) in
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
                try asTapeError { () throws(LogError) in
                    try setAside(path, in: fileSystem)
                }
            }
        }
        renewalCause = cause
        registry = ScanRegistry()
        registryLog = try asTapeError { () throws(LogError) in
            try LogWriter.create(path, in: fileSystem, now: now, observer: observer)
        }
    }

    /// Compares the tapes with the registry, seals those that should be, and notes what is wrong.
    ///
    /// Throws `TapeError`; `CancellationError` between two tapes.
    mutating func checkTapes() async throws {
        // A tape may have been renamed just before a crash; what is registered must last.
        do throws(FileError) {
            try fileSystem.synchronizeDirectory(archive.directory)
        } catch {
            throw TapeError.log(.file(error))
        }
        let files = try archive.files()
        noteOthers(files.others)
        try await noteLoss(among: files.jobs)
        let present = Set(files.jobs)
        for job in registry.jobs(with: files.jobs) where present.contains(job) {
            try Task.checkCancellation()
            guard registry[job]?.seal == nil else {
                checkSealed(job)
                continue
            }
            let recorded: ScanRegistry.Event?
            do throws(TapeError) {
                recorded = try recording(of: job)
            } catch {
                note(error, of: job)
                continue
            }
            if let recorded { try await register(recorded) }
            do {
                if let event = try await sealIfEnded(job) { try await register(event) }
            } catch {
                note(TapeError(error), of: job)
            }
        }
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

    /// Names what has no business among the tapes; it is left alone.
    private mutating func noteOthers(_ names: [String]) {
        guard let first = names.first else { return }
        let (what, are) =
            names.count == 1
            ? ("a file that is no tape", first)
            : ("\(names.count) files that are no tapes", names.prefix(5).joined(separator: ", "))
        let more = names.count > 5 ? ", …" : ""
        problems.append(
            "\(archive.directory) holds \(what): \((are + more).harmless); nothing reads or changes "
                + "them; a tape is named after its scan, JOB.ndjson.gz")
    }

    private mutating func note(_ error: TapeError, of job: JobID) {
        damaged.insert(job)
        problems.append(error.description + salvage(job, after: error))
    }

    /// What is to be registered of a tape that the registry lacks, as a crash came in between; nil
    /// of any other.
    ///
    /// The tape's first record has it all. Where that cannot be read, all that is known of the tape
    /// is the name of its file.
    /// - Throws: `TapeError` where the file is no tape of that scan.
    private func recording(of job: JobID) throws(TapeError) -> ScanRegistry.Event? {
        guard registry[job] == nil else { return nil }
        do throws(TapeError) {
            let first = try archive.reader(at: archive.path(of: job)).beginning(of: job)
            return .recorded(
                job, ScanRegistry.RequestNote(first.requested, sets: first.sweep?.sets))
        } catch {
            switch error {
            case .log(.file(let file)) where file.isOddFile: throw error
            case .log(.corrupt), .log(.file), .unreadableRecord:
                return .recorded(job, ScanRegistry.RequestNote(nil))
            default: throw error
            }
        }
    }

    private mutating func register(_ event: ScanRegistry.Event) async throws {
        do {
            try await registryLog.append(event.recordBody)
        } catch {
            throw TapeError.log(error)
        }
        registry.apply(event, at: timestamp(now()))
    }

    /// What can still be read behind the damage that `error` tells of, in words.
    private func salvage(_ job: JobID, after error: TapeError) -> String {
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
        if let damage = reader.damage { throw TapeError.log(.corrupt(damage)) }
        // Nothing is cut, sealed, signed or gone on with under another scan's name.
        _ = try reader.beginning(of: job)
        if !reader.isSealed {
            let state = try reader.scanState()
            if let schema = state.requested?.schema, schema > ScanEvent.schemaVersion {
                throw TapeError.newerVersion(path: path, schema: schema)
            }
            // Cuts a torn tail and makes sure of the last commit, before anyone sees it.
            let writer = try asTapeError { () throws(LogError) in
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
