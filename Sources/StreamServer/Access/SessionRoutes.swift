internal import Foundation
internal import HTTPTypes
internal import Hummingbird
internal import JSONText
internal import ScanEvents

/// `/session`: trades the token for a cookie, for pages whose EventSource cannot send headers.
package struct SessionRoutes: Sendable {
    let token: AccessToken?
    let sessions: Sessions
    /// Whether the service is reached by TLS alone.
    let isSecure: Bool
    let bodies: RequestBodies

    /// Opens `sessions` for those who show `token`.
    package init(token: AccessToken?, sessions: Sessions, isSecure: Bool, bodies: RequestBodies) {
        self.token = token
        self.sessions = sessions
        self.isSecure = isSecure
        self.bodies = bodies
    }

    /// The most bytes of a request, which has a token.
    private static let maxBodyBytes = 1024

    /// Adds the endpoints to `routes`.
    package func add(to routes: Routes) {
        routes.on("session", [.post: open, .delete: close])
    }

    @Sendable
    private func open(_ request: Request, _ context: ServiceContext) async throws -> Response {
        let candidate = try await bodies.read(request, context, atMost: Self.maxBodyBytes) { json in
            guard case .object(let members) = json,
                case .string(let token)? = members.first(where: { $0.name == "token" })?.value
            else {
                throw Problem("name the token: {\"token\": \"…\"}", at: "/token")
            }
            return token
        }
        guard let token else { return Response(status: .noContent) }
        guard token.matches(candidate) else {
            throw Problem(
                status: .unauthorized, detail: "this is not the token",
                headers: [.wwwAuthenticate: "Bearer"])
        }
        let now = Int(Date().timeIntervalSince1970)
        return cookie(sessions.open(at: now), maxAge: Sessions.seconds, for: request)
    }

    /// Ends the session of the cookie, wherever else that has been copied to, and clears the cookie.
    @Sendable
    private func close(_ request: Request, _ context: ServiceContext) -> Response {
        if let number = request.session { sessions.close(number) }
        return cookie("", maxAge: 0, for: request)
    }

    private func cookie(_ value: String, maxAge: Int, for request: Request) -> Response {
        // A proxy in between may be the one that speaks TLS; who lies about that harms itself.
        let isSecure = isSecure || request.isForwardedFromTLS
        let parts =
            ["\(AccessPolicy.cookieName)=\(value)", "Path=/", "HttpOnly", "SameSite=Strict"]
            + ["Max-Age=\(maxAge)"] + (isSecure ? ["Secure"] : [])
        return Response(
            status: .noContent, headers: [.setCookie: parts.joined(separator: "; ")])
    }
}

extension Request {
    /// The number of a session that the cookie holds.
    var session: String? { cookies[AccessPolicy.cookieName]?.value }
}
