import HTTPTypes
import Jobs
import Logging
import NIOCore
import PriceSources
import StrategyFiles
import Tapes
import TestSupport

@testable import ScanServer
@testable import StreamServer

extension RouterStage {
    /// Runs `body` with the routes of sweeps, those that tell of them, and a service that works on
    /// them.
    static func withSweeps(
        limits: ScanLimits = ScanLimits(),
        _ body: (_ stage: RouterStage, _ service: ScanService) async throws -> Void
    ) async throws {
        try await withTemporaryDirectory { directory in
            let service = ScanService(
                store: try await TapeStore.open(
                    variableDirectory: directory, now: ManualClock().now),
                scanning: ScanningConfiguration(
                    strategies: StrategyFolder(path: directory + "/strategies"),
                    sources: PriceCatalog(files: .under([]), cacheDirectory: nil),
                    limits: limits))
            let metrics = ServiceMetrics()
            let feeds = StreamFeeds(
                heartbeat: .seconds(30), maxFollowers: 1, metrics: metrics,
                logger: Logger(label: "test"))
            let streams = StreamRoutes(
                reader: { try await service.reader(of: $0) }, feeds: feeds, areOn: true)
            let stage = try RouterStage { routes, bodies, answers in
                let limits = ServiceLimits(metrics)
                SweepRoutes(
                    starts: JobStarts(
                        starts: IdempotentStart(service), scanning: service.scanning,
                        places: Shares(service.scanning.limits.sharedPlaces), bodies: bodies),
                    streams: streams
                ).add(to: routes)
                TapeRoutes(
                    service: service, answers: answers,
                    exports: ResultExports(limits, pieceTimeout: .seconds(30)), limits: limits,
                    pieceTimeout: .seconds(30)
                ).add(to: routes)
            }
            try await withThrowingTaskGroup { group in
                group.addTask { await service.workOffQueue() }
                try await body(stage, service)
                group.cancelAll()
            }
        }
    }

    /// Asks for a sweep.
    func sweep(_ body: String, key: String? = nil) async throws -> Answer {
        try await answer(
            .post, "/sweep/start",
            key.map { [.idempotencyKey: $0] } ?? [:], body: Array(body.utf8))
    }
}
