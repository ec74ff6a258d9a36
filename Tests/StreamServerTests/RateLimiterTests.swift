import HTTPTypes
import Hummingbird
import Logging
import NIOCore
import NIOEmbedded
import Testing

@testable import StreamServer

/// How many requests are let in, at instants that the tests name.
@Suite(.timeLimit(.minutes(3)))
struct RateLimiterTests {
    private let start = ContinuousClock.now

    /// How many of the requests that come at once are let in, up to `most`.
    private func admitted(
        _ limiter: RateLimiter, _ client: String = "a", after time: Duration = .zero,
        atMost most: Int = 100
    ) -> Int {
        var count = 0
        while count < most, limiter.admit(client, at: start + time) == nil { count += 1 }
        return count
    }

    @Test func aBurstIsTwiceWhatASecondHasAndNotOneMore() {
        for rate in [1, 2, 10] {
            let limiter = RateLimiter(requestsPerSecond: rate)
            #expect(admitted(limiter) == 2 * rate)
            #expect(admitted(limiter) == 0)
        }
    }

    @Test func whatASecondBringsIsAddedAndNoMoreThanABurstIsKept() {
        let limiter = RateLimiter(requestsPerSecond: 4)
        #expect(admitted(limiter) == 8)
        #expect(admitted(limiter, after: .seconds(1)) == 4)
        #expect(admitted(limiter, after: .milliseconds(1_500)) == 2)
        // However long nobody asks.
        #expect(admitted(limiter, after: .seconds(100_000)) == 8)
        #expect(admitted(limiter, after: .seconds(100_000)) == 0)
    }

    @Test func whoIsRefusedIsToldWhenToComeBack() {
        let limiter = RateLimiter(requestsPerSecond: 2)
        #expect(admitted(limiter) == 4)
        #expect(limiter.admit("a", at: start) == .milliseconds(500))
        #expect(limiter.admit("a", at: start + .milliseconds(250)) == .milliseconds(250))
        #expect(limiter.admit("a", at: start + .milliseconds(500)) == nil)
    }

    @Test func aClockThatGoesBackTakesNothingAway() {
        let limiter = RateLimiter(requestsPerSecond: 2)
        #expect(admitted(limiter, after: .seconds(10), atMost: 1) == 1)
        #expect(admitted(limiter) == 3)
    }

    @Test func eachClientHasItsOwnAndZeroIsNoLimit() {
        let limiter = RateLimiter(requestsPerSecond: 1)
        #expect(admitted(limiter, "a") == 2)
        #expect(admitted(limiter, "b") == 2)
        #expect(admitted(RateLimiter(requestsPerSecond: 0)) == 100)
    }

    /// What a second request of one that may make two gets, and whether its connection stays.
    private func third(
        _ method: HTTPRequest.Method, _ path: String
    ) async throws -> (error: any Error, isActive: Bool) {
        let loop = NIOAsyncTestingEventLoop()
        let channel = NIOAsyncTestingChannel(loop: loop)
        try await channel.connect(to: SocketAddress(ipAddress: "127.0.0.1", port: 1)).get()
        let start = start
        let middleware = AccessMiddleware(
            policy: AccessPolicy(
                token: nil, allowedOrigins: [], dashboardPaths: ["/"],
                hosts: HostPolicy(listeningOn: "127.0.0.1", origins: []), isSecure: false),
            limiter: RateLimiter(requestsPerSecond: 1), now: { start })
        let context = ServiceContext(
            source: ApplicationRequestContextSource(
                channel: channel, logger: Logger(label: "test")))
        let request = Request(
            head: HTTPRequest(method: method, scheme: "http", authority: "127.0.0.1", path: path),
            body: RequestBody(buffer: ByteBuffer()))
        func ask() async throws {
            _ = try await middleware.handle(request, context: context) { _, _ in
                Response(status: .ok)
            }
        }
        for _ in 0..<2 { try await ask() }
        let error = await #expect(throws: (any Error).self) { try await ask() }
        await loop.run()
        return (try #require(error), channel.isActive)
    }

    @Test func aStreamOverTheLimitIsClosedWithoutAStatus() async throws {
        let refused = try await third(.get, "/market-scan/stream/20261128-080000-0000000a")
        #expect(refused.error is CancellationError)
        #expect(!refused.isActive)
    }

    @Test(arguments: [
        (HTTPRequest.Method.get, "/strategies"), (.post, "/market-scan/stream"),
        (.head, "/market-scan/stream/x"), (.get, "/market-scan/jobs"),
    ])
    func anythingElseOverTheLimitGetsAStatus(
        _ method: HTTPRequest.Method, _ path: String
    ) async throws {
        let refused = try await third(method, path)
        let problem = try #require(refused.error as? Problem)
        #expect(problem.status == .tooManyRequests)
        #expect(problem.headers[.retryAfter] == "1")
        #expect(refused.isActive)
    }
}
