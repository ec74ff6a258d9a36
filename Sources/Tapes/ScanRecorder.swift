internal import JSONText
package import EventLog
package import ScanEvents

/// Writes the events of one scan to its tape.
package struct ScanRecorder: Sendable {
    /// The scan.
    package let job: JobID
    private let writer: LogWriter
    private let store: TapeStore

    init(job: JobID, writer: LogWriter, store: TapeStore) {
        self.job = job
        self.writer = writer
        self.store = store
    }

    /// A reader of the tape, which sees each event as soon as it is durable.
    package var reader: LogReader { writer.reader }

    /// Records events, durable on return; throws `LogError`.
    package func append(_ events: [ScanEvent]) async throws {
        try await writer.append(contentsOf: events.map(\.recordBody))
    }

    /// Ends and seals the tape of a scan that has come to its end, and registers the seal.
    ///
    /// - Throws: `TapeError`; the tape is then sound, and is sealed by `TapeStore.reopen`
    ///   and this again, or when the store is opened the next time.
    package func seal() async throws {
        do {
            try await writer.seal()
        } catch {
            throw TapeError(error)
        }
        try await store.registerSeal(of: job, writer.reader)
        store.finishRecording(job)
    }

    /// Leaves the tape of a scan that has ended for now as it is, live to its readers, for
    /// `TapeStore.resume`.
    package func suspend() {
        store.suspend(job, writer)
    }

    /// Ends the tape of a scan that was interrupted, as a crash would.
    package func close() async {
        await writer.close()
        store.finishRecording(job)
    }
}
