internal import HTTPTypes
internal import Hummingbird
internal import JSONText
internal import Jobs
internal import ScanEvents
internal import Scanning
internal import StreamServer
internal import Tapes

/// What it takes to start what a client asks for: its body is read, it is checked in its turn, and it
/// has its share of the queue.
struct JobStarts: Sendable {
    /// Starts the job of a request, or finds the one that an earlier request of the same key has
    /// started; `plan` checks the request.
    typealias Start<Wanted> =
        @Sendable (
            _ starts: IdempotentStart, _ wanted: Wanted, _ key: String?, _ client: QueueClient,
            _ plan: @escaping @Sendable () async throws -> ScanPlan
        ) async throws -> StartedScan

    let starts: IdempotentStart
    let scanning: ScanningConfiguration
    /// The places of the queue, which clients share.
    let places: Shares
    let bodies: RequestBodies

    /// The most bytes of a request: that many tickers as a scan may have, spaced out, and the text
    /// of a strategy.
    private static let maxBodyBytes = 256 * 1024 + StrategyRoutes.maxEscapedTextBytes

    /// Starts what a request asks for, which `read` makes of its JSON, `start` starts, and `plan`
    /// checks on a thread that may block.
    ///
    /// Throws `Problem` and `JobError`, and what `read` and `plan` throw.
    func start<Wanted: Sendable>(
        _ request: Request, _ context: ServiceContext,
        _ read: @escaping @Sendable (JSONValue) throws -> Wanted,
        by start: @escaping Start<Wanted>,
        plan: @escaping @Sendable (ScanningConfiguration, Wanted) throws -> ScanPlan
    ) async throws -> StartedScan {
        let wanted = try await bodies.read(
            request, context, atMost: Self.maxBodyBytes, read)
        let key = request.headers[.idempotencyKey]
        let (checks, scanning) = (bodies.limits.checks, scanning)
        let started = try await context.whileClientStays {
            [starts, places, client = context.client] in
            try await start(starts, wanted, key, QueueClient { places.take(for: client) }) {
                try await checks.run(for: client) { _ in try plan(scanning, wanted) }
            }
        }
        context.subject.note(started.job)
        return started
    }
}

extension StartedScan {
    /// What the response says of it.
    var headers: HTTPFields {
        isReplayed ? [.idempotencyReplayed: "true"] : [:]
    }

    /// The answer to its client: its name, and where to watch it.
    func response(streams: StreamRoutes) -> Response {
        let body = JSONWriter.object { json in
            json.member("job_id", job.description)
            json.nullableMember(
                "stream_url", streams.areOn ? "/market-scan/stream/\(job)" : nil)
            json.member("status_url", "/market-scan/status/\(job)")
            json.member("results_url", "/market-scan/results/\(job)")
            json.member("cancel_url", "/market-scan/cancel/\(job)")
            json.member("use_sse", streams.areOn)
        }
        var headers = headers
        headers[.location] = "/market-scan/status/\(job)"
        return Response(.accepted, json: body, headers: headers)
    }
}

extension HTTPField.Name {
    /// The client's name for its request.
    static let idempotencyKey = HTTPField.Name("Idempotency-Key") ?? .ifMatch
    /// Says that an earlier request was answered again.
    fileprivate static let idempotencyReplayed = HTTPField.Name("Idempotency-Replayed") ?? .age
}
