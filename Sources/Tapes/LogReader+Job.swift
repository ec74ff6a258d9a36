package import EventLog
internal import Projections
internal import ScanEvents

/// A tape belongs to the scan that its first record names, whatever its file is called.
extension LogReader {
    /// The scan that the tape's first record names; nil where it names none or cannot be read.
    ///
    /// Blocks on the file.
    package var recordedJob: String? {
        (try? requested())?.jobID
    }

    /// Makes sure that a file with a scan's name does not hold the tape of another scan.
    ///
    /// What cannot be read is for others to tell. Blocks on the file.
    /// - Throws: `TapeError.misnamed`.
    package func refuseOtherName() throws(TapeError) {
        guard let job = JobID(tapePath: path) else { return }
        try refuseOther(than: job)
    }

    /// Makes sure that the tape is not that of another scan than `job`.
    ///
    /// Blocks on the file.
    /// - Throws: `TapeError.misnamed`.
    func refuseOther(than job: JobID) throws(TapeError) {
        guard let found = recordedJob, found != job.description else { return }
        throw .misnamed(path: path, found: found)
    }

    /// The state behind the request of scan `job`, with which its tape must begin before anything is
    /// written to it.
    ///
    /// Blocks on the file.
    /// - Throws: `TapeError`, `.misnamed` for the tape of another scan, or of none.
    func beginning(of job: JobID) throws(TapeError) -> ScanState {
        let state = try scanState(before: 1)
        guard let requested = state.requested, requested.jobID == job.description else {
            throw .misnamed(path: path, found: recordedJob)
        }
        return state
    }
}
