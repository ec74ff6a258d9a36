package import EventLog
internal import HTTPTypes
package import Hummingbird
package import Tapes
package import TapeStreams

/// `GET /market-scan/stream/{job_id}`: what is on a scan's tape, then what comes, until it ends.
package struct StreamRoutes: Sendable {
    /// Opens a scan's tape, live while it is being recorded.
    let reader: @Sendable (JobID) async throws -> LogReader
    let feeds: StreamFeeds
    /// Whether clients may stream; they poll otherwise.
    package let areOn: Bool

    /// Streams the tapes that `reader` opens through `feeds`, unless they are switched off.
    package init(
        reader: @escaping @Sendable (JobID) async throws -> LogReader, feeds: StreamFeeds,
        areOn: Bool
    ) {
        self.reader = reader
        self.feeds = feeds
        self.areOn = areOn
    }

    /// Adds the endpoint to `routes`.
    package func add(to routes: Routes) {
        routes.on("market-scan/stream/{job_id}", [.get: stream])
    }

    @Sendable
    private func stream(_ request: Request, _ context: ServiceContext) async throws -> Response {
        try checkThatTheyAreOn()
        return try await response(
            of: try context.job(), try StreamRequest(request), request, context)
    }

    /// Refuses streams where the operator has switched them off.
    private func checkThatTheyAreOn() throws(Problem) {
        guard !areOn else { return }
        throw Problem(
            status: .notFound,
            detail: "streams are switched off here; poll /market-scan/status/{job_id} instead")
    }

    /// Takes a place for the stream of a scan that is to be started.
    ///
    /// - Throws: `Problem` where there are as many streams as there may be.
    package func admit(_ client: ClientAddress) throws(Problem) -> StreamFeeds.Admission {
        try checkThatTheyAreOn()
        if let admission = feeds.admit(client) { return admission }
        throw Problem(
            status: .tooManyRequests, detail: "there are as many streams as there may be",
            headers: [.retryAfter: "5"])
    }

    /// Answers with the stream of a scan, in the place that `admission` is, or in one taken now.
    package func response(
        of job: JobID, _ wanted: StreamRequest, _ request: Request, _ context: ServiceContext,
        admission: StreamFeeds.Admission? = nil
    ) async throws -> Response {
        let coding: StreamCoding = request.headers.acceptsGzip ? .gzip : .identity
        let stream = try await ScanStream(
            job: job,
            tape: try await feeds.tapes.tape(of: job) { try await reader(job) },
            request: wanted, coding: coding)
        if await stream.hasNothingLeft() { return Response(status: .noContent) }
        var headers: HTTPFields = [
            .contentType: "text/event-stream",
            .cacheControl: "no-store, no-transform",
            .accelBuffering: "no",
            .vary: "Accept-Encoding",
        ]
        if let name = coding.contentEncoding { headers[.contentEncoding] = name }
        guard request.method != .head else { return Response(status: .ok, headers: headers) }
        guard let admission = admission ?? feeds.admit(context.client, to: stream) else {
            // No status says "later" to an EventSource; a closed connection does.
            context.channel.close(promise: nil)
            throw CancellationError()
        }
        return Response(
            status: .ok, headers: headers,
            body: ResponseBody { [feeds] writer in
                switch await feeds.follow(stream, admission, on: context.channel) {
                case .finished, .shutdown: try await writer.finish(nil)
                case .failed, .left, .stalled, .refused: throw CancellationError()
                }
            })
    }
}
