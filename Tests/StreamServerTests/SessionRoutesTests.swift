import HTTPTypes
import Hummingbird
import Logging
import NIOCore
import NIOEmbedded
import Testing

@testable import StreamServer

@Suite(.timeLimit(.minutes(3)))
struct SessionRoutesTests {
    private static let secret = "a-token-that-is-long-enough"

    /// The status of the answer, and the cookie that it sets.
    private func answer(
        _ body: String, method: HTTPRequest.Method = .post, isSecure: Bool = false
    ) async throws -> (code: Int, cookie: String?) {
        let router = Router(context: ServiceContext.self)
        SessionRoutes(
            token: try AccessToken(Self.secret), sessions: Sessions(), isSecure: isSecure,
            bodies: RequestBodies(limits: ServiceLimits(ServiceMetrics()))
        ).add(to: Routes(router: router))
        let context = ServiceContext(
            source: ApplicationRequestContextSource(
                channel: NIOAsyncTestingChannel(), logger: Logger(label: "test")))
        let request = Request(
            head: HTTPRequest(
                method: method, scheme: "http", authority: "127.0.0.1", path: "/session"),
            body: RequestBody(buffer: ByteBuffer(string: body)))
        do {
            let response = try await router.buildResponder().respond(
                to: request, context: context)
            return (response.status.code, response.headers[.setCookie])
        } catch let problem as Problem {
            return (problem.status.code, nil)
        }
    }

    @Test(arguments: [
        (#"{"token":""}"#, 401), (#"{"token":"a-token-that-is-long-enoug"}"#, 401),
        (#"{"token":"a-token-that-is-long-enough "}"#, 401), (#"{"token":null}"#, 422),
        (#"{}"#, 422), (#"{"token":"a-token-that-is-long-enough"}"#, 204),
    ])
    func onlyTheTokenItselfIsTradedForACookie(_ body: String, _ code: Int) async throws {
        let answer = try await answer(body)
        #expect(answer.code == code)
        #expect((answer.cookie == nil) == (code != 204))
    }

    @Test func theCookieIsForThisServiceAloneAndForNoScript() async throws {
        let body = #"{"token":"\#(Self.secret)"}"#
        let cookie = try #require(try await answer(body).cookie)
        #expect(cookie.contains("; HttpOnly") && cookie.contains("; SameSite=Strict"))
        #expect(cookie.contains("; Path=/;") && cookie.contains("; Max-Age=43200"))
        #expect(!cookie.contains("Secure"))
        let secure = try #require(try await answer(body, isSecure: true).cookie)
        #expect(secure.contains("; Secure"))
    }

    @Test func theEndOfASessionTakesTheCookieAway() async throws {
        let cookie = try #require(try await answer("", method: .delete).cookie)
        #expect(cookie.hasPrefix("tapedeck_token=;") && cookie.contains("; Max-Age=0"))
    }
}
