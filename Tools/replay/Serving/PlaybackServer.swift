import EventLog
import JSONText
import NIOCore
import NIOHTTP1
import NIOPosix
import ScanEvents
import Tapes
import TapeStreams
import ServerSentEvents

/// Plays one scan to the browsers of this machine: a small HTTP responder for one path.
///
/// Each client gets the scan from its start, or goes on after its `Last-Event-ID`, at the pace of
/// the scan. No other machine is served, and no page of another site that was not allowed.
struct PlaybackServer: Sendable {
    /// The scan's name.
    let job: String
    /// Its tape.
    let reader: LogReader
    /// What is shown unless a client asks for something else.
    let form: Playback.Form
    /// The first record unless a client asks for another.
    let from: Int
    /// Where the play ends; nil for the end of the tape.
    let until: TapeMoment?
    /// How many seconds of the scan a second holds.
    let speed: Double
    /// The origins of pages that may watch.
    let allowedOrigins: Set<String>

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
    func run(port: Int, onListening: (Int) -> Void) async throws {
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
        guard case .events(let view) = form,
            let wanted = WatchRequest(
                query: parts.count > 1 ? parts[1] : "", headers: request.headers, view: view,
                from: from, records: reader.tail.position.nextSeq)
        else {
            return try await refuse(
                .unprocessableEntity, "view is progress or events, every is 1 or more", headers,
                client)
        }
        if hasNothingLeft(wanted) {
            return try await send(.noContent, headers, [], client)
        }
        headers.add(name: "Content-Type", value: "text/event-stream")
        headers.add(name: "Cache-Control", value: "no-store, no-transform")
        headers.add(name: "X-Accel-Buffering", value: "no")
        try await client.write(
            .head(HTTPResponseHead(version: .http1_1, status: .ok, headers: headers)))
        if request.method == .GET { try await play(wanted, to: client) }
        try await client.write(.end(nil))
    }

    private func play(_ wanted: WatchRequest, to client: Outbound) async throws {
        if let place = wanted.unknownPlace {
            try await client.write(body(resetMessage(unknownPlace: place)))
        }
        var pace = Pace(speed: speed)
        let playback = Playback(
            reader: reader, form: .events(wanted.view), from: wanted.from, until: until)
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
    private func hasNothingLeft(_ wanted: WatchRequest) -> Bool {
        guard wanted.from > 0, let last = reader.lastEventSeq else { return false }
        switch wanted.view {
        case .events: return wanted.from >= reader.tail.position.nextSeq
        case .progress: return wanted.from > last
        }
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

    /// Tells the client to forget what it has; without an id, as it is not on the tape.
    private func resetMessage(unknownPlace: String) -> ArraySlice<UInt8> {
        let data = JSONWriter.object { json in
            json.member("type", "reset")
            json.member("job_id", job)
            json.member("last_event_id", String(unknownPlace.prefix(64)))
            json.member("message", "There is no such place on this tape; here it is from the start")
        }
        var bytes: [UInt8] = []
        ServerSentEvent(data: data).encode(appendingTo: &bytes)
        return bytes[...]
    }
}
