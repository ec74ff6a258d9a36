internal import EventLog
internal import JSONText
internal import Projections
internal import ScanEvents
internal import ScanHistory
internal import Storage

extension ScanService {
    /// The tape of a scan.
    ///
    /// - Throws: `Problem` where there is none, or it cannot be read.
    func reader(of job: JobID) async throws -> LogReader {
        do {
            return try await history.reader(of: job)
        } catch let error as HistoryError {
            throw Problem(error)
        }
    }

    /// The state of a scan as it is now.
    ///
    /// - Throws: `Problem` where its tape cannot be read.
    func state(of job: JobID, _ reader: LogReader) async throws -> ScanState {
        do {
            return try await states.state(of: job, reader)
        } catch let error as HistoryError {
            throw Problem(error)
        }
    }

    /// The same; blocks on the tape.
    ///
    /// - Throws: `Problem` where its tape cannot be read.
    func stateNow(of job: JobID, _ reader: LogReader) throws(Problem) -> ScanState {
        try Self.problem { () throws(HistoryError) in try states.stateNow(of: job, reader) }
    }

    /// The state of a scan after the records before `endSeq`; blocks on the tape.
    ///
    /// - Throws: `Problem` where its tape cannot be read.
    func state(of reader: LogReader, before endSeq: Int) throws(Problem) -> ScanState {
        try Self.problem { () throws(HistoryError) in try reader.scanState(before: endSeq) }
    }

    /// How many bytes a tape has: a sealed one all of its file, another one those committed.
    ///
    /// - Throws: `Problem` where its file cannot be read.
    func fileLength(of reader: LogReader) async throws -> Int {
        try await read { () throws(HistoryError) -> Int in
            do throws(LogError) {
                return try reader.fileBytes
            } catch {
                throw .log(error)
            }
        }
    }

    /// The result of a scan, nil while it has not ended; blocks on the tape.
    ///
    /// - Throws: `Problem` where its tape cannot be read.
    func result(of reader: LogReader) throws(Problem) -> [UInt8]? {
        try Self.problem { () throws(HistoryError) in try reader.finalMessage() }
    }

    /// The scans of which `query` asks, newest first; those that wait for their turn say so.
    ///
    /// - Throws: `Problem` where a tape cannot be read.
    func list(_ query: ScanListQuery) async throws -> ScanListPage {
        do {
            // A scan that waits is at work as far as its tape tells.
            return try await history.list(query) { self.isWaiting($0) }
        } catch HistoryError.notListed(let job) {
            throw Problem("there is no scan \(job)", at: "/before")
        } catch let error as HistoryError {
            throw Problem(error)
        }
    }

    /// Waits until no record will follow for now.
    ///
    /// - Returns: whether the scan has ended for now only, as its price source answers nobody.
    func waitForEnd(of job: JobID, _ reader: LogReader) async -> Bool {
        while !reader.tail.position.isEnded, !Task.isCancelled {
            await reader.waitForEnd(atMost: .seconds(1))
            guard history.isUnfinished(job) else { continue }
            if (try? await states.state(of: job, reader))?.phase == .interrupted { return true }
        }
        return false
    }

    private static func problem<Value>(
        _ body: () throws(HistoryError) -> Value
    ) throws(Problem) -> Value {
        do throws(HistoryError) {
            return try body()
        } catch {
            throw Problem(error)
        }
    }

    private func read<Value: Sendable>(
        _ body: @escaping @Sendable () throws(HistoryError) -> Value
    ) async throws -> Value {
        do {
            return try await BlockingExecutor.run { Result { try body() } }.get()
        } catch let error as HistoryError {
            throw Problem(error)
        }
    }
}

extension LogReader {
    /// Waits until no record will follow, but no longer than `limit`.
    func waitForEnd(atMost limit: Duration) async {
        await withTaskGroup(of: Void.self) { group in
            group.addTask { await waitForEnd() }
            group.addTask { try? await Task.sleep(for: limit) }
            await group.next()
            group.cancelAll()
        }
    }
}
