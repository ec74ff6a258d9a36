internal import HTTPTypes
internal import Hummingbird

/// Lets in who may come in, and no more often than they may.
package struct AccessMiddleware: RouterMiddleware {
    let policy: AccessPolicy
    let limiter: RateLimiter
    /// The time by which requests are limited.
    var now: @Sendable () -> ContinuousClock.Instant = { .now }

    /// Lets in whom `policy` trusts, as often as `limiter` allows.
    package init(
        policy: AccessPolicy, limiter: RateLimiter,
        now: @escaping @Sendable () -> ContinuousClock.Instant = { .now }
    ) {
        self.policy = policy
        self.limiter = limiter
        self.now = now
    }

    func handle(
        _ request: Request, context: ServiceContext,
        next: @concurrent (Request, ServiceContext) async throws -> Response
    ) async throws -> Response {
        let host = try request.host(
            isHTTP2: ConnectionHandler.isStreamOfConnection(context.channel))
        if let answer = policy.preflight(request) { return answer }
        // A page has many parts, which cost little; a browser that opens some pages at once asks
        // for more of them than of all else.
        let isDashboard = policy.dashboardPaths.contains(request.uri.path)
        if !isDashboard, let wait = limiter.admit(context.clientAddress, at: now()) {
            try refuse(request, context, wait)
        }
        try policy.check(request, host: host)
        try await request.answerExpectation(on: context.channel)
        return try await next(request, context)
    }

    private func refuse(
        _ request: Request, _ context: ServiceContext, _ wait: Duration
    ) throws {
        if request.method == .get, request.uri.path.hasPrefix("/market-scan/stream/") {
            // Any status ends an EventSource for good; it comes back to a closed connection.
            context.channel.close(promise: nil)
            throw CancellationError()
        }
        throw Problem(
            status: .tooManyRequests, detail: "too many requests; slow down",
            headers: [.retryAfter: "\(max(1, Int((wait / .seconds(1)).rounded(.up))))"])
    }
}
