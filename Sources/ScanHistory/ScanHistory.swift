package import EventLog
package import ScanEvents
internal import Synchronization

/// The directory of tapes: one log for each scan, written by one process, read by many.
package final class ScanHistory: Sendable {
    private let directory: String
    private let fileSystem: any FileSystem
    private let now: @Sendable () -> MicrosecondsSinceEpoch
    /// Held for as long as this process may write.
    private let writeLock: any OpenFile
    private let recording = Mutex<[JobID: LogReader]>([:])

    /// Opens the tapes under `variableDirectory` for reading and writing, creating the place.
    ///
    /// - Parameters:
    ///   - variableDirectory: where run-time data lives; the tapes are in its `scans`.
    ///   - fileSystem: the disk.
    ///   - now: the clock for the records' times.
    /// - Throws: `HistoryError.locked` while another process has them open for writing.
    package init(
        variableDirectory: String, fileSystem: any FileSystem = PosixFileSystem(),
        now: @escaping @Sendable () -> MicrosecondsSinceEpoch = SystemClock.now
    ) throws(HistoryError) {
        directory = ScanArchive.scansDirectory(in: variableDirectory)
        self.fileSystem = fileSystem
        self.now = now
        do throws(FileError) {
            try fileSystem.createDirectory(directory)
            writeLock = try fileSystem.lock(variableDirectory + "/lock")
        } catch {
            throw error.isLocked
                ? .locked(directory: variableDirectory) : .log(.file(error))
        }
    }

    /// The same tapes, for reading only.
    package var archive: ScanArchive {
        ScanArchive(scansDirectory: directory, fileSystem: fileSystem)
    }

    /// Starts the tape of a new scan; its first record is durable on return.
    ///
    /// - Parameter requested: makes the first event, given the scan's name.
    /// - Returns: what records the events that follow.
    /// - Throws: `HistoryError.log` where the tape cannot be created or written.
    package func record(
        _ requested: (JobID) -> ScanEvent.Requested
    ) async throws(HistoryError) -> ScanRecorder {
        var random = SystemRandomNumberGenerator()
        let job = JobID(timestamp: timestamp(now()), random: &random)
        let (path, fileSystem, now) = (archive.path(of: job), fileSystem, now)
        let created = await BlockingExecutor.run { () -> Result<LogWriter, LogError> in
            do throws(LogError) {
                return .success(try LogWriter.create(path, in: fileSystem, now: now))
            } catch {
                return .failure(error)
            }
        }
        do throws(LogError) {
            let writer = try created.get()
            recording.withLock { $0[job] = writer.reader }
            try await writer.append(ScanEvent.requested(requested(job)).recordBody)
            return ScanRecorder(job: job, writer: writer, history: self)
        } catch {
            finishRecording(job)
            throw .log(error)
        }
    }

    /// A reader of a scan's tape, live while it is being recorded.
    ///
    /// - Throws: `HistoryError.unknownJob`, or `.log` where the tape cannot be read.
    package func reader(of job: JobID) async throws(HistoryError) -> LogReader {
        if let reader = recording.withLock({ $0[job] }) { return reader }
        return try await archive.reader(of: job)
    }

    /// Wakes all who follow a live tape, so that they can show that they are alive.
    package func nudgeFollowers() {
        for reader in recording.withLock({ Array($0.values) }) { reader.tail.nudge() }
    }

    /// Forgets that a scan is being recorded.
    func finishRecording(_ job: JobID) {
        recording.withLock { $0[job] = nil }
    }
}

/// Writes the events of one scan to its tape.
package struct ScanRecorder: Sendable {
    /// The scan.
    package let job: JobID
    private let writer: LogWriter
    private let history: ScanHistory

    init(job: JobID, writer: LogWriter, history: ScanHistory) {
        self.job = job
        self.writer = writer
        self.history = history
    }

    /// A reader of the tape, which sees each event as soon as it is durable.
    package var reader: LogReader { writer.reader }

    /// Records events, durable on return.
    package func append(_ events: [ScanEvent]) async throws(LogError) {
        try await writer.append(contentsOf: events.map(\.recordBody))
    }

    /// Ends the tape; those who follow it come to its end.
    package func finish() async {
        await writer.close()
        history.finishRecording(job)
    }
}
