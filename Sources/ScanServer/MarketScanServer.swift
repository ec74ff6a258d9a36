internal import Hummingbird
internal import HummingbirdCore
package import Logging
internal import NIOCore
package import ScanHistory
internal import ServiceLifecycle
internal import UnixSignals

/// The HTTP service: starts scans, streams them, tells their state.
package struct MarketScanServer: Sendable {
    /// Where and how the service listens.
    package struct Configuration: Sendable {
        /// The address to bind to.
        package var host = "127.0.0.1"
        /// The port, 0 for any that is free.
        package var port = 8000
        /// Whether clients may stream; they poll otherwise.
        package var usesStreams = true
        /// How many streams there may be at once.
        package var maxStreams = 10_000
        /// How often an idle stream carries a heartbeat.
        package var heartbeat = Duration.seconds(15)
        /// How long streams and requests may take to end at shutdown.
        package var shutdown = Duration.seconds(10)

        /// Makes the defaults.
        package init() {}
    }

    private let configuration: Configuration
    private let history: ScanHistory
    private let scanning: ScanningConfiguration
    private let logger: Logger

    /// Makes a server of the scans in `history`.
    package init(
        _ configuration: Configuration, history: ScanHistory, scanning: ScanningConfiguration,
        logger: Logger
    ) {
        self.configuration = configuration
        self.history = history
        self.scanning = scanning
        self.logger = logger
    }

    /// Serves until SIGTERM or SIGINT.
    ///
    /// - Parameter onRunning: called once the port is open, with the base URL and the service
    ///   that takes on scans.
    /// - Throws: when the port cannot be opened.
    package func run(
        onRunning: @escaping @Sendable (_ url: String, _ service: ScanService) async -> Void
    ) async throws {
        let service = ScanService(history: history, scanning: scanning, logger: logger)
        let router = Router(context: ServiceContext.self)
        let feeds = StreamFeeds(
            settings: StreamHub.Settings(heartbeat: TimeAmount(configuration.heartbeat)),
            maxFollowers: configuration.maxStreams, logger: logger)
        let routes = Routes(router: router)
        let streams = StreamRoutes(
            service: service, feeds: feeds, areOn: configuration.usesStreams)
        ScanRoutes(service: service, starts: IdempotentStart(service), streams: streams)
            .add(to: routes)
        HistoryRoutes(service: service).add(to: routes)
        streams.add(to: routes)
        BacktestRoutes(service: service).add(to: routes)
        CatalogRoutes().add(to: routes)
        let host = configuration.host
        let (urls, opened) = AsyncStream<String>.makeStream()
        let application = Application(
            router: router,
            server: .http1(
                configuration: HTTP1Channel.Configuration(
                    additionalChannelHandlers: [StreamConnectionHandler(leavesWithInput: true)])),
            configuration: ApplicationConfiguration(
                address: .hostname(host, port: configuration.port), serverName: "tapedeck"),
            onServerRunning: { channel in
                opened.yield("http://\(host):\(channel.localAddress?.port ?? 0)")
            },
            logger: logger)
        var group = ServiceGroupConfiguration(
            services: [
                // Shut down in the reverse order: streams end before the connections are waited for.
                service, OpeningService(urls: urls) { await onRunning($0, service) }, application,
                feeds,
            ],
            gracefulShutdownSignals: [.sigterm, .sigint], logger: logger)
        group.maximumGracefulShutdownDuration = configuration.shutdown
        try await ServiceGroup(configuration: group).run()
    }
}

/// Tells that the port is open, beside the other services: no connection is accepted before the
/// application's own hook for it returns.
private struct OpeningService: Service {
    let urls: AsyncStream<String>
    let onOpen: @Sendable (_ url: String) async -> Void

    func run() async throws {
        await cancelWhenGracefulShutdown {
            for await url in urls { await onOpen(url) }
        }
    }
}
