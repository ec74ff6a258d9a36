package import StreamServer
internal import Dashboard
package import EventLog
internal import Hummingbird
internal import HummingbirdCore
package import Jobs
package import Logging
internal import NIOCore
package import Tapes
internal import Scanning
internal import ServiceLifecycle
internal import UnixSignals

/// The HTTP service: starts scans, streams them, tells their state.
package struct MarketScanServer: Sendable {
    /// Opens the tapes; what it is given is to be told of each commit.
    package typealias OpenStore =
        @Sendable (_ observer: @escaping CommitReport.Observer) async throws -> TapeStore

    private var configuration: StreamServerConfiguration
    private let openStore: OpenStore
    private let scanning: ScanningConfiguration
    private let logger: Logger

    /// Makes a server of the scans in the store that `openStore` opens.
    package init(
        _ configuration: StreamServerConfiguration, scanning: ScanningConfiguration, logger: Logger,
        openStore: @escaping OpenStore
    ) {
        self.configuration = configuration
        self.openStore = openStore
        self.scanning = scanning
        self.logger = logger
        fitConnections(to: DescriptorLimit.raise())
    }

    /// Takes no more connections than there are descriptors for, and fewer streams than that.
    private mutating func fitConnections(to descriptors: Int) {
        let most = max(2, descriptors - DescriptorLimit.reserved)
        guard configuration.maxConnections > most else { return }
        configuration.maxConnections = most
        configuration.maxStreams = min(configuration.maxStreams, most - max(1, most / 10))
        logger.warning(
            "the limit of \(descriptors) open files leaves room for \(most) connections; raise it with ulimit -n or LimitNOFILE="
        )
    }

    /// Serves until SIGTERM, SIGINT or, unless it is ignored, SIGHUP.
    ///
    /// The port is open before the tapes have been checked; until then `/ready` says no.
    ///
    /// - Parameter onRunning: called once the tapes are open, with the base URL and the service
    ///   that takes on scans.
    /// - Throws: when the port or the tapes cannot be opened.
    package func serve(
        onRunning: @escaping @Sendable (_ url: String, _ service: ScanService) async -> Void
    ) async throws {
        let dashboard = DashboardRoutes(files: try DashboardFiles.installed())
        let (urls, opened) = AsyncStream<String>.makeStream()
        let metrics = ServiceMetrics()
        let responder = RecoveringResponder(
            waiting: Shares(configuration.maxStreams) { metrics.refused("streams") })
        let connections = Shares(configuration.maxConnections) { metrics.refused("connections") }
        let lastResort = LastResort(after: configuration.shutdown, logger)
        defer { lastResort.disarm() }
        let (host, scheme) = (configuration.host, configuration.tls == nil ? "http" : "https")
        let application = Application(
            responder: OwnPagesResponder(base: RequestTaskResponder(base: responder)),
            server: .connections(configuration, connections),
            configuration: ApplicationConfiguration(
                address: .hostname(host, port: configuration.port), serverName: "tapedeck",
                backlog: 1024,
                availableConnectionsDelegate: .maximum(
                    configuration.maxConnections, logger: logger)),
            onServerRunning: { channel in
                let name = host.contains(":") ? "[\(host)]" : host
                opened.yield("\(scheme)://\(name):\(channel.localAddress?.port ?? 0)")
            },
            logger: logger)
        let work = WorkService(
            configuration: configuration, openStore: openStore, scanning: scanning,
            logger: logger, dashboard: dashboard, metrics: metrics, lastResort: lastResort,
            responder: responder, urls: urls, onRunning: onRunning)
        var group = ServiceGroupConfiguration(
            // Shut down in the reverse order: streams end before the connections are waited for.
            services: [application, work],
            gracefulShutdownSignals: ShutdownSignals.all(), logger: logger)
        // Then all is cancelled; where something does not even heed that, a dead disk say, the last
        // resort is earlier than the group's own.
        group.maximumGracefulShutdownDuration = configuration.shutdown * 0.8
        group.maximumCancellationDuration = configuration.shutdown
        do {
            try await ServiceGroup(configuration: group).run()
        } catch let error as IOError {
            throw ListenError(host: host, port: configuration.port, reason: "\(error)")
        }
    }
}

/// The address cannot be listened on.
package struct ListenError: Error, CustomStringConvertible {
    let host: String
    let port: Int
    let reason: String

    package var description: String {
        "cannot listen on \(host), port \(port): \(reason); choose another --port, or stop what "
            + "listens there"
    }
}

/// Opens the tapes, then runs scans and streams until the service shuts down.
private struct WorkService: Service {
    let configuration: StreamServerConfiguration
    let openStore: MarketScanServer.OpenStore
    let scanning: ScanningConfiguration
    let logger: Logger
    let dashboard: DashboardRoutes
    let metrics: ServiceMetrics
    let lastResort: LastResort
    let responder: RecoveringResponder
    /// The service's URL, once the port is open.
    let urls: AsyncStream<String>
    let onRunning: @Sendable (_ url: String, _ service: ScanService) async -> Void

    func run() async throws {
        try await withGracefulShutdownHandler {
            try await serve()
        } onGracefulShutdown: {
            lastResort.arm()
        }
    }

    private func serve() async throws {
        guard let store = try await open(metrics) else { return }
        let limits = ServiceLimits(metrics)
        let service = ScanService(
            store: store, scanning: scanning,
            report: JobJournal(logger: logger, metrics: metrics).note)
        let feeds = StreamFeeds(
            heartbeat: TimeAmount(configuration.heartbeat), maxFollowers: configuration.maxStreams,
            // Not the same for all, so that those who were cut off together come back one by one.
            pauseMilliseconds: { .random(in: 10...20) * 100 },
            metrics: metrics, logger: logger)
        responder.hand(over: router(service, feeds, limits).buildResponder())
        try await withThrowingTaskGroup(of: Void.self) { group in
            group.addTask { await cancelWhenGracefulShutdown { await service.workOffQueue() } }
            group.addTask { try await feeds.run() }
            group.addTask { await MemoryReturn.run { service.forgetUnasked() } }
            group.addTask {
                await cancelWhenGracefulShutdown {
                    for await url in urls { await onRunning(url, service) }
                }
            }
            try await group.waitForAll()
        }
    }

    /// Opens the tapes; nil where the service is to shut down before that is done.
    private func open(_ metrics: ServiceMetrics) async throws -> TapeStore? {
        do {
            return try await cancelWhenGracefulShutdown {
                try await withTaskCancellationHandler {
                    try await openStore { metrics.commit($0) }
                } onCancel: {
                    responder.fail()
                }
            }
        } catch is CancellationError {
            return nil
        } catch {
            // Told before what it makes others say.
            logger.error("the tapes cannot be opened: \(error)")
            responder.fail()
            throw error
        }
    }

    private func router(
        _ service: ScanService, _ feeds: StreamFeeds, _ limits: ServiceLimits
    ) -> Router<ServiceContext> {
        let router = Router(context: ServiceContext.self)
        let policy = AccessPolicy(
            token: configuration.token, allowedOrigins: Set(configuration.allowedOrigins),
            dashboardPaths: dashboard.paths,
            hosts: HostPolicy(
                listeningOn: configuration.host, origins: configuration.allowedOrigins),
            isSecure: configuration.tls != nil)
        router.add(middleware: RequestMiddleware(policy: policy, metrics: metrics))
        router.add(
            middleware: AccessMiddleware(
                policy: policy,
                limiter: RateLimiter(requestsPerSecond: configuration.requestsPerSecond)))
        let routes = Routes(router: router)
        let streams = StreamRoutes(
            reader: { try await service.reader(of: $0) }, feeds: feeds,
            areOn: configuration.usesStreams)
        let pieceTimeout = TimeAmount(configuration.streamWriteTimeout)
        let answers = LargeAnswers(limits, pieceTimeout: pieceTimeout)
        let bodies = RequestBodies(limits: limits)
        let metrics = metrics
        let starts = JobStarts(
            starts: IdempotentStart(service), scanning: scanning,
            places: Shares(scanning.limits.sharedPlaces), bodies: bodies)
        ScanRoutes(
            service: service, starts: starts, streams: streams,
            waiting: WaitingClients(atMost: configuration.maxWaitingClients) {
                metrics.refused("waiting_clients")
            },
            answers: answers
        ).add(to: routes)
        SweepRoutes(starts: starts, streams: streams).add(to: routes)
        TapeRoutes(
            service: service, answers: answers,
            exports: ResultExports(limits, pieceTimeout: pieceTimeout), limits: limits,
            pieceTimeout: pieceTimeout
        ).add(to: routes)
        streams.add(to: routes)
        BacktestRoutes(scanning: scanning, bodies: bodies, answers: answers).add(to: routes)
        StrategyRoutes(
            folder: scanning.strategies, limits: scanning.settings.costLimits, bodies: bodies,
            answers: answers
        ).add(to: routes)
        UniverseRoutes().add(to: routes)
        dashboard.add(to: routes)
        SessionRoutes(
            token: configuration.token, sessions: policy.sessions,
            isSecure: configuration.tls != nil, bodies: bodies
        ).add(to: routes)
        OperationsRoutes(service: service, feeds: feeds, metrics: metrics).add(to: routes)
        return router
    }
}
