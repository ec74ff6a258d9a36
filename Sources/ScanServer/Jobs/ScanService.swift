internal import EventLog
internal import Logging
internal import Projections
package import ScanEvents
package import ScanHistory
package import Scanning
internal import ServiceLifecycle

/// Runs the scans that clients ask for, a few at a time, the others waiting in order.
package final class ScanService: Sendable {
    /// The tapes.
    package let history: ScanHistory
    private let scanning: ScanningConfiguration
    private let logger: Logger
    private let metrics: ServiceMetrics
    private let queue: ScanQueue
    /// The scans that an earlier process left unfinished, oldest first.
    private let interrupted: [(job: JobID, control: ScanControl)]
    /// How scans stand, folded from their tapes.
    let states = ScanStates()
    /// The scans whose turn has come.
    private let started: AsyncStream<QueuedScan>
    private let start: AsyncStream<QueuedScan>.Continuation

    init(
        history: ScanHistory, scanning: ScanningConfiguration, metrics: ServiceMetrics,
        logger: Logger
    ) {
        self.history = history
        self.scanning = scanning
        self.logger = logger
        self.metrics = metrics
        queue = ScanQueue(limits: scanning.limits)
        (started, start) = AsyncStream.makeStream()
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
        let plan = try await plan(request)
        try queue.reserve()
        do {
            let recorder = try await plan.record(in: history, idempotency: idempotency)
            logger.info(
                "scan accepted",
                metadata: ["job_id": "\(recorder.job)", "strategy": "\(request.strategy)"])
            metrics.scanStarted()
            let control = ScanControl()
            let scan = Scan(
                plan, recorder: recorder, control: control, settings: scanning.settings)
            enqueue(QueuedScan(job: recorder.job, scan: scan, control: control))
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

    /// How many scans are worked on, and how many wait.
    var counts: (running: Int, waiting: Int) { queue.counts }

    /// Whether a scan waits for its turn.
    func isWaiting(_ job: JobID) -> Bool {
        queue.isWaiting(job)
    }

    /// Runs one strategy on one stock.
    ///
    /// - Throws: `ScanRefusal`, `PriceError`, `BacktestError`.
    func backtest(_ request: ScanRequest) async throws -> BacktestReport {
        try await BacktestReport(
            try await plan(request), timeout: scanning.settings.stockTimeout)
    }

    /// Checks a request on a thread that may block while prices are read for it.
    private func plan(_ request: ScanRequest) async throws -> ScanPlan {
        let sources = scanning.sources
        return try await BlockingExecutor.run {
            Result { try ScanPlan(request, sources: sources) }
        }.get()
    }

    /// Works on the scans until the service shuts down; their tapes then end where they are.
    ///
    /// Those that an earlier process left unfinished are prepared one after the other meanwhile.
    func run() async throws {
        await cancelWhenGracefulShutdown {
            await withDiscardingTaskGroup { group in
                group.addTask {
                    for (job, control) in self.interrupted where !Task.isCancelled {
                        await self.resume(job, control)
                    }
                }
                for await scan in self.started {
                    group.addTask {
                        await self.run(scan)
                        if let next = self.queue.finish(scan.job) { self.start.yield(next) }
                    }
                }
                group.cancelAll()
            }
        }
    }

    /// Queues a scan that was cut off.
    private func resume(_ job: JobID, _ control: ScanControl) async {
        let metadata: Logger.Metadata = ["job_id": "\(job)"]
        do {
            let before = await doneStocks(of: job)
            let scan = try await Scan.resuming(
                job, in: history, sources: scanning.sources, control: control,
                settings: scanning.settings)
            logger.info("scan resumed", metadata: metadata)
            metrics.scanResumed()
            enqueue(QueuedScan(job: job, scan: scan, control: control, doneBefore: before))
        } catch {
            queue.drop(job)
            logger.error("scan cannot be resumed: \(error)", metadata: metadata)
        }
    }

    /// How many stocks of a scan are done; none where its tape cannot be read.
    private func doneStocks(of job: JobID) async -> DoneStocks {
        guard let reader = try? await history.reader(of: job),
            let state = try? await states.state(of: job, reader)
        else { return DoneStocks() }
        return DoneStocks(successful: state.stocks.count, failed: state.failures.count)
    }

    private func enqueue(_ scan: QueuedScan) {
        if queue.add(scan) { start.yield(scan) }
    }

    private func run(_ scan: QueuedScan) async {
        let metadata: Logger.Metadata = ["job_id": "\(scan.job)"]
        do {
            try await scan.scan.run()
            let outcome = history.outcome(of: scan.job)
            metrics.scanEnded(outcome?.state ?? "completed")
            if let outcome { metrics.stocks(outcome, besides: scan.doneBefore) }
            logger.info(
                "scan ended",
                metadata: metadata.merging([
                    "state": "\(outcome?.state ?? "unknown")",
                    "successful": "\(outcome?.successful ?? 0)",
                    "failed": "\(outcome?.failed ?? 0)",
                ]) { $1 })
        } catch is CancellationError {
            metrics.scanEnded("interrupted")
            logger.warning("scan interrupted by shutdown", metadata: metadata)
        } catch {
            metrics.scanEnded("failed")
            logger.error("scan failed: \(error)", metadata: metadata)
        }
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
