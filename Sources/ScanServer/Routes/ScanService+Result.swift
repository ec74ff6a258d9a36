internal import EventLog
internal import Jobs
internal import Projections
internal import TapeStreams
internal import Tapes

extension ScanService {
    /// The last message of a scan's progress stream, which is its whole result; nil while it has
    /// not ended; blocks on the tape.
    ///
    /// - Throws: `TapeError` where its tape cannot be read.
    func result(of job: JobID, _ reader: LogReader) throws(TapeError) -> LongText? {
        let state = try stateNow(of: job, reader)
        if state.phase == .completed { return state.completeText }
        return try reader.finalMessage().map { LongText($0) }
    }
}
