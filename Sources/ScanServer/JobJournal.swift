internal import StreamServer
internal import Jobs
internal import Logging
internal import Tapes

/// Tells the operator what becomes of scans: a line of the log and a counter for each step.
struct JobJournal: Sendable {
    let logger: Logger
    let metrics: ServiceMetrics

    /// Notes a step.
    func note(_ event: JobEvent) {
        switch event {
        case .accepted(let job, let strategy):
            logger.info(
                "scan accepted", metadata: ["job_id": "\(job)", "strategy": "\(strategy)"])
            metrics.scanStarted()
        case .refused:
            metrics.refused("scans")
        case .resumed(let job, let change):
            logger.info("scan resumed", metadata: Self.metadata(job))
            if let change { logger.warning("\(change)", metadata: Self.metadata(job)) }
            metrics.scanResumed()
        case .notResumable(let job, let error):
            logger.error("scan cannot be resumed: \(error)", metadata: Self.metadata(job))
        case .stopped(let job, let error):
            logger.error(
                "scan stopped, to be tried again: \(error)", metadata: Self.metadata(job))
        case .retrying:
            metrics.scanRetried()
        case .wentOn(let job):
            logger.info("scan goes on", metadata: Self.metadata(job))
        case .interrupted(let job, let interruption):
            metrics.scanEnded(.interrupted)
            logger.error("scan interrupted: \(interruption)", metadata: Self.metadata(job))
        case .cutOff(let job):
            metrics.scanEnded(.interrupted)
            logger.warning("scan interrupted by shutdown", metadata: Self.metadata(job))
        case .givenUp(let job, let damage):
            metrics.scanEnded(.damaged)
            logger.error("scan given up: \(damage)", metadata: Self.metadata(job))
        case .ended(let job, let outcome, let before):
            noteEnd(of: job, outcome, besides: before)
        }
    }

    private func noteEnd(of job: JobID, _ outcome: ScanOutcome?, besides before: DoneStocks) {
        metrics.scanEnded(outcome?.standing ?? .completed)
        if let outcome {
            metrics.stocks(
                completed: outcome.successful - before.successful,
                failed: outcome.failed - before.failed)
        }
        logger.info(
            "scan ended",
            metadata: [
                "job_id": "\(job)", "state": "\(outcome?.standing.word ?? "unknown")",
                "successful": "\(outcome?.successful ?? 0)", "failed": "\(outcome?.failed ?? 0)",
            ])
    }

    private static func metadata(_ job: JobID) -> Logger.Metadata {
        ["job_id": "\(job)"]
    }
}
