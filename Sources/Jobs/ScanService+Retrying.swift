internal import EventLog
internal import Tapes
internal import Scanning
internal import Storage

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
            report(.retrying(job))
            do {
                guard let prepared = try await runner.retry(job, control: control) else {
                    return ended(job, besides: scan.doneBefore)
                }
                report(.wentOn(job))
                return enqueue(
                    QueuedScan(
                        prepared: prepared, doneBefore: scan.doneBefore, pauses: pauses,
                        permit: scan.permit))
            } catch TapeError.log(.corrupt(let damage)) {
                return await giveUp(job, damage)
            } catch {
                // A request that will not do any more has ended the tape.
                if store.outcome(of: job) != nil { return ended(job, besides: scan.doneBefore) }
                report(.stopped(job, error))
            }
        }
    }

    private func ended(_ job: JobID, besides before: DoneStocks) {
        queue.drop(job)
        noteEnd(of: job, besides: before)
    }

    private func giveUp(_ job: JobID, _ damage: LogDamage) async {
        queue.drop(job)
        await store.giveUp(job)
        report(.givenUp(job, damage))
    }
}
