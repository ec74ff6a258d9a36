internal import StreamServer
internal import TapeStreams
internal import EventLog
internal import HTTPTypes
internal import Hummingbird
internal import Jobs
internal import Projections
internal import ScanEvents
internal import Tapes
internal import Scanning

/// The endpoints under `/market-scan` that start scans and end them.
struct ScanRoutes: Sendable {
    let service: ScanService
    let starts: JobStarts
    let streams: StreamRoutes
    /// Those that wait for a result.
    let waiting: WaitingClients
    let answers: LargeAnswers

    /// Adds the endpoints to `routes`.
    func add(to routes: Routes) {
        routes.on("market-scan", [.post: scan])
        routes.on("market-scan/start", [.post: start])
        routes.on("market-scan/stream", [.post: stream])
        routes.on("market-scan/cancel/{job_id}", [.post: cancel])
        routes.on("market-scan/resume/{job_id}", [.post: resume])
    }

    /// Starts a scan and says where to watch it.
    @Sendable
    private func start(_ request: Request, _ context: ServiceContext) async throws -> Response {
        try await startScan(request, context).response(streams: streams)
    }

    /// Starts a scan and answers with its stream, which a client that is cut off gets on with
    /// where `Content-Location` says.
    @Sendable
    private func stream(_ request: Request, _ context: ServiceContext) async throws -> Response {
        let wanted = try StreamRequest(request)
        // First, so that no scan is started whose stream is refused.
        let admission = try streams.admit(context.client)
        let started = try await startScan(request, context)
        var response = try await streams.response(
            of: started.job, wanted, request, context, admission: admission)
        response.headers[.contentLocation] =
            "/market-scan/stream/\(started.job)" + wanted.view.query
        response.headers.append(contentsOf: started.headers)
        return response
    }

    /// Starts a scan and answers with its result; the scan goes on if the client leaves.
    @Sendable
    private func scan(_ request: Request, _ context: ServiceContext) async throws -> Response {
        try await waiting.admit(context.client) { try await result(request, context) }
    }

    private func result(_ request: Request, _ context: ServiceContext) async throws -> Response {
        let started = try await startScan(request, context)
        let job = started.job
        let reader = try await service.reader(of: job)
        let isInterrupted =
            try await context.wait { await service.waitForEnd(of: job, reader) } ?? false
        let state = try await service.state(of: job, reader)
        if let problem = Problem(insteadOfResultOf: state, job, started.headers) { throw problem }
        var headers = started.headers
        headers[.contentLocation] = "/market-scan/results/\(job)"
        let subject = LargeAnswers.Subject(
            job: job, kind: "result", records: reader.tail.position.nextSeq)
        let response = try await answers.response(subject, context, headers: headers) {
            [service] in try service.result(of: job, reader)
        }
        guard let response else {
            throw Problem(interrupted: job, state, awaitsResume: isInterrupted)
        }
        return response
    }

    /// Ends a scan before its time.
    @Sendable
    private func cancel(_ request: Request, _ context: ServiceContext) async throws -> Response {
        let job = try context.job()
        let isCancelling = service.cancel(job)
        let reader = try await service.reader(of: job)
        if isCancelling { await reader.waitForEnd(atMost: .seconds(5)) }
        let state = try await service.state(of: job, reader)
        switch state.phase {
        case .cancelled:
            return Response(json: state.status)
        case .requested, .running, .interrupted:
            guard isCancelling else {
                throw Problem(
                    status: .conflict, detail: "nobody works on the scan; it cannot be cancelled")
            }
            return Response(.accepted, json: state.status)
        case .completed, .failed:
            throw Problem(
                status: .conflict, detail: "the scan has ended already: \(state.phase.rawValue)")
        }
    }

    /// Goes on with a scan that has ended for now.
    @Sendable
    private func resume(_ request: Request, _ context: ServiceContext) async throws -> Response {
        let job = try context.job()
        let reader = try await service.reader(of: job)
        guard await service.resume(job) else {
            throw Problem(
                status: .conflict,
                detail: "the scan has ended, or somebody works on it already; there is nothing to "
                    + "resume")
        }
        return Response(.accepted, json: try await service.state(of: job, reader).status)
    }

    /// Starts the scan of a request, or finds the one that an earlier request of the same key
    /// has started.
    private func startScan(
        _ request: Request, _ context: ServiceContext
    ) async throws -> StartedScan {
        try await starts.start(request, context) {
            try ScanRequest(json: $0)
        } by: { starts, wanted, key, client, plan in
            try await starts.start(wanted, key: key, for: client, plan: plan)
        } plan: {
            try $0.plan($1)
        }
    }
}
