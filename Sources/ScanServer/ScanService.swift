internal import Logging
package import ScanEvents
package import ScanHistory
internal import Scanning
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
    private let logger: Logger
    private let queue: AsyncStream<Job>
    private let enqueue: AsyncStream<Job>.Continuation
    private let waiting = Atomic(0)

    private struct Job: Sendable {
        let plan: ScanPlan
        let recorder: ScanRecorder
    }

    init(history: ScanHistory, logger: Logger) {
        self.history = history
        self.logger = logger
        (queue, enqueue) = AsyncStream.makeStream()
    }

    /// Takes on a scan; its request is durable on return.
    ///
    /// - Throws: `ScanRefusal` for a bad request, `HistoryError` when it cannot be recorded,
    ///   `QueueFull`.
    package func start(_ request: ScanRequest) async throws -> JobID {
        let plan = try ScanPlan(request)
        guard waiting.add(1, ordering: .relaxed).newValue <= Self.maxWaiting else {
            waiting.subtract(1, ordering: .relaxed)
            throw QueueFull()
        }
        do {
            let recorder = try await plan.record(in: history)
            logger.info("scan accepted", metadata: ["job_id": "\(recorder.job)"])
            enqueue.yield(Job(plan: plan, recorder: recorder))
            return recorder.job
        } catch {
            waiting.subtract(1, ordering: .relaxed)
            throw error
        }
    }

    /// Works on the scans, as a service, until the service shuts down; their tapes then end where they are.
    func run() async throws {
        await cancelWhenGracefulShutdown {
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

    private func run(_ job: Job) async {
        let metadata: Logger.Metadata = ["job_id": "\(job.recorder.job)"]
        do {
            try await Scan(job.plan, recorder: job.recorder).run()
            logger.info("scan ended", metadata: metadata)
        } catch is CancellationError {
            logger.warning("scan interrupted by shutdown", metadata: metadata)
        } catch {
            logger.error("scan failed: \(error)", metadata: metadata)
        }
    }
}

extension ScanService: Service {}

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
