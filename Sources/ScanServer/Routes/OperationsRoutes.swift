internal import StreamServer
internal import HTTPTypes
internal import Hummingbird
internal import Jobs
internal import NIOCore
internal import ScanEvents

/// What operators and their tools ask for once the store is open: `/metrics`, and `/` for the
/// rest of us.
struct OperationsRoutes: Sendable {
    let service: ScanService
    let feeds: StreamFeeds
    let metrics: ServiceMetrics

    /// Adds the endpoints to `routes`.
    func add(to routes: Routes) {
        routes.on("metrics", [.get: prometheus])
        routes.on("openapi.yaml", [.get: contract])
        let health: Routes.Handler = { _, _ in .healthy }
        routes.on("health", [.get: health])
        routes.on("ready", [.get: health])
    }

    /// The contract of the endpoints, as `Schemas` has it.
    @Sendable
    private func contract(_ request: Request, _ context: ServiceContext) async -> Response {
        Response(
            status: .ok, headers: [.contentType: "application/yaml"],
            body: ResponseBody(byteBuffer: ByteBuffer(bytes: PackageResources.openapi_yaml)))
    }

    @Sendable
    private func prometheus(_ request: Request, _ context: ServiceContext) async -> Response {
        let text = metrics.text(
            scans: service.counts, followers: feeds.followers, lag: await feeds.lag())
        return Response(
            status: .ok,
            headers: [.contentType: "text/plain; version=0.0.4", .cacheControl: "no-store"],
            body: ResponseBody(byteBuffer: ByteBuffer(string: text)))
    }
}
