internal import Projections
package import Tapes
internal import Scanning

extension ScanService {
    /// Goes on with a scan whose price source answered nobody; as soon as a fault that is in the way
    /// has passed.
    ///
    /// - Returns: false where there is no such scan, or somebody goes on with it already.
    package func resume(_ job: JobID) async -> Bool {
        guard store.isUnfinished(job) else { return false }
        let control = ScanControl()
        queue.expect(job, control)
        if let scan = await resume(job, control) { retry.yield(scan) }
        return true
    }

    /// Queues the scans that were cut off, one after the other; those that cannot be gone on with
    /// yet are tried again meanwhile.
    func resumeAll() async {
        for (job, control) in interrupted where !Task.isCancelled {
            if let scan = await resume(job, control) { retry.yield(scan) }
        }
    }

    private func resume(_ job: JobID, _ control: ScanControl) async -> StoppedScan? {
        let before = await doneStocks(of: job)
        do {
            let prepared = try await runner.resume(job, control: control)
            report(.resumed(job, change: prepared.change))
            enqueue(QueuedScan(prepared: prepared, doneBefore: before))
            return nil
        } catch {
            guard store.outcome(of: job) == nil else {
                queue.drop(job)
                report(.notResumable(job, error))
                return nil
            }
            queue.stop(job)
            report(.stopped(job, error))
            return StoppedScan(
                job: job, control: control, doneBefore: before, pauses: RetryPauses())
        }
    }

    /// How many stocks of a scan are done; none where its tape cannot be read.
    private func doneStocks(of job: JobID) async -> DoneStocks {
        guard let reader = try? await store.reader(of: job),
            let state = try? await states.state(of: job, reader)
        else { return DoneStocks() }
        return DoneStocks(successful: state.successful, failed: state.failures.count)
    }
}
