package import Tapes
internal import Scanning

/// A scan that can be worked on.
package struct PreparedScan: Sendable {
    /// The scan's name.
    package let job: JobID
    let scan: Scan
    /// Ends it before its time.
    let control: ScanControl

    /// What has changed since the scan was begun, for whoever resumes it; nil for nothing.
    package var change: String? { scan.change }
}

/// A scan that waits for its turn, or has it.
struct QueuedScan: Sendable {
    let prepared: PreparedScan
    /// How many of its stocks an earlier process has done.
    var doneBefore = DoneStocks()
    /// How long to wait should a fault stop it.
    var pauses = RetryPauses()
    /// Its client's place among those that wait or work; nil for one of nobody's.
    var permit: QueueClient.Permit?

    var job: JobID { prepared.job }
    var control: ScanControl { prepared.control }
}

/// A scan that a fault of the disk or of its sources has stopped.
struct StoppedScan: Sendable {
    let job: JobID
    let control: ScanControl
    let doneBefore: DoneStocks
    var pauses: RetryPauses
    /// Its client's place, which it keeps meanwhile; nil for one of nobody's.
    var permit: QueueClient.Permit?
}

/// How many stocks of a scan are done.
package struct DoneStocks: Sendable {
    /// How many have a result.
    package var successful = 0
    /// How many failed.
    package var failed = 0
}
