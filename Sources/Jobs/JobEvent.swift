package import EventLog
package import Tapes
package import Scanning

/// A step of a scan on its way through the queue, for whoever keeps a log of them or counts.
package enum JobEvent: Sendable {
    /// Takes each step as it happens.
    package typealias Observer = @Sendable (JobEvent) -> Void

    /// It was taken on, and its request is durable.
    case accepted(JobID, strategy: String)
    /// There was no place for it.
    case refused
    /// One that was cut off or has ended for now goes on; what has changed since it began comes along,
    /// nil for nothing.
    case resumed(JobID, change: String?)
    /// One that was cut off cannot be gone on with, and its tape says so.
    case notResumable(JobID, any Error)
    /// A fault keeps it from going on; it will be tried again.
    case stopped(JobID, any Error)
    /// It is tried again.
    case retrying(JobID)
    /// The fault has passed.
    case wentOn(JobID)
    /// It has ended for now, as its price source answers nobody.
    case interrupted(JobID, ScanInterruption)
    /// It was cut off, as nobody works any more.
    case cutOff(JobID)
    /// Its tape is damaged, so that nobody can ever go on with it.
    case givenUp(JobID, LogDamage)
    /// It has come to its end; so many of its stocks had been done by an earlier process.
    case ended(JobID, ScanOutcome?, doneBefore: DoneStocks)
}
