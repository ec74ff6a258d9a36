internal import EventLog
internal import Logging
internal import ScanHistory
internal import Scanning
internal import Storage

/// A scan that a fault of the disk or of its sources has stopped.
struct StoppedScan: Sendable {
    let job: JobID
    let control: ScanControl
    let doneBefore: DoneStocks
    var pauses: RetryPauses
    /// Its client's place, which it keeps meanwhile; nil for one of an earlier process.
    var place: Shares.Place?
}

extension ScanService {
    /// Goes on with a scan as soon as the fault that stopped it has passed.
    ///
    /// It is tried again and again, after longer and longer pauses; a user who cancels the scan
    /// is not kept waiting. Meanwhile it is at work for all who ask, and its streams wait.
    func goOn(with scan: StoppedScan) async {
        let (job, control) = (scan.job, scan.control)
        var pauses = scan.pauses
        while true {
            let wasCancelled = control.isCancelled
            await control.pause(pauses.next(), on: clock)
            guard !Task.isCancelled else { return }
            if control.isCancelled, !wasCancelled { pauses = RetryPauses() }
            metrics.scanRetried()
            do {
                let retried = try await Scan.retrying(
                    job, in: history, sources: scanning.sources, control: control,
                    settings: scanning.settings)
                guard let retried else { return ended(job, besides: scan.doneBefore) }
                logger.info("scan goes on", metadata: ["job_id": "\(job)"])
                return enqueue(
                    QueuedScan(
                        job: job, scan: retried, control: control, doneBefore: scan.doneBefore,
                        pauses: pauses, place: scan.place))
            } catch HistoryError.log(.corrupt(let damage)) {
                return await giveUp(job, damage)
            } catch {
                // A request that will not do any more has ended the tape.
                if history.outcome(of: job) != nil { return ended(job, besides: scan.doneBefore) }
                noteStop(of: job, by: error)
            }
        }
    }

    /// Notes what keeps a scan from going on.
    func noteStop(of job: JobID, by error: any Error) {
        logger.error(
            "scan stopped, to be tried again: \(error)", metadata: ["job_id": "\(job)"])
    }

    private func ended(_ job: JobID, besides before: DoneStocks) {
        queue.drop(job)
        noteEnd(of: job, besides: before)
    }

    private func giveUp(_ job: JobID, _ damage: LogDamage) async {
        queue.drop(job)
        await history.giveUp(job)
        metrics.scanEnded("damaged")
        logger.error("scan given up: \(damage)", metadata: ["job_id": "\(job)"])
    }
}
