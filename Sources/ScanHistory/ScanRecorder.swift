package import EventLog
package import ScanEvents

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

    /// Ends and seals the tape of a scan that has come to its end, and registers the seal.
    ///
    /// - Throws: `LogError`; the tape is then ended and sound, and is sealed when the history is
    ///   opened the next time.
    package func seal() async throws(LogError) {
        defer { history.finishRecording(job) }
        do throws(LogError) {
            try await history.register(try await writer.seal(), of: job)
        } catch {
            await writer.close()
            throw error
        }
    }

    /// Ends the tape of a scan that was interrupted, as a crash would.
    package func close() async {
        await writer.close()
        history.finishRecording(job)
    }
}
