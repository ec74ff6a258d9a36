internal import Synchronization
package import Storage

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
    let tail: LogTail
    let limitBytes: Int
    let now: @Sendable () -> MicrosecondsSinceEpoch
    let observer: CommitReport.Observer?
    private let executor = BlockingExecutor(label: "tapedeck.log.write")
    /// Calls of `append` that have not got to this actor yet.
    private let arriving = Atomic(0)

    private var encoder = CommitEncoder()
    private(set) var lengthBytes: Int
    private(set) var committedSeq: Int
    /// Records that wait for their commit: whole payloads, the last one still growing.
    private var staged: [Staged] = []
    private var waiters: [Waiter] = []
    private var poison: FileError?
    /// The writer that goes on with the log after a fault of the disk.
    var successor: LogWriter?

    package nonisolated var unownedExecutor: UnownedSerialExecutor {
        unsafe executor.asUnownedSerialExecutor()
    }

    /// Takes on a log whose file is open and sound up to the position of `tail`.
    init(
        path: String, fileSystem: any FileSystem, file: any OpenFile, tail: LogTail,
        limitBytes: Int, now: @escaping @Sendable () -> MicrosecondsSinceEpoch,
        observer: CommitReport.Observer?
    ) {
        self.path = path
        self.fileSystem = fileSystem
        self.file = file
        self.limitBytes = limitBytes
        self.tail = tail
        lengthBytes = tail.position.lengthBytes
        committedSeq = tail.position.nextSeq
        self.now = now
        self.observer = observer
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
        let file = try asLogError { () throws(FileError) in
            let file = try fileSystem.create(path)
            try file.synchronize()
            try fileSystem.synchronizeDirectory(directory(of: path))
            return file
        }
        return LogWriter(
            path: path, fileSystem: fileSystem, file: file,
            tail: LogTail(LogTail.Position(lengthBytes: 0, nextSeq: 0, isEnded: false)),
            limitBytes: limitBytes, now: now, observer: observer)
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
        if tail.position.isEnded || successor != nil { throw .ended(path: path) }
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
        encoder.encode(
            commit.payload, records: commit.lineEnds.count, appendingTo: &member)
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

    /// Takes no more records; readers wait for the writer that goes on with the log, or for
    /// `close`.
    private func poisoned(by error: FileError) -> LogError {
        poison = error
        return .poisoned(path: path, cause: error)
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
