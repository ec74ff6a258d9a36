internal import Synchronization
internal import Zlib

/// The one writer of a log: owns the file, commits one gzip member at a time.
///
/// `append` returns once its records are durable. While a commit is being written and synced,
/// the records of further calls gather and make up the next one, so that a slow producer is
/// prompt and fast ones share their syncs.
package actor LogWriter {
    /// The longest body of a record, in bytes.
    package static let maxBodyBytes = Member.maxPayloadBytes - 96

    /// The size that a log must not exceed unless told otherwise.
    package static let defaultLimitBytes = 1024 * 1024 * 1024 * 1024

    /// The log's file.
    package nonisolated let path: String
    let fileSystem: any FileSystem
    private let file: any OpenFile
    private let tail: LogTail
    private let limitBytes: Int
    private let now: @Sendable () -> MicrosecondsSinceEpoch
    private let observer: CommitReport.Observer?
    private let executor = BlockingExecutor(label: "tapedeck.log.write")
    /// Calls of `append` that have not got to this actor yet.
    private let arriving = Atomic(0)

    private var deflater = Deflater()
    private var shortDeflater = Deflater(for: .short)
    private var lengthBytes: Int
    private var committedSeq: Int
    /// Records that wait for their commit: whole payloads, the last one still growing.
    private var staged: [Staged] = []
    private var waiters: [Waiter] = []
    private var poison: FileError?

    package nonisolated var unownedExecutor: UnownedSerialExecutor {
        unsafe executor.asUnownedSerialExecutor()
    }

    private init(
        path: String, fileSystem: any FileSystem, file: any OpenFile, lengthBytes: Int,
        nextSeq: Int, limitBytes: Int, now: @escaping @Sendable () -> MicrosecondsSinceEpoch,
        observer: CommitReport.Observer?
    ) {
        self.path = path
        self.fileSystem = fileSystem
        self.file = file
        self.limitBytes = limitBytes
        self.lengthBytes = lengthBytes
        committedSeq = nextSeq
        self.now = now
        self.observer = observer
        tail = LogTail(
            LogTail.Position(lengthBytes: lengthBytes, nextSeq: nextSeq, isEnded: false))
    }

    /// Creates an empty log, its directory entry durable.
    ///
    /// - Parameters:
    ///   - path: a file that does not exist yet.
    ///   - fileSystem: where it is.
    ///   - limitBytes: the size that the log must not exceed.
    ///   - now: the clock for the records' `at`.
    ///   - observer: is told of each commit.
    /// - Returns: the log's writer.
    /// - Throws: `LogError.file`.
    package static func create(
        _ path: String, in fileSystem: any FileSystem = PosixFileSystem(),
        limitBytes: Int = defaultLimitBytes,
        now: @escaping @Sendable () -> MicrosecondsSinceEpoch,
        observer: CommitReport.Observer? = nil
    ) throws(LogError) -> LogWriter {
        let file = try onDisk { () throws(FileError) in
            let file = try fileSystem.create(path)
            try file.synchronize()
            try fileSystem.synchronizeDirectory(directory(of: path))
            return file
        }
        return LogWriter(
            path: path, fileSystem: fileSystem, file: file, lengthBytes: 0, nextSeq: 0,
            limitBytes: limitBytes, now: now, observer: observer)
    }

    /// Opens a log to append to it; a torn tail is cut back to the last whole commit.
    ///
    /// The bytes that are cut are first saved beside the log, in `PATH.torn`. A log whose last
    /// record is its seal takes no more records, but can be sealed to the end.
    ///
    /// - Returns: the writer, and what was found in the file.
    /// - Throws: `LogError.corrupt` where durable records are damaged (the file is left as it
    ///   is), `.ended` where the log is sealed, `.notALog`, `.file`.
    package static func open(
        _ path: String, in fileSystem: any FileSystem = PosixFileSystem(),
        limitBytes: Int = defaultLimitBytes,
        now: @escaping @Sendable () -> MicrosecondsSinceEpoch,
        observer: CommitReport.Observer? = nil
    ) throws(LogError) -> (writer: LogWriter, recovery: LogRecovery) {
        if try LogReader.isSealed(path, in: fileSystem) {
            // Its rename may not be durable yet.
            try onDisk { () throws(FileError) in
                try fileSystem.synchronizeDirectory(directory(of: path))
            }
            throw .ended(path: path)
        }
        let file = try onDisk { () throws(FileError) in
            try fileSystem.open(path, forWriting: true)
        }
        let recovery = try LogRecovery.read(file, path: path)
        if let damage = recovery.damage { throw .corrupt(damage) }
        try onDisk { () throws(FileError) in
            if case .torn = recovery.ending {
                try cutTornTail(of: file, path: path, at: recovery.lengthBytes, in: fileSystem)
            }
            // What a process left that was killed before its sync, or whose sync failed, is
            // shown from now on, so it has to be made durable first; the file's name, too. Only
            // the last commit can be in doubt. It is written again, as a failed sync may have
            // left its pages marked as clean, and then another would do nothing.
            let last = try file.read(
                at: recovery.lastOffsetBytes,
                count: recovery.lengthBytes - recovery.lastOffsetBytes)
            try file.writeAll(last, at: recovery.lastOffsetBytes)
            try file.synchronize()
            try fileSystem.synchronizeDirectory(directory(of: path))
        }
        let writer = LogWriter(
            path: path, fileSystem: fileSystem, file: file, lengthBytes: recovery.lengthBytes,
            nextSeq: recovery.nextSeq, limitBytes: limitBytes, now: now, observer: observer)
        if recovery.seal != nil { writer.tail.end() }
        return (writer, recovery)
    }

    /// A reader of this log, which sees each record as soon as it is durable.
    package nonisolated var reader: LogReader {
        LogReader(path: path, file: file, tail: tail)
    }

    /// Appends one record, durably.
    ///
    /// - Parameter body: the record's JSON object from `"type":` on, without the closing brace.
    /// - Returns: its sequence number.
    /// - Throws: as `append(contentsOf:)`.
    @discardableResult
    package nonisolated func append(_ body: [UInt8]) async throws(LogError) -> Int {
        try await append(contentsOf: [body]).lowerBound
    }

    /// Appends records in order, durably; each is durable before it is seen by a reader.
    ///
    /// - Returns: their sequence numbers.
    /// - Throws: `LogError`. `.recordTooLarge` and a full disk leave the log usable; after a
    ///   full disk the first of the records may be durable, the others are not in the log.
    @discardableResult
    package nonisolated func append(
        contentsOf bodies: [[UInt8]]
    ) async throws(LogError) -> Range<Int> {
        arriving.add(1, ordering: .relaxed)
        return try await join(bodies)
    }

    /// Stages records; of the calls that came while a commit was written, the last one to get
    /// here commits for all, unless a whole member is full before.
    private func join(_ bodies: [[UInt8]]) async throws(LogError) -> Range<Int> {
        let isLast = arriving.subtract(1, ordering: .relaxed).newValue == 0
        do throws(LogError) {
            try check(bodies)
        } catch {
            if isLast { _ = commitStaged() }
            throw error
        }
        let seqs = stage(bodies)
        guard isLast || staged.count > 1 else {
            let outcome = await withCheckedContinuation { continuation in
                waiters.append(Waiter(endSeq: seqs.upperBound, continuation: continuation))
            }
            try outcome.get()
            return seqs
        }
        let failure = commitStaged()
        if let failure, committedSeq < seqs.upperBound { throw failure }
        return seqs
    }

    /// Appends records at once, with all that is staged.
    func appendNow(_ bodies: [[UInt8]]) throws(LogError) {
        try check(bodies)
        _ = stage(bodies)
        if let failure = commitStaged() { throw failure }
    }

    /// Ends the log: readers come to its end, and nothing more can be appended.
    ///
    /// Appends that are under way are committed first, or refused.
    package func close() {
        _ = commitStaged()
        tail.end()
    }

    private func check(_ bodies: [[UInt8]]) throws(LogError) {
        if let poison { throw .poisoned(path: path, cause: poison) }
        if tail.position.isEnded { throw .ended(path: path) }
        for body in bodies where body.count > Self.maxBodyBytes {
            throw .recordTooLarge(path: path, bytes: body.count, limitBytes: Self.maxBodyBytes)
        }
    }

    private var nextSeq: Int { staged.last?.endSeq ?? committedSeq }

    private func stage(_ bodies: [[UInt8]]) -> Range<Int> {
        let first = nextSeq
        let time = RecordFrame.time(now())
        for body in bodies {
            let fits = staged.last.map { $0.payload.count + body.count <= Self.maxBodyBytes }
            if fits != true {
                staged.append(Staged(firstSeq: nextSeq))
            }
            staged[staged.count - 1].append(body, time)
        }
        return first..<nextSeq
    }

    /// Commits all that is staged, one member after the other, and tells everyone who waits.
    private func commitStaged() -> LogError? {
        let commits = staged
        staged = []
        var failure: LogError?
        for commit in commits {
            do throws(LogError) {
                try write(commit)
            } catch {
                failure = error
                break
            }
        }
        for waiter in waiters {
            if let failure, committedSeq < waiter.endSeq {
                waiter.continuation.resume(returning: .failure(failure))
            } else {
                waiter.continuation.resume(returning: .success(()))
            }
        }
        waiters.removeAll(keepingCapacity: true)
        return failure
    }

    /// Writes one member, makes it durable, shows it: never in another order, never two at once.
    private func write(_ commit: Staged) throws(LogError) {
        var member: [UInt8] = []
        if commit.payload.count <= 1024 {
            Member.encode(commit.payload, with: &shortDeflater, appendingTo: &member)
        } else {
            Member.encode(commit.payload, with: &deflater, appendingTo: &member)
        }
        guard lengthBytes + member.count <= limitBytes else {
            throw .logTooLarge(path: path, limitBytes: limitBytes)
        }
        let start = ContinuousClock.now
        do throws(FileError) {
            try file.writeAll(member, at: lengthBytes)
        } catch {
            throw undoWrite(after: error)
        }
        do throws(FileError) {
            try file.synchronize()
        } catch {
            // The kernel may have dropped the pages, so a second sync could succeed falsely.
            throw poisoned(by: error)
        }
        let block = LogBlock(
            firstSeq: commit.firstSeq, payload: commit.payload, lineEnds: commit.lineEnds,
            offsetBytes: lengthBytes, endOffsetBytes: lengthBytes + member.count)
        lengthBytes = block.endOffsetBytes
        committedSeq = block.endSeq
        tail.publish(block)
        observer?(
            CommitReport(
                records: block.count, bytes: member.count,
                seconds: (ContinuousClock.now - start) / .seconds(1)))
    }

    /// Cuts the file back to what is committed after a write that failed.
    private func undoWrite(after error: FileError) -> LogError {
        do throws(FileError) {
            try file.truncate(to: lengthBytes)
            try file.synchronize()
        } catch let second {
            return poisoned(by: second)
        }
        return error.isNoSpace ? .file(error) : poisoned(by: error)
    }

    private func poisoned(by error: FileError) -> LogError {
        poison = error
        tail.end()
        return .poisoned(path: path, cause: error)
    }

    private static func cutTornTail(
        of file: any OpenFile, path: String, at length: Int, in fileSystem: any FileSystem
    ) throws(FileError) {
        let torn = try file.read(at: length, count: try file.size() - length)
        let copyPath = path + ".torn"
        if fileSystem.exists(copyPath) { try fileSystem.remove(copyPath) }
        let copy = try fileSystem.create(copyPath)
        try copy.setPermissions(try file.permissions())
        try copy.writeAll(torn, at: 0)
        try copy.synchronize()
        try fileSystem.synchronizeDirectory(directory(of: path))
        try file.truncate(to: length)
    }

    static func directory(of path: String) -> String {
        guard let slash = path.lastIndex(of: "/") else { return "." }
        return slash == path.startIndex ? "/" : String(path[..<slash])
    }
}

/// Records on their way into one commit.
private struct Staged {
    let firstSeq: Int
    var payload: [UInt8] = []
    var lineEnds: [Int] = []

    var endSeq: Int { firstSeq + lineEnds.count }

    init(firstSeq: Int) {
        self.firstSeq = firstSeq
    }

    mutating func append(_ body: [UInt8], _ time: [UInt8]) {
        precondition(!body.contains(UInt8(ascii: "\n")), "a record is one line")
        RecordFrame.append(body, seq: endSeq, time, to: &payload)
        lineEnds.append(payload.count)
    }
}

private struct Waiter {
    let endSeq: Int
    let continuation: CheckedContinuation<Result<Void, LogError>, Never>
}
