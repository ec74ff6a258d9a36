import Foundation
import HTTPTypes
import Hummingbird
import Logging
import NIOCore
import NIOEmbedded
import Synchronization

@testable import StreamServer

/// Routes behind what lets clients in, without a service around them.
struct RouterStage {
    /// What came back.
    struct Answer {
        let code: Int
        let headers: HTTPFields
        let body: [UInt8]

        /// The body as an object; empty where it is none.
        var json: [String: Any] {
            (try? JSONSerialization.jsonObject(with: Data(body))) as? [String: Any] ?? [:]
        }
    }

    static let token = "a-token-that-is-long-enough"
    static let origin = "http://app.test"

    private let responder: any HTTPResponder<ServiceContext>

    /// Makes a stage of the routes that `add` adds.
    init(hasToken: Bool = false, _ add: (Routes, RequestBodies, LargeAnswers) -> Void) throws {
        let router = Router(context: ServiceContext.self)
        let token: AccessToken? = hasToken ? try AccessToken(Self.token) : nil
        let policy = AccessPolicy(
            token: token, allowedOrigins: [Self.origin], dashboardPaths: ["/"],
            hosts: HostPolicy(listeningOn: "127.0.0.1", origins: [Self.origin]), isSecure: false)
        let metrics = ServiceMetrics()
        router.add(middleware: RequestMiddleware(policy: policy, metrics: metrics))
        router.add(
            middleware: AccessMiddleware(
                policy: policy, limiter: RateLimiter(requestsPerSecond: 0)))
        let limits = ServiceLimits(metrics)
        add(
            Routes(router: router), RequestBodies(limits: limits),
            LargeAnswers(limits, pieceTimeout: .seconds(30)))
        responder = router.buildResponder()
    }

    /// Makes a request.
    func answer(
        _ method: HTTPRequest.Method, _ path: String, _ headers: HTTPFields = [:],
        body: [UInt8] = []
    ) async throws -> Answer {
        let context = ServiceContext(
            source: ApplicationRequestContextSource(
                channel: try await Self.connection(), logger: Self.logger))
        let request = Request(
            head: HTTPRequest(
                method: method, scheme: "http", authority: "127.0.0.1:8000", path: path,
                headerFields: headers),
            body: RequestBody(buffer: ByteBuffer(bytes: body)))
        let response = try await responder.respond(to: request, context: context)
        let taken = TakenBytes()
        try await response.body.write(BodyTaker(taken: taken))
        return Answer(
            code: response.status.code, headers: response.headers,
            body: taken.bytes.withLock { $0 })
    }

    /// The connection of a client that stays until it has its answer.
    private static func connection() async throws -> any Channel {
        let channel = NIOAsyncTestingChannel()
        try await channel.testingEventLoop.executeInContext {
            try channel.pipeline.syncOperations.addHandler(
                ConnectionHandler(
                    writeTimeout: .seconds(30), drainTimeout: .seconds(30),
                    deadline: RequestDeadline(limit: .seconds(30))))
        }
        try await channel.connect(to: SocketAddress(ipAddress: "127.0.0.1", port: 1)).get()
        return channel
    }

    private static let logger: Logger = {
        var logger = Logger(label: "test")
        logger.logLevel = .critical
        return logger
    }()
}

private final class TakenBytes: Sendable {
    let bytes = Mutex<[UInt8]>([])
}

private struct BodyTaker: ResponseBodyWriter {
    let taken: TakenBytes

    mutating func write(_ buffer: ByteBuffer) async throws {
        taken.bytes.withLock { $0 += Array(buffer.readableBytesView) }
    }

    consuming func finish(_ trailingHeaders: HTTPFields?) async throws {}
}
