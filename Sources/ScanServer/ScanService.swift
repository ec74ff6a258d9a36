internal import EventLog
internal import Logging
package import ScanEvents
package import ScanHistory
package import Scanning
internal import ServiceLifecycle
internal import Synchronization

/// Runs the scans that clients ask for, a few at a time, the others waiting in order.
package final class ScanService: Sendable {
    /// The most scans that are worked on at once.
    static let maxRunning = 2
    /// The most scans that wait.
    static let maxWaiting = 64

    /// The tapes.
    package let history: ScanHistory
    private let scanning: ScanningConfiguration
    private let logger: Logger
    private let queue: AsyncStream<Job>
    private let enqueue: AsyncStream<Job>.Continuation
    private let waiting = Atomic(0)

    private struct Job: Sendable {
        let id: JobID
        let scan: Scan
    }

    init(history: ScanHistory, scanning: ScanningConfiguration, logger: Logger) {
        self.history = history
        self.scanning = scanning
        self.logger = logger
        (queue, enqueue) = AsyncStream.makeStream()
    }

    /// Takes on a scan; its request is durable on return.
    ///
    /// - Throws: `ScanRefusal` for a bad request, `HistoryError` when it cannot be recorded,
    ///   `QueueFull`.
    package func start(_ request: ScanRequest) async throws -> JobID {
        let plan = try await plan(request)
        guard waiting.add(1, ordering: .relaxed).newValue <= Self.maxWaiting else {
            waiting.subtract(1, ordering: .relaxed)
            throw QueueFull()
        }
        do {
            let recorder = try await plan.record(in: history)
            logger.info("scan accepted", metadata: ["job_id": "\(recorder.job)"])
            let scan = Scan(plan, recorder: recorder, settings: scanning.settings)
            enqueue.yield(Job(id: recorder.job, scan: scan))
            return recorder.job
        } catch {
            waiting.subtract(1, ordering: .relaxed)
            throw error
        }
    }

    /// Runs one strategy on one stock.
    ///
    /// - Throws: `ScanRefusal`, `PriceError`, `BacktestError`.
    func backtest(_ request: ScanRequest) async throws -> BacktestReport {
        try await BacktestReport(try await plan(request))
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
    /// Those that an earlier process left unfinished come first.
    func run() async throws {
        await cancelWhenGracefulShutdown {
            for job in self.history.interrupted { await self.resume(job) }
            await withTaskGroup(of: Void.self) { group in
                var running = 0
                for await job in self.queue {
                    if running == Self.maxRunning {
                        await group.next()
                        running -= 1
                    }
                    running += 1
                    self.waiting.subtract(1, ordering: .relaxed)
                    group.addTask { await self.run(job) }
                }
            }
        }
    }

    /// Queues a scan that was cut off.
    private func resume(_ job: JobID) async {
        let metadata: Logger.Metadata = ["job_id": "\(job)"]
        do {
            let scan = try await Scan.resuming(
                job, in: history, sources: scanning.sources, settings: scanning.settings)
            waiting.add(1, ordering: .relaxed)
            enqueue.yield(Job(id: job, scan: scan))
            logger.info("scan resumed", metadata: metadata)
        } catch {
            logger.error("scan cannot be resumed: \(error)", metadata: metadata)
        }
    }

    private func run(_ job: Job) async {
        let metadata: Logger.Metadata = ["job_id": "\(job.id)"]
        do {
            try await job.scan.run()
            logger.info("scan ended", metadata: metadata)
        } catch is CancellationError {
            logger.warning("scan interrupted by shutdown", metadata: metadata)
        } catch {
            logger.error("scan failed: \(error)", metadata: metadata)
        }
    }
}

extension ScanService: Service {}

/// Where scans take their prices from, and how they work.
package struct ScanningConfiguration: Sendable {
    /// The price sources.
    package var sources: PriceSources
    /// How scans work.
    package var settings: ScanSettings

    /// Joins sources and settings.
    package init(sources: PriceSources, settings: ScanSettings = ScanSettings()) {
        self.sources = sources
        self.settings = settings
    }
}

/// So many scans wait already that no more are taken on.
package struct QueueFull: Error, CustomStringConvertible {
    package var description: String {
        "\(ScanService.maxWaiting) scans are waiting already; try again when some are done"
    }
}

/// Nudges those who follow live tapes, so that idle streams carry heartbeats.
struct HeartbeatService: Service {
    let history: ScanHistory
    let interval: Duration

    func run() async throws {
        await cancelWhenGracefulShutdown {
            while !Task.isCancelled {
                try? await Task.sleep(for: interval)
                history.nudgeFollowers()
            }
        }
    }
}
