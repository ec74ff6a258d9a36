import NIOCore
import NIOHTTP1
import NIOPosix
import Synchronization

/// A web server on a free port of this machine that answers as it is told.
final class ScriptedServer: Sendable {
    struct Request: Sendable {
        let uri: String
        let userAgent: String?
        let acceptEncoding: String?
    }

    struct Reply: Sendable {
        enum Manner {
            /// The whole answer.
            case whole
            /// Half of the body, and the connection is closed.
            case cutShort
            /// Never an answer.
            case silent
            /// The whole answer, once so many requests wait for theirs.
            case gathered(Int)
        }

        var status = 200
        var headers: [(String, String)] = []
        var body = ""
        /// Sent in place of the text, such as one that is packed.
        var bytes: [UInt8]?
        var manner = Manner.whole
    }

    private struct State {
        var requests: [Request] = []
        var inFlight = 0
        var mostInFlight = 0
        var arrivals: [CheckedContinuation<Void, Never>] = []
        var held: [@Sendable () -> Void] = []
    }

    private let replies: [Reply]
    private let state = Mutex(State())

    /// All requests so far.
    var requests: [Request] { state.withLock(\.requests) }
    /// The most requests that waited for an answer at one time.
    var mostInFlight: Int { state.withLock(\.mostInFlight) }

    private init(_ replies: [Reply]) {
        self.replies = replies
    }

    /// Runs `body` with a server that gives one reply after the other, the last one for ever.
    static func run<Value>(
        _ replies: [Reply],
        _ body: (_ server: ScriptedServer, _ baseURL: String) async throws -> Value
    ) async throws -> Value {
        let server = ScriptedServer(replies)
        let listener = try await ServerBootstrap(group: MultiThreadedEventLoopGroup.singleton)
            .serverChannelOption(.socketOption(.so_reuseaddr), value: 1)
            .childChannelInitializer { channel in
                channel.eventLoop.makeCompletedFuture {
                    let pipeline = channel.pipeline.syncOperations
                    try pipeline.configureHTTPServerPipeline()
                    try pipeline.addHandler(Handler(server: server))
                }
            }
            .bind(host: "127.0.0.1", port: 0).get()
        let port = listener.localAddress?.port ?? 0
        let result: Result<Value, any Error>
        do {
            result = .success(try await body(server, "http://127.0.0.1:\(port)"))
        } catch {
            result = .failure(error)
        }
        try await listener.close()
        return try result.get()
    }

    /// Returns when a request has come.
    func firstRequest() async {
        await withCheckedContinuation { continuation in
            let hasCome = state.withLock { state in
                if state.requests.isEmpty { state.arrivals.append(continuation) }
                return !state.requests.isEmpty
            }
            if hasCome { continuation.resume() }
        }
    }

    private func begin(_ request: Request) -> Reply {
        let (reply, arrivals) = state.withLock { state in
            let reply = replies[min(state.requests.count, replies.count - 1)]
            state.requests.append(request)
            state.inFlight += 1
            state.mostInFlight = max(state.mostInFlight, state.inFlight)
            defer { state.arrivals = [] }
            return (reply, state.arrivals)
        }
        for arrival in arrivals { arrival.resume() }
        return reply
    }

    /// Keeps an answer back until there are so many.
    private func hold(_ count: Int, _ answer: @escaping @Sendable () -> Void) {
        let due = state.withLock { state -> [@Sendable () -> Void] in
            state.held.append(answer)
            guard state.held.count >= count else { return [] }
            defer { state.held = [] }
            return state.held
        }
        for answer in due { answer() }
    }

    private func end() {
        state.withLock { $0.inFlight -= 1 }
    }

    private final class Handler: ChannelInboundHandler {
        typealias InboundIn = HTTPServerRequestPart
        typealias OutboundOut = HTTPServerResponsePart

        private let server: ScriptedServer

        init(server: ScriptedServer) {
            self.server = server
        }

        func channelRead(context: ChannelHandlerContext, data: NIOAny) {
            guard case .head(let head) = unwrapInboundIn(data) else { return }
            let reply = server.begin(
                Request(
                    uri: head.uri, userAgent: head.headers.first(name: "User-Agent"),
                    acceptEncoding: head.headers.first(name: "Accept-Encoding")))
            switch reply.manner {
            case .silent: break
            case .whole, .cutShort: send(reply, context)
            case .gathered(let count):
                let bound = NIOLoopBound((self, context), eventLoop: context.eventLoop)
                let eventLoop = context.eventLoop
                server.hold(count) {
                    eventLoop.execute {
                        let (handler, context) = bound.value
                        handler.send(reply, context)
                    }
                }
            }
        }

        private func send(_ reply: Reply, _ context: ChannelHandlerContext) {
            server.end()
            var headers = HTTPHeaders(reply.headers)
            let content = reply.bytes ?? Array(reply.body.utf8)
            headers.add(name: "Content-Length", value: "\(content.count)")
            let head = HTTPResponseHead(
                version: .http1_1, status: .init(statusCode: reply.status), headers: headers)
            context.write(wrapOutboundOut(.head(head)), promise: nil)
            let isCut = if case .cutShort = reply.manner { true } else { false }
            let body = context.channel.allocator.buffer(
                bytes: isCut ? content.prefix(content.count / 2) : content[...])
            context.writeAndFlush(wrapOutboundOut(.body(.byteBuffer(body))), promise: nil)
            if isCut {
                context.close(promise: nil)
            } else {
                context.writeAndFlush(wrapOutboundOut(.end(nil)), promise: nil)
            }
        }
    }
}
