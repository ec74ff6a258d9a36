package import EventLog
internal import Foundation
internal import JSONText
internal import NIOCore
internal import NIOHTTP1
internal import NIOPosix
internal import ServerSentEvents
package import TapeStreams

/// Plays one scan to the browsers of this machine: a small HTTP responder for one path.
///
/// Each client gets the scan from its start, or goes on after its `Last-Event-ID`, at the pace of
/// the scan; what it may ask for is what the service lets it. No other machine is served, and no
/// page of another site that was not allowed.
package struct PlaybackServer: Sendable {
    /// The scan's name.
    let job: String
    /// Its tape.
    let reader: LogReader
    /// What a client gets that asks for nothing else.
    let usual: StreamRequest
    /// Where the play ends; nil for the end of the tape.
    let until: TapeMoment?
    /// How many seconds of the scan a second holds.
    let speed: Double
    /// The origins of pages that may watch.
    let allowedOrigins: Set<String>

    /// Makes a server of one scan.
    ///
    /// - Parameters:
    ///   - job: the scan's name, which is in the path.
    ///   - reader: its tape.
    ///   - usual: what a client gets that asks for nothing else.
    ///   - until: where the play ends; nil for the end of the tape.
    ///   - speed: how many seconds of the scan a second holds.
    ///   - allowedOrigins: the origins of pages that may watch.
    package init(
        job: String, reader: LogReader, usual: StreamRequest, until: TapeMoment?, speed: Double,
        allowedOrigins: Set<String>
    ) {
        self.job = job
        self.reader = reader
        self.usual = usual
        self.until = until
        self.speed = speed
        self.allowedOrigins = allowedOrigins
    }

    private typealias Connection = NIOAsyncChannel<HTTPServerRequestPart, HTTPServerResponsePart>
    private typealias Outbound = NIOAsyncChannelOutboundWriter<HTTPServerResponsePart>

    /// How long a client waits for a sign of life.
    private static let heartbeat = Duration.seconds(15)

    /// Serves until the task is cancelled.
    ///
    /// - Parameters:
    ///   - port: where to listen, on the loopback address; 0 for a free port.
    ///   - onListening: is called with the port.
    /// - Throws: `IOError` where the port cannot be had.
    package func run(port: Int, onListening: (Int) -> Void) async throws {
        let server = try await ServerBootstrap(group: .singletonMultiThreadedEventLoopGroup)
            .serverChannelOption(.socketOption(.so_reuseaddr), value: 1)
            .bind(host: "127.0.0.1", port: port) { channel in
                channel.eventLoop.makeCompletedFuture {
                    try channel.pipeline.syncOperations.configureHTTPServerPipeline()
                    return try Connection(wrappingChannelSynchronously: channel)
                }
            }
        onListening(server.channel.localAddress?.port ?? port)
        try await withThrowingDiscardingTaskGroup { group in
            try await server.executeThenClose { connections in
                for try await connection in connections {
                    // A client that goes away is no fault.
                    group.addTask { try? await answer(connection) }
                }
            }
        }
    }

    private func answer(_ connection: Connection) async throws {
        try await connection.executeThenClose { inbound, outbound in
            var head: HTTPRequestHead?
            for try await part in inbound {
                switch part {
                case .head(let request): head = request
                case .body: break
                case .end:
                    guard let request = head else { return }
                    try await answer(request, to: outbound)
                    guard request.isKeepAlive else { return }
                }
            }
        }
    }

    private func answer(_ request: HTTPRequestHead, to client: Outbound) async throws {
        let parts = request.uri.split(separator: "?", maxSplits: 1)
        var headers = HTTPHeaders()
        if let origin = request.headers.first(name: "Origin"), allowedOrigins.contains(origin) {
            headers.add(name: "Access-Control-Allow-Origin", value: origin)
        }
        headers.add(name: "Vary", value: "Origin")
        headers.add(name: "X-Content-Type-Options", value: "nosniff")
        headers.add(name: "Cross-Origin-Resource-Policy", value: "same-origin")
        guard request.headers["Host"].count == 1 else {
            return try await refuse(
                .badRequest, "a request names the service in Host, once", headers, client)
        }
        guard isForThisMachine(request) else {
            return try await refuse(.misdirectedRequest, "ask for 127.0.0.1", headers, client)
        }
        guard parts.first == "/market-scan/stream/\(job)" else {
            return try await refuse(
                .notFound, "there is only /market-scan/stream/\(job)", headers, client)
        }
        guard request.method == .GET || request.method == .HEAD else {
            headers.add(name: "Allow", value: "GET, HEAD")
            return try await refuse(.methodNotAllowed, "only GET and HEAD", headers, client)
        }
        let wanted: StreamRequest
        do throws(InvalidStreamRequest) {
            let ids = request.headers["Last-Event-ID"]
            wanted = try StreamRequest(
                query: queryFields(parts.count > 1 ? parts[1] : ""),
                lastEventID: ids.isEmpty ? nil : ids.joined(separator: ", "), unlessAsked: usual)
        } catch {
            return try await refuse(.unprocessableEntity, error.detail, headers, client)
        }
        let opening = try StreamOpening(of: wanted, job: job, on: reader)
        let playback = Playback(
            reader: reader, form: .events(wanted.view), from: opening.firstSeq, until: until)
        if try hasNothingLeft(opening, wanted.view, playback) {
            return try await send(.noContent, headers, [], client)
        }
        headers.add(name: "Content-Type", value: "text/event-stream")
        headers.add(name: "Cache-Control", value: "no-store, no-transform")
        headers.add(name: "X-Accel-Buffering", value: "no")
        try await client.write(
            .head(HTTPResponseHead(version: .http1_1, status: .ok, headers: headers)))
        if request.method == .GET {
            if !opening.bytes.isEmpty { try await client.write(body(opening.bytes[...])) }
            try await play(playback, to: client)
        }
        try await client.write(.end(nil))
    }

    private func play(_ playback: Playback, to client: Outbound) async throws {
        var pace = Pace(speed: speed)
        try await playback.forEachPiece { piece in
            var wait = pace.wait(until: piece.elapsed)
            while wait > Self.heartbeat {
                try await Task.sleep(for: Self.heartbeat)
                try await client.write(body(ServerSentEvent.heartbeat[...]))
                wait = pace.wait(until: piece.elapsed)
            }
            if wait > .zero { try await Task.sleep(for: wait) }
            try await client.write(body(piece.bytes))
        }
    }

    /// Whether a client has had all that there is, so that it need not come back.
    private func hasNothingLeft(
        _ opening: StreamOpening, _ view: StreamView, _ playback: Playback
    ) throws -> Bool {
        guard until != nil else { return opening.leavesNothing(of: view, on: reader) }
        // A play that ends at a moment has no last event, but an end.
        guard opening.firstSeq > 0, opening.bytes.isEmpty else { return false }
        var isEmpty = true
        try playback.forEachPart { if !$0.isEmpty { isEmpty = false } }
        return isEmpty
    }

    /// Whether the client knows this server by an address of this machine: a page of another
    /// site that had its name point here does not.
    private func isForThisMachine(_ request: HTTPRequestHead) -> Bool {
        let host = request.headers.first(name: "Host") ?? ""
        let name = host.hasPrefix("[") ? Substring("[::1]") : host.prefix { $0 != ":" }
        return ["127.0.0.1", "localhost", "[::1]"].contains(name)
    }

    private func refuse(
        _ status: HTTPResponseStatus, _ detail: String, _ headers: HTTPHeaders, _ client: Outbound
    ) async throws {
        var headers = headers
        headers.add(name: "Content-Type", value: "application/problem+json")
        let text = JSONWriter.object { json in
            json.member("status", Int(status.code))
            json.member("detail", detail)
        }
        try await send(status, headers, text, client)
    }

    private func send(
        _ status: HTTPResponseStatus, _ headers: HTTPHeaders, _ text: [UInt8], _ client: Outbound
    ) async throws {
        var headers = headers
        if status != .noContent {
            headers.add(name: "Content-Length", value: String(text.count))
        }
        try await client.write(
            .head(HTTPResponseHead(version: .http1_1, status: status, headers: headers)))
        if !text.isEmpty { try await client.write(body(text[...])) }
        try await client.write(.end(nil))
    }

    private func body(_ bytes: ArraySlice<UInt8>) -> HTTPServerResponsePart {
        .body(.byteBuffer(ByteBuffer(bytes: bytes)))
    }
}

/// The parameters of a query in order, with their escapes undone.
private func queryFields(_ query: Substring) -> [(name: String, value: String)] {
    query.split(separator: "&").map { field in
        let parts = field.split(separator: "=", maxSplits: 1, omittingEmptySubsequences: false)
        let value = parts.count == 2 ? parts[1] : ""
        return (String(parts[0]), value.removingPercentEncoding ?? String(value))
    }
}
