internal import Hummingbird
internal import Jobs
internal import ScanEvents
internal import StreamServer

/// The endpoint that starts sweeps; those under `/market-scan` stream, tell and end them, as they do
/// scans.
struct SweepRoutes: Sendable {
    let starts: JobStarts
    let streams: StreamRoutes

    /// Adds the endpoint to `routes`.
    func add(to routes: Routes) {
        routes.on("sweep/start", [.post: start])
    }

    /// Starts a sweep and says where to watch it.
    @Sendable
    private func start(_ request: Request, _ context: ServiceContext) async throws -> Response {
        let started = try await starts.start(request, context) {
            try SweepRequest(json: $0)
        } by: { starts, wanted, key, client, plan in
            try await starts.start(wanted, key: key, for: client, plan: plan)
        } plan: {
            try $0.plan($1)
        }
        return started.response(streams: streams)
    }
}
