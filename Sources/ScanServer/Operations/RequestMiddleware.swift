internal import HTTPTypes
internal import Hummingbird
internal import Logging

/// Logs and counts each request, and makes a problem document of every error.
struct RequestMiddleware: RouterMiddleware {
    let policy: AccessPolicy
    let metrics: ServiceMetrics

    func handle(
        _ request: Request, context: ServiceContext,
        next: @concurrent (Request, ServiceContext) async throws -> Response
    ) async throws -> Response {
        let start = ContinuousClock.now
        var response: Response
        do {
            response = try await next(request, context)
        } catch is CancellationError {
            // The connection is closed on purpose.
            throw CancellationError()
        } catch {
            response = try Self.problem(error, request, context)
                .response(from: request, context: context)
        }
        response.headers.append(contentsOf: policy.headers(for: request))
        let seconds = (ContinuousClock.now - start) / .seconds(1)
        metrics.request(
            context.endpointPath ?? "unknown", request.method.rawValue, response.status.code,
            seconds: seconds)
        context.logger.info(
            "request",
            metadata: [
                "method": "\(request.method)", "path": "\(request.uri.path)",
                "status": "\(response.status.code)", "seconds": "\(seconds)",
                "client": "\(context.clientAddress)",
            ])
        return response
    }

    private static func problem(
        _ error: any Error, _ request: Request, _ context: ServiceContext
    ) -> Problem {
        if let problem = error as? Problem { return problem }
        if let error = error as? any HTTPResponseError {
            let detail =
                error.status == .notFound
                ? "there is nothing at \(request.uri.path.prefix(200))"
                : error.status.reasonPhrase.lowercased()
            return Problem(status: error.status, detail: detail)
        }
        context.logger.error("request failed: \(error)")
        return Problem(
            status: .internalServerError, detail: "the service has failed; its log tells why")
    }
}
