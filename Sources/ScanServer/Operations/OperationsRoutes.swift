internal import HTTPTypes
internal import Hummingbird
internal import JSONText
internal import Jobs
internal import NIOCore
internal import ScanEvents

/// What operators and their tools ask for once the history is open: `/metrics`, and `/` for the
/// rest of us.
struct OperationsRoutes: Sendable {
    let service: ScanService
    let feeds: StreamFeeds
    let metrics: ServiceMetrics

    /// Adds the endpoints to `routes`.
    func add(to routes: Routes) {
        routes.on("metrics", [.get: prometheus])
        routes.on("openapi.yaml", [.get: contract])
        let health: Routes.Handler = { Self.health($0, $1) }
        routes.on("health", [.get: health])
        routes.on("ready", [.get: health])
    }

    /// Says that the service is there.
    @Sendable
    static func health(_ request: Request, _ context: ServiceContext) -> Response {
        Response(
            json: JSONWriter.object { $0.member("status", "ok") },
            headers: [.cacheControl: "no-store"])
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
