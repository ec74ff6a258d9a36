internal import HTTPTypes
internal import Hummingbird
internal import Logging

/// Logs and counts each request, and makes a problem document of every error.
package struct RequestMiddleware: RouterMiddleware {
    let policy: AccessPolicy
    let metrics: ServiceMetrics

    /// Logs and counts requests in `metrics`, and answers what `policy` lets through.
    package init(policy: AccessPolicy, metrics: ServiceMetrics) {
        self.policy = policy
        self.metrics = metrics
    }

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
            metrics.requestClosed(context.endpointPath ?? "unknown")
            log(request, context, status: "closed", since: start)
            throw CancellationError()
        } catch {
            let problem = Self.problem(error, request, context)
            if let cause = problem.cause {
                context.logger.error(
                    "request failed: \(cause)", metadata: Self.metadata(request, context))
            }
            response = try problem.response(from: request, context: context)
        }
        response.headers.append(contentsOf: policy.headers(for: request))
        let seconds = (ContinuousClock.now - start) / .seconds(1)
        metrics.request(
            context.endpointPath ?? "unknown", Self.label(of: request.method),
            response.status.code, seconds: seconds)
        log(request, context, status: "\(response.status.code)", since: start)
        return response
    }

    private func log(
        _ request: Request, _ context: ServiceContext, status: String,
        since start: ContinuousClock.Instant
    ) {
        var metadata = Self.metadata(request, context)
        metadata["status"] = "\(status)"
        metadata["seconds"] = "\((ContinuousClock.now - start) / .seconds(1))"
        context.logger.info("request", metadata: metadata)
    }

    /// What the log tells of every request: neither its query nor its headers, which may hold
    /// secrets.
    private static func metadata(
        _ request: Request, _ context: ServiceContext
    ) -> Logger.Metadata {
        var metadata: Logger.Metadata = [
            "method": "\(label(of: request.method))", "path": "\(request.uri.path.prefix(200))",
            "client": "\(context.clientAddress)",
        ]
        if let job = context.subject.job { metadata["job_id"] = "\(job)" }
        return metadata
    }

    /// A method by its name; over HTTP/2 a client may make up any.
    private static func label(of method: HTTPRequest.Method) -> String {
        Routes.methods.contains(method) ? method.rawValue : "other"
    }

    private static func problem(
        _ error: any Error, _ request: Request, _ context: ServiceContext
    ) -> Problem {
        if let problem = error as? Problem { return problem }
        if let error = error as? any ProblemConvertible { return error.problem }
        if let error = error as? any HTTPResponseError {
            let detail =
                error.status == .notFound
                ? "there is nothing at \(request.uri.path.prefix(200))"
                : error.status.reasonPhrase.lowercased()
            return Problem(status: error.status, detail: detail)
        }
        return Problem(failedBecause: error)
    }
}
