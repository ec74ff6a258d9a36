internal import EventLog
internal import JSONText
internal import Logging
internal import Projections
internal import Storage
package import ScanEvents
package import ScanHistory
package import Scanning
internal import ServiceLifecycle

/// Runs the scans that clients ask for, a few at a time, the others waiting in order.
package final class ScanService: Sendable {
    /// The tapes.
    package let history: ScanHistory
    let scanning: ScanningConfiguration
    let logger: Logger
    let metrics: ServiceMetrics
    let queue: ScanQueue
    /// Measures the pauses before scans are tried again.
    let clock: any Clock<Duration>
    /// The threads on which requests are checked.
    private let checks: RequestWork
    /// The scans that an earlier process left unfinished, oldest first.
    private let interrupted: [(job: JobID, control: ScanControl)]
    /// How scans stand, folded from their tapes.
    let states = ScanStates()
    /// The scans whose turn has come.
    private let started: AsyncStream<QueuedScan>
    private let start: AsyncStream<QueuedScan>.Continuation
    /// The scans that a fault keeps from being resumed.
    private let stopped: AsyncStream<StoppedScan>
    private let retry: AsyncStream<StoppedScan>.Continuation

    init(
        history: ScanHistory, scanning: ScanningConfiguration, metrics: ServiceMetrics,
        checks: RequestWork, logger: Logger, clock: any Clock<Duration> = ContinuousClock()
    ) {
        self.history = history
        self.scanning = scanning
        self.logger = logger
        self.metrics = metrics
        self.clock = clock
        self.checks = checks
        queue = ScanQueue(limits: scanning.limits) { metrics.refused("scans") }
        (started, start) = AsyncStream.makeStream()
        (stopped, retry) = AsyncStream.makeStream()
        interrupted = history.interrupted.map { ($0, ScanControl()) }
        // They can be cancelled from now on, however long it takes to prepare them.
        for (job, control) in interrupted { queue.expect(job, control) }
    }

    /// Takes on a scan; its request is durable on return.
    ///
    /// - Parameters:
    ///   - request: what to scan.
    ///   - idempotency: the client's name for its request; nil for none.
    /// - Returns: the scan's name.
    /// - Throws: `ScanRefusal` for a bad request, `HistoryError` when it cannot be recorded,
    ///   `QueueFull`.
    package func start(
        _ request: ScanRequest, idempotency: ScanEvent.Idempotency? = nil
    ) async throws -> JobID {
        try await start(request, idempotency: idempotency, for: .none)
    }

    /// The same for a client, which leaves room for others in the queue.
    func start(
        _ request: ScanRequest, idempotency: ScanEvent.Idempotency? = nil,
        for client: ClientAddress
    ) async throws -> JobID {
        let plan = try await plan(request, for: client)
        let place = try queue.reserve(for: client)
        do {
            let recorder = try await plan.record(in: history, idempotency: idempotency)
            logger.info(
                "scan accepted",
                metadata: ["job_id": "\(recorder.job)", "strategy": "\(request.strategy)"])
            metrics.scanStarted()
            let control = ScanControl()
            let scan = Scan(
                plan, recorder: recorder, control: control, settings: scanning.settings)
            enqueue(
                QueuedScan(job: recorder.job, scan: scan, control: control, place: place))
            return recorder.job
        } catch {
            queue.giveBack()
            throw error
        }
    }

    /// Asks a scan that waits or is at work to end; its tape tells when it has.
    ///
    /// - Returns: false where there is no such scan here.
    func cancel(_ job: JobID) -> Bool {
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
    var counts: (running: Int, stopped: Int, waiting: Int) { queue.counts }

    /// Whether a scan waits for its turn.
    func isWaiting(_ job: JobID) -> Bool {
        queue.isWaiting(job)
    }

    /// Runs one strategy on one stock, and returns the report in JSON.
    ///
    /// - Throws: `ScanRefusal`, `PriceError`, `BacktestError`.
    func backtest(_ request: ScanRequest, for client: ClientAddress) async throws -> [UInt8] {
        let plan = try await plan(request, for: client)
        let history = try await BacktestReport.history(
            plan, timeout: scanning.settings.stockTimeout)
        return try await checks.run(for: client) { _ in
            try BacktestReport(plan, history).json
        }
    }

    /// Checks a request on a thread that may block while prices are read for it.
    private func plan(_ request: ScanRequest, for client: ClientAddress) async throws -> ScanPlan {
        let sources = scanning.sources
        return try await checks.run(for: client) { _ in try ScanPlan(request, sources: sources) }
    }

    /// Works on the scans until the service shuts down; their tapes then end where they are.
    ///
    /// Those that an earlier process left unfinished are prepared one after the other meanwhile.
    func run() async throws {
        await cancelWhenGracefulShutdown {
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
                        let stopped = await self.run(scan)
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
    }

    /// Goes on with a scan whose price source answered nobody; as soon as a fault that is in the way
    /// has passed.
    ///
    /// - Returns: false where there is no such scan, or somebody goes on with it already.
    func resume(_ job: JobID) async -> Bool {
        guard history.isUnfinished(job) else { return false }
        let control = ScanControl()
        queue.expect(job, control)
        if let scan = await resume(job, control) { retry.yield(scan) }
        return true
    }

    /// Queues the scans that were cut off, one after the other; those that cannot be gone on with
    /// yet are tried again meanwhile.
    private func resumeAll() async {
        for (job, control) in interrupted where !Task.isCancelled {
            if let scan = await resume(job, control) { retry.yield(scan) }
        }
    }

    private func resume(_ job: JobID, _ control: ScanControl) async -> StoppedScan? {
        let metadata: Logger.Metadata = ["job_id": "\(job)"]
        let before = await doneStocks(of: job)
        do {
            let scan = try await Scan.resuming(
                job, in: history, sources: scanning.sources, control: control,
                settings: scanning.settings)
            logger.info("scan resumed", metadata: metadata)
            metrics.scanResumed()
            enqueue(QueuedScan(job: job, scan: scan, control: control, doneBefore: before))
            return nil
        } catch {
            guard history.outcome(of: job) == nil else {
                queue.drop(job)
                logger.error("scan cannot be resumed: \(error)", metadata: metadata)
                return nil
            }
            queue.stop(job)
            noteStop(of: job, by: error)
            return StoppedScan(
                job: job, control: control, doneBefore: before, pauses: RetryPauses())
        }
    }

    /// How many stocks of a scan are done; none where its tape cannot be read.
    private func doneStocks(of job: JobID) async -> DoneStocks {
        guard let reader = try? await history.reader(of: job),
            let state = try? await states.state(of: job, reader)
        else { return DoneStocks() }
        return DoneStocks(successful: state.stocks.count, failed: state.failures.count)
    }

    func enqueue(_ scan: QueuedScan) {
        if queue.add(scan) { start.yield(scan) }
    }

    /// Works on a scan.
    ///
    /// - Returns: what is left of it where a fault has stopped it.
    private func run(_ scan: QueuedScan) async -> StoppedScan? {
        let start = ContinuousClock.now
        do {
            try await scan.scan.run(staysLive: true)
            noteEnd(of: scan.job, besides: scan.doneBefore)
            return nil
        } catch let interruption as ScanInterruption {
            metrics.scanEnded("interrupted")
            logger.error(
                "scan interrupted: \(interruption)", metadata: ["job_id": "\(scan.job)"])
            return nil
        } catch is CancellationError {
            metrics.scanEnded("interrupted")
            logger.warning("scan interrupted by shutdown", metadata: ["job_id": "\(scan.job)"])
            return nil
        } catch {
            noteStop(of: scan.job, by: error)
            let wentWell = ContinuousClock.now - start > RetryPauses.longest
            return StoppedScan(
                job: scan.job, control: scan.control, doneBefore: scan.doneBefore,
                pauses: wentWell ? RetryPauses() : scan.pauses, place: scan.place)
        }
    }

    /// Notes that a scan has come to its end.
    func noteEnd(of job: JobID, besides before: DoneStocks) {
        let outcome = history.outcome(of: job)
        metrics.scanEnded(outcome?.state ?? "completed")
        if let outcome { metrics.stocks(outcome, besides: before) }
        logger.info(
            "scan ended",
            metadata: [
                "job_id": "\(job)", "state": "\(outcome?.state ?? "unknown")",
                "successful": "\(outcome?.successful ?? 0)", "failed": "\(outcome?.failed ?? 0)",
            ])
    }
}

extension ScanService: Service {}

/// Where scans take their prices from, how they work, and how many there may be.
package struct ScanningConfiguration: Sendable {
    /// The price sources.
    package var sources: PriceSources
    /// How scans work.
    package var settings: ScanSettings
    /// How many scans there may be at once.
    package var limits: ScanLimits

    /// Joins sources, settings and limits.
    package init(
        sources: PriceSources, settings: ScanSettings = ScanSettings(),
        limits: ScanLimits = ScanLimits()
    ) {
        self.sources = sources
        self.settings = settings
        self.limits = limits
    }
}
