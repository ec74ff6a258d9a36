internal import JSONText
package import EventLog
package import ScanEvents
internal import Synchronization
package import Storage

/// The directory of tapes: one log for each scan, written by one process, read by many.
package final class TapeStore: Sendable {
    private let archiveDirectory: String
    private let fileSystem: any FileSystem
    private let now: @Sendable () -> MicrosecondsSinceEpoch
    private let observer: CommitReport.Observer?
    /// Held for as long as this process may write.
    private let writeLock: any OpenFile
    private let registryLog: RegistryLog
    private let registry: Mutex<ScanRegistry>
    private let signer: CheckpointSigner?
    private let recording: Mutex<[JobID: LogWriter]>
    /// The tapes of `interrupted` that nobody goes on with yet.
    private let unfinished: Mutex<[JobID: LogWriter]>
    /// How long a client's name for its request means the same scan.
    private static let idempotencyMicroseconds: MicrosecondsSinceEpoch = 24 * 3_600 * 1_000_000
    /// The scans whose tapes were found damaged or gone.
    private let damaged: Mutex<Set<JobID>>
    /// The scans that were cut off before they ended, oldest first; `resume` goes on with one.
    package let interrupted: [JobID]
    /// What was found wrong with the tapes when they were opened, in words for the operator.
    package let problems: [String]

    private init(
        archiveDirectory: String, fileSystem: any FileSystem, writeLock: any OpenFile,
        startUp: TapeStoreStartUp, signer: CheckpointSigner?,
        now: @escaping @Sendable () -> MicrosecondsSinceEpoch, observer: CommitReport.Observer?
    ) {
        self.archiveDirectory = archiveDirectory
        self.fileSystem = fileSystem
        self.writeLock = writeLock
        registryLog = RegistryLog(startUp.registryLog)
        registry = Mutex(startUp.registry)
        problems = startUp.problems
        damaged = Mutex(startUp.damaged)
        let interrupted = startUp.interrupted
        self.interrupted = interrupted.map(\.job)
        let writers = Dictionary(interrupted.map { ($0.job, $0.writer) }) { first, _ in first }
        unfinished = Mutex(writers)
        recording = Mutex(writers)
        self.signer = signer
        self.now = now
        self.observer = observer
    }

    /// Opens the tapes under `variableDirectory` for reading and writing, creating the place.
    ///
    /// Tapes whose scan had ended before a crash are sealed now; those that were cut off before
    /// are held open for `resume`, live to their readers; those that are damaged, gone or not
    /// what the registry knows are left as they are and told in `problems`.
    ///
    /// - Parameters:
    ///   - variableDirectory: where run-time data lives; the tapes are in its `scans`.
    ///   - fileSystem: the disk.
    ///   - signer: signs a checkpoint of each tape that is sealed; none without it.
    ///   - now: the clock for the records' times.
    ///   - observer: is told of each commit to a tape or to the registry.
    /// - Returns: the store, its lock held.
    /// - Throws: `TapeError.locked` while another process has them open for writing, `.log`
    ///   where the directory or the registry cannot be written; `CancellationError`.
    package static func open(
        variableDirectory: String, fileSystem: any FileSystem = PosixFileSystem(),
        signer: CheckpointSigner? = nil,
        now: @escaping @Sendable () -> MicrosecondsSinceEpoch = SystemClock.now,
        observer: CommitReport.Observer? = nil
    ) async throws -> TapeStore {
        try await Opening().run {
            try await open(
                variableDirectory, fileSystem, signer: signer, now: now, observer: observer)
        }
    }

    private static func open(
        _ variableDirectory: String, _ fileSystem: any FileSystem, signer: CheckpointSigner?,
        now: @escaping @Sendable () -> MicrosecondsSinceEpoch, observer: CommitReport.Observer?
    ) async throws -> TapeStore {
        let directory = TapeArchive.scansDirectory(in: variableDirectory)
        let lock: any OpenFile
        do throws(FileError) {
            try fileSystem.createDirectory(directory)
            lock = try fileSystem.lock(variableDirectory + "/lock")
        } catch {
            throw error.isLocked
                ? TapeError.locked(directory: variableDirectory)
                : TapeError.log(.file(error))
        }
        let archive = TapeArchive(scansDirectory: directory, fileSystem: fileSystem)
        var startUp = try TapeStoreStartUp(
            archive: archive, fileSystem: fileSystem, signer: signer, now: now,
            observer: observer)
        try await startUp.checkTapes()
        return TapeStore(
            archiveDirectory: directory, fileSystem: fileSystem, writeLock: lock,
            startUp: startUp, signer: signer, now: now, observer: observer)
    }

    /// The same tapes, for reading only.
    package var archive: TapeArchive {
        TapeArchive(scansDirectory: archiveDirectory, fileSystem: fileSystem)
    }

    /// Starts the tape of a new scan; its first records are durable on return.
    ///
    /// - Parameters:
    ///   - strategy: the text of its strategy, in parts that follow the first record.
    ///   - first: makes the first record of what was asked for; that of a scan unless told.
    ///   - requested: what was asked for, given the scan's name.
    /// - Returns: what records the events that follow.
    /// - Throws: `TapeError.log` where the tape cannot be created or written.
    package func record(
        strategy: [ScanEvent.StrategyRecorded] = [],
        first: (ScanEvent.Requested) -> ScanEvent = { .requested($0) },
        _ requested: (JobID) -> ScanEvent.Requested
    ) async throws -> ScanRecorder {
        var random = SystemRandomNumberGenerator()
        let job = JobID(timestamp: timestamp(now()), random: &random)
        let (path, fileSystem, now) = (archive.path(of: job), fileSystem, now)
        do {
            let writer = try await BlockingExecutor.run { [observer] in
                Result {
                    try LogWriter.create(path, in: fileSystem, now: now, observer: observer)
                }
            }.get()
            let texts = strategy.map { ScanEvent.strategyRecorded($0) }
            return try await begin(job, writer, first(requested(job)), texts)
        } catch {
            finishRecording(job)
            let error = TapeError(error)
            await remove(job, after: error)
            throw error
        }
    }

    /// Records and registers what was asked for.
    private func begin(
        _ job: JobID, _ writer: LogWriter, _ first: ScanEvent, _ texts: [ScanEvent]
    ) async throws -> ScanRecorder {
        recording.withLock { $0[job] = writer }
        try await writer.append(contentsOf: ([first] + texts).map(\.recordBody))
        try await register(.recorded(job, ScanRegistry.RequestNote(first)))
        return ScanRecorder(job: job, writer: writer, store: self)
    }

    /// Removes the tape of a scan that was not begun, and that nobody has been told of.
    private func remove(_ job: JobID, after error: TapeError) async {
        switch error {
        case .log(.file(let file)) where file.isTaken: return
        // The registry may know of it in spite of the error: then the next start goes on with it.
        case .log(.poisoned(let path, _)) where path == archive.registryPath: return
        default: break
        }
        let (path, fileSystem) = (archive.path(of: job), fileSystem)
        await BlockingExecutor.run { try? fileSystem.remove(path) }
    }

    /// Whether nobody goes on with the tape of a scan that has not ended.
    package func isUnfinished(_ job: JobID) -> Bool {
        unfinished.withLock { $0[job] != nil }
    }

    /// Keeps the tape of a scan that has ended for now, for `resume`.
    func suspend(_ job: JobID, _ writer: LogWriter) {
        unfinished.withLock { $0[job] = writer }
    }

    /// Goes on with the tape of a scan that `isUnfinished`, as those in `interrupted` are; once.
    ///
    /// - Throws: `TapeError.unknownJob` for a scan that is not there or was resumed already.
    package func resume(_ job: JobID) throws(TapeError) -> ScanRecorder {
        guard let writer = unfinished.withLock({ $0.removeValue(forKey: job) }) else {
            throw .unknownJob(job.description, directory: archiveDirectory)
        }
        return ScanRecorder(job: job, writer: writer, store: self)
    }

    /// Goes on with the tape of a scan after an error of the disk, for the one who recorded it.
    ///
    /// The readers of the tape wait meanwhile, and go on as well. A disk that has no room for a
    /// whole commit is not gone on with, though a short record may still fit into the last block
    /// of the tape: the scan would stop again a few records later.
    ///
    /// - Returns: what records the events that follow; nil where the tape had its final form
    ///   already, and is registered now.
    /// - Throws: `TapeError.unknownJob` for a scan that is not being recorded, `.log` while the
    ///   tape cannot be written, with `.corrupt` where it never will be.
    package func reopen(_ job: JobID) async throws -> ScanRecorder? {
        guard let writer = recording.withLock({ $0[job] }) else {
            throw TapeError.unknownJob(job.description, directory: archiveDirectory)
        }
        let (probe, fileSystem) = (archive.probePath(of: job), fileSystem)
        let result = await BlockingExecutor.run {
            Result { () throws(FileError) in
                try fileSystem.probe(probe, bytes: Member.maxBytes)
            }
        }
        if case .failure(let error) = result { throw TapeError.log(.file(error)) }
        do {
            let next = try await writer.reopened()
            recording.withLock { $0[job] = next }
            return ScanRecorder(job: job, writer: next, store: self)
        } catch LogError.ended {
            try await registerSeal(of: job, try await archive.reader(of: job))
            finishRecording(job)
            return nil
        } catch {
            throw TapeError(error)
        }
    }

    /// Leaves the tape of a scan as it is, as it is damaged and nobody can go on with it.
    package func giveUp(_ job: JobID) async {
        damaged.withLock { _ = $0.insert(job) }
        await recording.withLock({ $0[job] })?.close()
        finishRecording(job)
    }

    /// A reader of a scan's tape, live while it is being recorded.
    ///
    /// - Throws: `TapeError.unknownJob`, `.log` where the tape cannot be read, `.altered`
    ///   where its seal is not the one that was registered, `.misnamed` where it is another scan's.
    package func reader(of job: JobID) async throws -> LogReader {
        if let writer = recording.withLock({ $0[job] }) { return writer.reader }
        let reader = try await archive.reader(of: job)
        guard let expected = registry.withLock({ $0[job]?.seal }) else {
            try await BlockingExecutor.run { Result { try reader.refuseOther(than: job) } }.get()
            return reader
        }
        let found = await BlockingExecutor.run { try? reader.seal() }
        guard found == expected else {
            throw TapeError.altered(path: reader.path, expected: expected, found: found)
        }
        return reader
    }

    /// The scan that a client's name for its request stands for, within a day.
    package func scan(
        withIdempotencyKey key: String
    ) -> (job: JobID, requestDigest: String)? {
        let since = timestamp(now() - Self.idempotencyMicroseconds)
        return registry.withLock { $0.entry(forKey: key, since: since) }.flatMap { entry in
            entry.request.idempotency.map { (entry.job, $0.requestDigest) }
        }
    }

    /// How a scan whose tape is sealed has ended; nil for any other.
    package func outcome(of job: JobID) -> ScanOutcome? {
        registry.withLock { $0[job]?.outcome }
    }

    /// The scans of which `query` asks, newest first, a page of them.
    ///
    /// Only the tapes of scans that are not sealed are read.
    ///
    /// - Parameters:
    ///   - query: which scans.
    ///   - isWaiting: whether a scan that is being recorded waits for its turn.
    /// - Returns: the page.
    /// - Throws: `TapeError` where a tape cannot be read, `.notListed` where `query` goes on
    ///   after a scan that there is not.
    package func list(
        _ query: ScanListQuery, isWaiting: @escaping @Sendable (JobID) -> Bool = { _ in false }
    ) async throws -> ScanListPage {
        let entries = registry.withLock { $0.entries }
        let live = recording.withLock { $0 }
        let unfinished = Set(self.unfinished.withLock { $0.keys })
        let damaged = damaged.withLock { $0 }
        return try await BlockingExecutor.run {
            Result {
                try query.page(of: entries) { entry throws(TapeError) in
                    if damaged.contains(entry.job) { return ScanListEntry(entry, .damaged) }
                    if entry.outcome != nil || entry.seal != nil { return ScanListEntry(entry) }
                    guard let reader = live[entry.job]?.reader else {
                        return ScanListEntry(entry, .interrupted)
                    }
                    let state = try reader.scanState()
                    var standing: ScanStanding?
                    if unfinished.contains(entry.job) { standing = .interrupted }
                    if isWaiting(entry.job) { standing = .waiting }
                    return ScanListEntry(entry, standing, of: state)
                }
            }
        }.get()
    }

    /// Signs the seal of a tape, if there is a key, and enters it into the registry.
    ///
    /// Throws `TapeError`.
    func registerSeal(of job: JobID, _ reader: LogReader) async throws {
        let sealing = TapeSealing(archive: archive, fileSystem: fileSystem, signer: signer)
        let event = await BlockingExecutor.run { Result { try sealing.event(of: job, reader) } }
        if let event = try event.get() { try await register(event) }
    }

    private func register(_ event: ScanRegistry.Event) async throws {
        do {
            try await registryLog.append(event.recordBody)
        } catch {
            throw TapeError(error)
        }
        let at = timestamp(now())
        registry.withLock { $0.apply(event, at: at) }
    }

    /// Forgets that a scan is being recorded.
    func finishRecording(_ job: JobID) {
        recording.withLock { $0[job] = nil }
    }
}

/// Opens the store on a thread that may block, as that reads many files.
private actor Opening {
    private let executor = BlockingExecutor(label: "tapedeck.store.open")

    nonisolated var unownedExecutor: UnownedSerialExecutor {
        unsafe executor.asUnownedSerialExecutor()
    }

    func run<Value: Sendable>(
        _ body: nonisolated(nonsending) @Sendable () async throws -> Value
    ) async throws -> Value {
        try await body()
    }
}

/// The size of a file, in bytes.
package func fileSize(of path: String, in fileSystem: any FileSystem) throws(LogError) -> Int {
    do throws(FileError) {
        return try fileSystem.open(path, forWriting: false).size()
    } catch {
        throw .file(error)
    }
}
