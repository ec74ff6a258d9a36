internal import Backtesting
internal import EventLog
internal import HTTPTypes
internal import Hummingbird
internal import MarketData
internal import NIOCore
internal import Projections
internal import ScanEvents
internal import ScanHistory
internal import Scanning

/// The endpoints under `/market-scan`, and `/backtest`.
struct ScanRoutes: Sendable {
    private static let maxBodyBytes = 1024 * 1024

    let service: ScanService

    /// Adds the endpoints to `router`.
    func add(to router: Router<ServiceContext>) {
        router.post("backtest", use: backtest)
        router.group("market-scan")
            .post("start", use: start)
            .get("status/{job_id}", use: status)
            .get("stream/{job_id}", use: stream)
    }

    /// Starts a scan and says where to watch it.
    @Sendable
    private func start(_ request: Request, _ context: ServiceContext) async throws -> Response
    {
        let scanRequest = try await scanRequest(from: request)
        let job: JobID
        do {
            job = try await service.start(scanRequest)
        } catch let error as ScanRefusal {
            throw Problem(error)
        } catch let error as HistoryError {
            throw Problem(error)
        } catch let error as QueueFull {
            throw Problem(status: .tooManyRequests, detail: error.description)
        }
        let body = JSONWriter.object { json in
            json.member("job_id", job.description)
            json.member("stream_url", "/market-scan/stream/\(job)")
            json.member("status_url", "/market-scan/status/\(job)")
        }
        return Response(
            status: .accepted,
            headers: [
                .contentType: "application/json", .location: "/market-scan/status/\(job)",
            ],
            body: ResponseBody(byteBuffer: ByteBuffer(bytes: body)))
    }

    /// The state of a scan, now or after the record that `at` names.
    @Sendable
    private func status(
        _ request: Request, _ context: ServiceContext
    ) async throws -> Response {
        let reader = try await reader(of: try job(context))
        var endSeq = Int.max
        if let at = request.uri.queryParameters["at"] {
            guard let seq = Int(at), (0..<reader.tail.position.nextSeq).contains(seq) else {
                let detail =
                    "at must be the number of a record, 0 to \(reader.tail.position.nextSeq - 1)"
                throw Problem(
                    status: .unprocessableContent, detail: detail,
                    errors: [RequestProblem(pointer: "/at", detail: detail)])
            }
            endSeq = seq + 1
        }
        let limit = endSeq
        let status = await BlockingExecutor.run { () -> Result<[UInt8], HistoryError> in
            do throws(HistoryError) {
                return .success(try reader.scanState(before: limit).status)
            } catch {
                return .failure(error)
            }
        }
        do throws(HistoryError) {
            return Response(
                status: .ok,
                headers: [.contentType: "application/json", .cacheControl: "no-store"],
                body: ResponseBody(byteBuffer: ByteBuffer(bytes: try status.get())))
        } catch {
            throw Problem(error)
        }
    }

    /// The stream of a scan: what is on its tape, then what comes, until it ends.
    @Sendable
    private func stream(
        _ request: Request, _ context: ServiceContext
    ) async throws -> Response {
        let wanted = try StreamRequest(request)
        let job = try job(context)
        let stream = ScanStream(
            job: job, reader: try await reader(of: job), request: wanted, logger: context.logger)
        if await stream.hasNothingLeft() { return Response(status: .noContent) }
        return Response(
            status: .ok,
            headers: [
                .contentType: "text/event-stream",
                .cacheControl: "no-store, no-transform",
                .accelBuffering: "no",
            ],
            body: ResponseBody { writer in
                try await stream.write(to: &writer, whileOpen: request.body)
                try await writer.finish(nil)
            })
    }

    private func job(_ context: ServiceContext) throws(Problem) -> JobID {
        let name = context.parameters.get("job_id") ?? ""
        guard let job = JobID(name) else {
            throw Problem(status: .notFound, detail: "\"\(name.prefix(64))\" is no scan's name")
        }
        return job
    }

    private func reader(of job: JobID) async throws -> LogReader {
        do {
            return try await service.history.reader(of: job)
        } catch let error as HistoryError {
            throw Problem(error)
        }
    }

    /// Runs one strategy on one stock, without a tape.
    @Sendable
    func backtest(_ request: Request, _ context: ServiceContext) async throws -> Response {
        let value = try await json(from: request)
        do {
            let report = try await service.backtest(try ScanRequest(backtest: value))
            return Response(
                status: .ok, headers: [.contentType: "application/json"],
                body: ResponseBody(byteBuffer: ByteBuffer(bytes: report.json)))
        } catch let error as InvalidRequest {
            throw Problem(error)
        } catch let error as ScanRefusal {
            throw Problem(error)
        } catch let error as PriceError {
            throw Problem(
                status: .unprocessableContent, detail: error.message,
                errors: [RequestProblem(pointer: "/ticker", detail: error.message)])
        } catch let error as BacktestError {
            throw Problem(
                status: .unprocessableContent, detail: error.description,
                errors: [RequestProblem(pointer: "/start_date", detail: error.description)])
        }
    }

    private func scanRequest(from request: Request) async throws -> ScanRequest {
        let value = try await json(from: request)
        do throws(InvalidRequest) {
            return try ScanRequest(json: value)
        } catch {
            throw Problem(error)
        }
    }

    private func json(from request: Request) async throws -> JSONValue {
        let body: ByteBuffer
        do {
            body = try await request.body.collect(upTo: Self.maxBodyBytes)
        } catch is NIOTooManyBytesError {
            throw Problem(
                status: .contentTooLarge,
                detail: "a request has at most \(Self.maxBodyBytes) bytes")
        }
        do throws(JSONError) {
            return try JSONValue.parse(Array(body.readableBytesView))
        } catch {
            throw Problem(status: .badRequest, detail: "the body is not JSON: \(error)")
        }
    }
}
