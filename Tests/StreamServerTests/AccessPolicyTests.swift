import HTTPTypes
import HummingbirdCore
import NIOCore
import Testing

@testable import StreamServer

/// Who is let in, without a service around it.
@Suite(.timeLimit(.minutes(3)))
struct AccessPolicyTests {
    private static let secret = "a-token-that-is-long-enough"

    private func policy(
        token: String? = nil, origins: [String] = [], listeningOn host: String = "127.0.0.1"
    ) throws -> AccessPolicy {
        AccessPolicy(
            token: try token.map { text throws(AccessTokenError) in try AccessToken(text) },
            allowedOrigins: Set(origins), dashboardPaths: ["/", "/page.js"],
            hosts: HostPolicy(listeningOn: host, origins: origins), isSecure: false)
    }

    private func request(
        _ method: HTTPRequest.Method = .get, host: String? = "127.0.0.1:8000",
        path: String = "/strategies", _ headers: HTTPFields = [:], body: String = ""
    ) -> Request {
        Request(
            head: HTTPRequest(
                method: method, scheme: "http", authority: host, path: path,
                headerFields: headers),
            body: RequestBody(buffer: ByteBuffer(string: body)))
    }

    /// The status of the refusal; nil where the request is let in.
    private func refusal(_ policy: AccessPolicy, _ request: Request) -> Int? {
        do throws(Problem) {
            try policy.check(request, host: request.head.authority ?? "")
            return nil
        } catch {
            return error.status.code
        }
    }

    @Test(arguments: [
        ("localhost", nil), ("localhost:8000", nil), ("LOCALHOST.", nil), ("page.localhost", nil),
        ("127.0.0.1:1", nil), ("[::1]:8000", nil), ("10.1.2.3", nil), ("app.test:99", nil),
        ("evillocalhost", 421), ("evil-localhost:8000", 421), ("localhost.evil.test", 421),
        ("xapp.test", 421), ("app.test.evil", 421), ("127.evil.test", 421), ("evil.test", 421),
    ])
    func withoutATokenOnlyTheServicesOwnNamesAreServed(_ host: String, _ code: Int?) throws {
        let policy = try policy(origins: ["https://app.test:8443"])
        for method in [HTTPRequest.Method.get, .head, .post, .delete] {
            #expect(refusal(policy, request(method, host: host)) == code, "\(method) \(host)")
        }
    }

    @Test(arguments: [HTTPRequest.Method.get, .head, .post, .delete, .options])
    func withATokenEveryMethodHasToShowIt(_ method: HTTPRequest.Method) throws {
        let policy = try policy(token: Self.secret)
        #expect(refusal(policy, request(method)) == 401)
        #expect(
            refusal(policy, request(method, [.authorization: "Bearer " + Self.secret])) == nil)
        for value in ["", "Bearer", "Bearer ", "Basic " + Self.secret, "Bearer x", Self.secret] {
            #expect(refusal(policy, request(method, [.authorization: value])) == 401, "\(value)")
        }
        for path in ["/health", "/ready", "/openapi.yaml", "/session", "/", "/page.js"] {
            #expect(refusal(policy, request(method, path: path)) == nil, "\(path)")
        }
        for path in ["/healthy", "/session/x", "/page.js.map", "/metrics"] {
            #expect(refusal(policy, request(method, path: path)) == 401, "\(path)")
        }
    }

    @Test(arguments: [
        ("http://127.0.0.1:8000", nil), ("http://app.test", nil),
        ("https://127.0.0.1:8000", 403), ("https://app.test", 403),
        ("http://127.0.0.1:8000.evil.test", 403), ("http://127.0.0.1:80001", 403),
        ("http://127.0.0.1", 403), ("http://evil.test", 403), ("http://app.test.evil.test", 403),
        ("http://evil.test/http://127.0.0.1:8000", 403), ("null", 403), ("", 403),
    ])
    func onlyTheServicesOwnPagesAndThoseThatAreAllowedMayChangeThings(
        _ origin: String, _ code: Int?
    ) throws {
        let policy = try policy(origins: ["http://app.test"])
        for method in [HTTPRequest.Method.post, .delete, .put] {
            #expect(refusal(policy, request(method, [.origin: origin])) == code, "\(method)")
        }
        // Their browsers keep the answer from them.
        #expect(refusal(policy, request(.get, [.origin: origin])) == nil)
    }

    @Test func aSessionReadsAndChangesThingsForTrustedPagesOnly() throws {
        var policy = try policy(token: Self.secret, origins: ["http://app.test"])
        policy.now = { 1_764_316_800 }
        let session = policy.sessions.open(at: 1_764_316_800)
        let cookie: HTTPFields = [.cookie: "tapedeck_token=" + session]
        #expect(refusal(policy, request(.get, cookie)) == nil)
        #expect(refusal(policy, request(.head, cookie)) == nil)
        #expect(refusal(policy, request(.post, cookie)) == 401)
        var ofPage = cookie
        ofPage[.origin] = "http://app.test"
        #expect(refusal(policy, request(.post, ofPage)) == nil)
        policy.now = { 1_764_316_800 + Sessions.seconds }
        #expect(refusal(policy, request(.get, cookie)) == 401)
    }

    @Test(arguments: [
        ("application/json", nil), ("application/json; charset=utf-8", nil),
        ("Application/JSON", nil), ("application/merge-patch+json", nil),
        ("application/x-www-form-urlencoded", nil), ("text/plain", 415),
        ("text/plain;charset=UTF-8", 415), ("multipart/form-data; boundary=x", 415),
        ("application/jsonp", 415), ("text/json", 415), ("", 415),
    ])
    func aBodyThatCallsItselfSomethingElseThanJSONIsRefused(
        _ type: String, _ code: Int?
    ) {
        let request = request(.post, [.contentType: type], body: "{}")
        var found: Int?
        do throws(Problem) {
            try request.checkContentType()
        } catch {
            found = error.status.code
        }
        #expect(found == code)
    }
}
