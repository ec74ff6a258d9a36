internal import StreamServer
internal import Backtesting
internal import HTTPTypes
internal import Hummingbird
internal import JSONText
internal import ScanEvents
internal import StrategyFiles
internal import StrategyText

/// The endpoints under `/strategies`: those that there are, and the texts of users.
///
/// Folders are read and texts checked by turns among clients, on threads that may block.
struct StrategyRoutes: Sendable {
    let folder: StrategyFolder
    let limits: CostLimits
    let bodies: RequestBodies
    let answers: LargeAnswers

    /// The most bytes of a text that comes as JSON, each of which may be written in six.
    static let maxEscapedTextBytes = 6 * StrategyProgram.mostBytes
    /// The most bytes of a request to check one.
    private static let maxCheckBytes = maxEscapedTextBytes + 1024

    /// Adds the endpoints to `routes`.
    func add(to routes: Routes) {
        routes.on("strategies", [.get: list])
        routes.on("strategies/check", [.post: check])
        routes.on("strategies/{name}", [.get: show, .put: put, .delete: remove])
    }

    /// The strategies that can be named, and those whose files are broken.
    @Sendable
    private func list(_ request: Request, _ context: ServiceContext) async throws -> Response {
        let json = try await work(context) { [folder] in StrategyDocument.list(of: folder) }
        return try answers.response(context, json: json, headers: Self.headers())
    }

    /// One strategy with its text.
    @Sendable
    private func show(_ request: Request, _ context: ServiceContext) async throws -> Response {
        let name = try context.parameters.require("name")
        let (digest, json) = try await work(context) { [folder] in
            let document = try StrategyDocument(of: name, in: folder)
            return (document.digest, document.json)
        }
        let headers = Self.headers(digest)
        if let tag = headers[.eTag], request.hasAlready(tag) {
            return Response(status: .notModified, headers: headers)
        }
        return try answers.response(context, json: json, headers: headers)
    }

    /// What is wrong with a text, or what it is; nothing is kept of it.
    @Sendable
    private func check(_ request: Request, _ context: ServiceContext) async throws -> Response {
        let json = try await bodies.read(request, context, atMost: Self.maxCheckBytes) {
            [limits] json in
            let wanted = try CheckRequest(json: json)
            return StrategyCheckReport(
                Array(wanted.text.utf8), name: wanted.name, limits: limits
            ).json
        }
        return try answers.response(context, json: json)
    }

    /// Keeps a text under a name.
    @Sendable
    private func put(_ request: Request, _ context: ServiceContext) async throws -> Response {
        let name = try context.parameters.require("name")
        // Before the text is read, which would be in vain.
        guard folder.isWritable else { throw StrategyFolderError.notWritable }
        let condition = StrategyFolder.Precondition(try request.changeCondition())
        let (digest, isNew, json) = try await bodies.readBytes(
            request, context, atMost: StrategyProgram.mostBytes
        ) { [folder, limits] text in
            let (file, isNew) = try folder.put(text, as: name, if: condition)
            return (file.digest, isNew, StrategyCheckReport(text, name: name, limits: limits).json)
        }
        var headers = Self.headers(digest)
        if isNew { headers[.location] = "/strategies/\(name)" }
        return try answers.response(
            context, json: json, headers: headers, status: isNew ? .created : .ok)
    }

    /// Takes a user's strategy away.
    @Sendable
    private func remove(_ request: Request, _ context: ServiceContext) async throws -> Response {
        let name = try context.parameters.require("name")
        let condition = StrategyFolder.Precondition(try request.changeCondition())
        try await work(context) { [folder] in
            do throws(StrategyFolderError) {
                try folder.remove(name, if: condition)
            } catch .badName {
                throw StrategyFolderError.unknown(name)
            }
        }
        return Response(status: .noContent)
    }

    /// Runs what reads or writes files when it is the client's turn.
    private func work<Value: Sendable>(
        _ context: ServiceContext, _ work: @escaping @Sendable () throws -> Value
    ) async throws -> Value {
        try await context.whileClientStays { [limits = bodies.limits, client = context.client] in
            try await limits.checks.run(for: client) { _ in try work() }
        }
    }

    /// Kept by clients, but asked about each time, as files change behind the service's back.
    private static func headers(_ digest: String? = nil) -> HTTPFields {
        var headers: HTTPFields = [.cacheControl: "no-cache"]
        if let digest { headers[.eTag] = "\"\(digest)\"" }
        return headers
    }
}

extension StrategyFolder.Precondition {
    /// The condition of a request, whose tags are digests of texts.
    fileprivate init(_ condition: ChangeCondition) {
        switch condition {
        case .none: self = .any
        case .absent: self = .absent
        case .present: self = .present
        case .tagged(let digests): self = .digest(digests)
        }
    }
}

/// A text to be checked, as a client sends it.
private struct CheckRequest {
    let text: String
    let name: String?

    /// Reads `{"strategy_text": …, "name": …}`.
    ///
    /// - Throws: `InvalidRequest` with a problem for each field that will not do.
    init(json: JSONValue) throws(InvalidRequest) {
        guard case .object(let members) = json else {
            throw InvalidRequest([
                RequestProblem(pointer: "", detail: "expected an object, found \(json.kind)")
            ])
        }
        var fields = FieldReader(members, names: ["strategy_text", "name"])
        name = fields.string("name", atMost: 100)
        let text = fields.string("strategy_text", atMost: StrategyRoutes.maxEscapedTextBytes)
        if text == nil { fields.note("strategy_text", "send the text of a strategy") }
        fields.refuseOthers()
        guard let text, fields.problems.isEmpty else {
            throw InvalidRequest(fields.problems.all)
        }
        self.text = text
    }
}
