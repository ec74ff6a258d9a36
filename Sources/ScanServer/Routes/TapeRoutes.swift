internal import StreamServer
internal import AnalyticsExport
internal import EventLog
internal import HTTPTypes
internal import Hummingbird
internal import JSONText
internal import Jobs
internal import NIOCore
internal import Projections
internal import ScanEvents
internal import Tapes
internal import TapeStreams
internal import Storage

/// The endpoints under `/market-scan` that tell of scans: status, results, list, tape.
struct TapeRoutes: Sendable {
    let service: ScanService
    let answers: LargeAnswers
    let exports: ResultExports
    let limits: ServiceLimits
    /// How long a client may take with each piece of a tape.
    let pieceTimeout: TimeAmount

    /// Adds the endpoints to `routes`.
    func add(to routes: Routes) {
        routes.on("market-scan/status/{job_id}", [.get: status])
        routes.on("market-scan/results/{job_id}", [.get: results])
        routes.on("market-scan/signals/{job_id}", [.get: signals])
        routes.on("market-scan/jobs", [.get: jobs])
        routes.on("market-scan/log/{job_id}", [.get: log])
    }

    /// The state of a scan, now or after the record that `at` names.
    @Sendable
    private func status(_ request: Request, _ context: ServiceContext) async throws -> Response {
        let job = try context.job()
        try request.refuseParameters(butFor: ["at"])
        let reader = try await service.reader(of: job)
        let records = reader.tail.position.nextSeq
        let at = try request.uri.queryParameters["at"].map { text in
            guard let seq = Int(text), (0..<records).contains(seq) else {
                throw Problem(
                    "at must be the number of a record, 0 to \(records - 1)", at: "/at")
            }
            return seq
        }
        let subject = LargeAnswers.Subject(
            job: job, kind: at == nil ? "status" : "status at",
            records: at.map { $0 + 1 } ?? records)
        let response = try await answers.response(
            subject, context, headers: [.cacheControl: "no-store"]
        ) { [service] in
            if let at { return try reader.scanState(before: at + 1).statusText }
            return try service.stateNow(of: job, reader).statusText
        }
        guard let response else { preconditionFailure("every scan has a status") }
        return response
    }

    /// The result of a scan that has ended, as JSON or as a table.
    @Sendable
    private func results(_ request: Request, _ context: ServiceContext) async throws -> Response {
        let job = try context.job()
        try request.refuseParameters(butFor: ["format", "table"])
        let query = request.uri.queryParameters
        let table = try query["table"].map { name in
            guard let table = ExportTable(rawValue: String(name)) else {
                let all = ExportTable.allCases.map(\.rawValue).joined(separator: ", ")
                throw Problem("there are the tables \(all)", at: "/table")
            }
            return table
        }
        let name = query["format"].map(String.init) ?? (table == nil ? "json" : "ndjson")
        let format = ExportFormat(named: name)
        guard name == "json" && table == nil || format != nil else {
            let formats = (table == nil ? ["json"] : []) + ResultExports.formats
            throw Problem(
                "there are the formats \(formats.joined(separator: ", "))", at: "/format")
        }
        let reader = try await service.reader(of: job)
        let hasNotEnded = Problem(
            status: .conflict,
            detail: "the scan has not ended; /market-scan/status/\(job) tells how far it is")
        if let format {
            guard try await service.state(of: job, reader).isFinished else { throw hasNotEnded }
            return try await exports.response(format, table, of: job, reader, context)
        }
        let subject = LargeAnswers.Subject(
            job: job, kind: "result", records: reader.tail.position.nextSeq)
        let response = try await answers.response(subject, context) { [service] in
            try service.result(of: job, reader)
        }
        guard let response else { throw hasNotEnded }
        return response
    }

    /// The scans, newest first.
    @Sendable
    private func jobs(_ request: Request, _ context: ServiceContext) async throws -> Response {
        let query = try ScanListQuery(request.uri.queryParameters)
        let page = try await service.list(query)
        var next: String?
        if page.hasMore, let last = page.entries.last {
            next = "/market-scan/jobs?" + query.text(before: last.job)
        }
        let body = JSONWriter.object { json in
            json.name("jobs")
            json.array(page.entries) { json, entry in
                json.object { json in
                    json.member("job_id", entry.job.description)
                    json.member("kind", entry.sets == nil ? "scan" : "sweep")
                    json.member("state", entry.standing.word)
                    json.nullableMember("strategy", entry.strategy)
                    json.member("requested_at", entry.requestedAt)
                    json.nullableCount("sets", entry.sets)
                    json.nullableCount("total", entry.total)
                    json.nullableCount("successful", entry.successful)
                    json.nullableCount("failed", entry.failed)
                    json.nullableAmount("total_pnl", entry.totalPnL)
                    json.nullableCount("bytes", entry.bytes)
                }
            }
            json.nullableMember("next", next)
        }
        return Response(json: body, headers: [.cacheControl: "no-store"])
    }

    /// The tape itself, as far as it is committed.
    @Sendable
    private func log(_ request: Request, _ context: ServiceContext) async throws -> Response {
        let job = try context.job()
        let reader = try await service.reader(of: job)
        let length = try await BlockingExecutor.run {
            Result { () throws(LogError) in try reader.fileBytes }
        }.get()
        guard let buffer = limits.answers.take(ResponseBody.pieceBytes, for: context.client) else {
            throw Problem.manyAnswers
        }
        return Response(
            status: .ok,
            headers: [
                .contentType: "application/gzip", .cacheControl: "no-store",
                .contentDisposition: "attachment; filename=\"\(job).ndjson.gz\"",
            ],
            body: .inPieces(length, to: context.channel, within: pieceTimeout) { offset, count in
                defer { withExtendedLifetime(buffer) {} }
                return ByteBuffer(
                    bytes: try await reader.bytes(at: offset, before: offset + count))
            })
    }
}

extension JSONWriter {
    fileprivate mutating func nullableCount(_ name: String, _ value: Int?) {
        self.name(name)
        if let value { self.value(value) } else { null() }
    }

    fileprivate mutating func nullableAmount(_ name: String, _ value: Double?) {
        self.name(name)
        if let value { self.value(value) } else { null() }
    }
}

extension ScanListQuery {
    /// Reads a query's parameters.
    init(_ parameters: Parameters) throws(Problem) {
        self.init()
        for (name, text) in parameters {
            let value = String(text)
            switch name {
            case "state":
                let known = ScanStanding.ofService
                guard known.contains(ScanStanding(value)) else {
                    let words = known.map(\.word).joined(separator: ", ")
                    throw Problem("there are \(words)", at: "/state")
                }
                standings = [ScanStanding(value)]
            case "strategy":
                strategy = value
            case "since":
                since = try Self.time(value, at: "/since")
            case "until":
                until = try Self.time(value, at: "/until")
            case "before":
                guard let job = JobID(value) else {
                    throw Problem("before must be the name of a scan", at: "/before")
                }
                before = job
            case "limit":
                guard let number = Int(value), (1...200).contains(number) else {
                    throw Problem("limit must be a whole number from 1 to 200", at: "/limit")
                }
                limit = number
            default:
                throw Problem(
                    "there is no parameter \"\(name.prefix(32))\"; there are state, strategy, "
                        + "since, until, before and limit", at: "/\(name.prefix(32))")
            }
        }
    }

    /// The query of the page that follows the one with `job` at its end.
    func text(before job: JobID) -> String {
        var items = ["limit=\(limit)"]
        if let standing = standings?.first { items.append("state=\(standing.word)") }
        if let strategy { items.append("strategy=\(Self.encoded(strategy))") }
        if let since { items.append("since=\(since)") }
        if let until { items.append("until=\(until)") }
        return (items + ["before=\(job)"]).joined(separator: "&")
    }

    /// A text as a value of a query (RFC 3986): all but unreserved characters by their codes.
    private static func encoded(_ text: String) -> String {
        text.utf8.map { byte in
            let character = Unicode.Scalar(byte)
            let isPlain =
                byte < 0x80
                && (character.properties.isAlphabetic
                    || (0x30...0x39).contains(byte) || "-._~".unicodeScalars.contains(character))
            let code = String(byte, radix: 16, uppercase: true)
            return isPlain ? String(character) : "%" + (byte < 16 ? "0" : "") + code
        }.joined()
    }

    /// A date or a time, as the beginning of what records have.
    private static func time(_ text: String, at pointer: String) throws(Problem) -> String {
        if let time = WrittenTime.utc(text) { return time }
        throw Problem(
            "\(text.prefix(40)) is no date or time: write 2026-11-28, 2026-11-28T08:00:00Z or "
                + "2026-11-28T09:00:00+01:00", at: pointer)
    }
}
