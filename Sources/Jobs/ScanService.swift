internal import EventLog
package import ScanEvents
package import Tapes
package import Scanning
internal import Storage

/// Runs the scans that clients ask for, a few at a time, the others waiting in order.
package final class ScanService: Sendable {
    /// The tapes.
    package let store: TapeStore
    /// What scans can name, how they work, and how many there may be.
    package let scanning: ScanningConfiguration
    let runner: ScanRunner
    let queue: ScanQueue
    /// Is told of each step of each scan.
    let report: JobEvent.Observer
    /// Measures the pauses before scans are tried again.
    let clock: any Clock<Duration>
    /// The scans that an earlier process left unfinished, oldest first.
    let interrupted: [(job: JobID, control: ScanControl)]
    /// How scans stand, folded from their tapes.
    let states = ScanStates()
    /// The scans whose turn has come.
    private let started: AsyncStream<QueuedScan>
    private let start: AsyncStream<QueuedScan>.Continuation
    /// The scans that a fault keeps from being resumed.
    private let stopped: AsyncStream<StoppedScan>
    let retry: AsyncStream<StoppedScan>.Continuation

    /// Makes a service of the scans in `store`; those that an earlier process left unfinished can
    /// be cancelled from now on, and `run` goes on with them.
    ///
    /// - Parameters:
    ///   - store: the tapes.
    ///   - scanning: how scans work, and how many there may be.
    ///   - clock: measures the pauses before scans are tried again.
    ///   - report: is told of each step of each scan.
    package init(
        store: TapeStore, scanning: ScanningConfiguration,
        clock: any Clock<Duration> = ContinuousClock(),
        report: @escaping JobEvent.Observer = { _ in }
    ) {
        self.store = store
        self.scanning = scanning
        self.clock = clock
        self.report = report
        runner = ScanRunner(
            store: store, strategies: scanning.strategies, sources: scanning.sources,
            settings: scanning.settings)
        queue = ScanQueue(limits: scanning.limits) { report(.refused) }
        (started, start) = AsyncStream.makeStream()
        (stopped, retry) = AsyncStream.makeStream()
        interrupted = store.interrupted.map { ($0, ScanControl()) }
        // They can be cancelled from now on, however long it takes to prepare them.
        for (job, control) in interrupted { queue.expect(job, control) }
    }

    /// Takes on the scan of a request, for the operator, who shares with nobody.
    ///
    /// - Throws: `ScanRefusal` for a bad request; as `start` of a plan.
    package func start(_ request: ScanRequest) async throws -> JobID {
        let scanning = scanning
        let plan = await BlockingExecutor.run {
            Result { () throws(ScanRefusal) in try scanning.plan(request) }
        }
        return try await start(try plan.get())
    }

    /// Takes on a scan; its request is durable on return.
    ///
    /// - Parameters:
    ///   - plan: what to scan.
    ///   - idempotency: the client's name for its request; nil for none.
    ///   - client: who asks for it, and leaves room for others in the queue; nil for the operator.
    /// - Returns: the scan's name.
    /// - Throws: `JobError`.
    package func start(
        _ plan: ScanPlan, idempotency: ScanEvent.Idempotency? = nil, for client: QueueClient? = nil
    ) async throws -> JobID {
        let permit: QueueClient.Permit?
        do throws(QueueFull) {
            permit = try queue.reserve(for: client)
        } catch {
            throw JobError.queueFull(error)
        }
        do {
            let prepared = try await runner.begin(plan, idempotency: idempotency)
            report(.accepted(prepared.job, strategy: plan.request.strategy))
            enqueue(QueuedScan(prepared: prepared, permit: permit))
            return prepared.job
        } catch let error as TapeError {
            queue.giveBack()
            throw JobError.notRecorded(error)
        } catch {
            queue.giveBack()
            throw error
        }
    }

    /// Asks a scan that waits or is at work to end; its tape tells when it has.
    ///
    /// - Returns: false where there is no such scan here.
    package func cancel(_ job: JobID) -> Bool {
        switch queue.cancel(job) {
        case .unknown:
            return false
        case .underway:
            return true
        case .waiting(let scan):
            // It takes nobody's turn: all that it does is to say so on its tape.
            start.yield(scan)
            return true
        }
    }

    /// How many scans are worked on, how many of these are stopped by a fault, and how many wait.
    package var counts: (running: Int, stopped: Int, waiting: Int) { queue.counts }

    /// Works on the scans until its task is cancelled; their tapes then end where they are.
    ///
    /// Those that an earlier process left unfinished are prepared one after the other meanwhile.
    package func workOffQueue() async {
        await withDiscardingTaskGroup { group in
            group.addTask { await self.resumeAll() }
            group.addTask {
                await withDiscardingTaskGroup { group in
                    for await scan in self.stopped {
                        group.addTask { await self.goOn(with: scan) }
                    }
                }
            }
            for await scan in self.started {
                group.addTask {
                    let stopped = await self.conduct(scan)
                    // Before its turn is given up, so that it can be cancelled all the time.
                    if stopped != nil {
                        self.queue.expect(scan.job, scan.control)
                        self.queue.stop(scan.job)
                    }
                    if let next = self.queue.finish(scan.job) { self.start.yield(next) }
                    if let stopped { await self.goOn(with: stopped) }
                }
            }
            group.cancelAll()
        }
    }

    func enqueue(_ scan: QueuedScan) {
        if queue.add(scan) { start.yield(scan) }
    }

    /// Works on a scan.
    ///
    /// - Returns: what is left of it where a fault has stopped it.
    private func conduct(_ scan: QueuedScan) async -> StoppedScan? {
        let start = ContinuousClock.now
        switch await runner.bringToEnd(scan.prepared, staysLive: true) {
        case .sealed:
            noteEnd(of: scan.job, besides: scan.doneBefore)
        case .interrupted(let interruption):
            report(.interrupted(scan.job, interruption))
        case .cutOff:
            report(.cutOff(scan.job))
        case .stopped(let error):
            report(.stopped(scan.job, error))
            let wentWell = ContinuousClock.now - start > RetryPauses.longest
            return StoppedScan(
                job: scan.job, control: scan.control, doneBefore: scan.doneBefore,
                pauses: wentWell ? RetryPauses() : scan.pauses, permit: scan.permit)
        }
        return nil
    }

    /// Notes that a scan has come to its end.
    func noteEnd(of job: JobID, besides before: DoneStocks) {
        report(.ended(job, store.outcome(of: job), doneBefore: before))
    }
}
