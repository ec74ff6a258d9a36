package import EventLog
package import Projections
package import Tapes

extension ScanService {
    /// The tape of a scan.
    ///
    /// - Throws: `TapeError` where there is none, or it cannot be read.
    package func reader(of job: JobID) async throws -> LogReader {
        try await store.reader(of: job)
    }

    /// The state of a scan as it is now.
    ///
    /// - Throws: `TapeError` where its tape cannot be read.
    package func state(of job: JobID, _ reader: LogReader) async throws -> ScanState {
        try await states.state(of: job, reader)
    }

    /// The same; blocks on the tape.
    ///
    /// - Throws: `TapeError` where its tape cannot be read.
    package func stateNow(of job: JobID, _ reader: LogReader) throws(TapeError) -> ScanState {
        try states.stateNow(of: job, reader)
    }

    /// Forgets how those scans stand that have ended and that nobody has asked for since this was
    /// called last.
    package func forgetUnasked() {
        states.forgetUnasked()
    }

    /// The scans of which `query` asks, newest first; those that wait for their turn say so.
    ///
    /// - Throws: `TapeError` where a tape cannot be read, or `query` goes on after a scan that
    ///   there is not.
    package func list(_ query: ScanListQuery) async throws -> ScanListPage {
        // A scan that waits is at work as far as its tape tells.
        try await store.list(query) { self.queue.isWaiting($0) }
    }

    /// Waits until no record will follow for now.
    ///
    /// - Returns: whether the scan has ended for now only, as its price source answers nobody.
    package func waitForEnd(of job: JobID, _ reader: LogReader) async -> Bool {
        while !reader.tail.position.isEnded, !Task.isCancelled {
            await reader.waitForEnd(atMost: .seconds(1))
            guard store.isUnfinished(job) else { continue }
            if (try? await states.state(of: job, reader))?.phase == .interrupted { return true }
        }
        return false
    }
}

extension LogReader {
    /// Waits until no record will follow, but no longer than `limit`.
    package func waitForEnd(atMost limit: Duration) async {
        await withTaskGroup(of: Void.self) { group in
            group.addTask { await waitForEnd() }
            group.addTask { try? await Task.sleep(for: limit) }
            await group.next()
            group.cancelAll()
        }
    }
}
