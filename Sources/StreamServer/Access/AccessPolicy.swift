internal import Foundation
internal import HTTPTypes
internal import Hummingbird

/// Who may do what: by token, by origin, by number of requests.
package struct AccessPolicy: Sendable {
    /// The name of the cookie that a browser's EventSource sends, as it cannot send headers.
    static let cookieName = "tapedeck_token"
    /// What anyone may ask for, besides the dashboard.
    private static let openPaths: Set<String> = [
        "/health", "/ready", "/openapi.yaml", "/session",
    ]

    /// The secret; nil where anyone may do anything.
    let token: AccessToken?
    /// The origins, besides the service's own, whose pages may use it.
    let allowedOrigins: Set<String>
    /// The paths of the dashboard, which anyone may load.
    let dashboardPaths: Set<String>
    /// By which names clients may call the service where there is no token.
    let hosts: HostPolicy
    /// Whether the service is reached by TLS alone.
    let isSecure: Bool
    /// The browsers that have shown the token.
    package let sessions = Sessions()
    /// The time, in seconds since 1970.
    var now: @Sendable () -> Int = { Int(Date().timeIntervalSince1970) }

    /// Makes the policy of a service that listens as given; `now` tells seconds since 1970.
    package init(
        token: AccessToken?, allowedOrigins: Set<String>, dashboardPaths: Set<String>,
        hosts: HostPolicy, isSecure: Bool,
        now: @escaping @Sendable () -> Int = { Int(Date().timeIntervalSince1970) }
    ) {
        self.token = token
        self.allowedOrigins = allowedOrigins
        self.dashboardPaths = dashboardPaths
        self.hosts = hosts
        self.isSecure = isSecure
        self.now = now
    }

    /// Refuses a request that may not be served.
    ///
    /// - Parameters:
    ///   - request: the request.
    ///   - host: the name, a port included, by which the client calls the service.
    /// - Throws: `Problem`, 401 without a token, 403 from a page that is not trusted, 421 for a
    ///   name that is not the service's.
    func check(_ request: Request, host: String) throws(Problem) {
        if token == nil, !hosts.allows(host) {
            throw Problem(
                status: .misdirectedRequest,
                detail: "this service is not \(host.prefix(100)); call it by its address, or have "
                    + "its operator allow the origin or ask for a token")
        }
        let origin = request.headers[.origin]
        let isSafe = [.get, .head, .options].contains(request.method)
        if let origin, !isSafe, !trusts(origin, request, host) {
            throw Problem(
                status: .forbidden,
                detail: "pages of \(origin.prefix(100)) may not use this service; it is for its "
                    + "operator to allow them")
        }
        guard let token, !isOpen(request.uri.path) else { return }
        if let bearer = request.bearerToken, token.matches(bearer) { return }
        if let session = request.session, isSafe || origin != nil,
            sessions.isOpen(session, at: now())
        {
            return
        }
        throw Problem(
            status: .unauthorized, detail: "a token is needed: Authorization: Bearer …",
            headers: [.wwwAuthenticate: "Bearer"])
    }

    /// What a response to a page of another origin needs, for the browser to let the page see it.
    func headers(for request: Request) -> HTTPFields {
        guard let origin = request.headers[.origin], allowedOrigins.contains(origin) else {
            return allowedOrigins.isEmpty ? [:] : [.vary: "Origin"]
        }
        return [
            .accessControlAllowOrigin: origin,
            .accessControlAllowCredentials: "true",
            .accessControlExposeHeaders: "Content-Location, ETag, Location, Idempotency-Replayed",
            .vary: "Origin",
        ]
    }

    /// The answer, besides `headers(for:)`, to a browser that asks whether a page may make a request; nil for other
    /// requests.
    func preflight(_ request: Request) -> Response? {
        guard request.method == .options, request.headers[.origin] != nil,
            request.headers[.accessControlRequestMethod] != nil
        else { return nil }
        guard headers(for: request)[.accessControlAllowOrigin] != nil else {
            return Response(status: .noContent)
        }
        return Response(
            status: .noContent,
            headers: [
                .accessControlAllowMethods: "GET, POST, PUT, DELETE",
                // Clients of streams send what servers of other makes want, `Cache-Control` or
                // `X-Requested-With`: none of it gives a page of an allowed origin more rights.
                .accessControlAllowHeaders: request.headers[.accessControlRequestHeaders]
                    ?? "Authorization, Content-Type, Idempotency-Key, If-Match, If-None-Match, "
                    + "Last-Event-ID",
                .accessControlMaxAge: "600",
            ])
    }

    private func isOpen(_ path: String) -> Bool {
        Self.openPaths.contains(path) || dashboardPaths.contains(path)
    }

    /// Whether pages of `origin` are the service's own, or allowed to use it.
    private func trusts(_ origin: String, _ request: Request, _ host: String) -> Bool {
        if allowedOrigins.contains(origin) { return true }
        // A page that came without TLS is another's, even one of the same name: whoever is on the
        // way may have written it. A proxy in between may be the one that speaks TLS; no page can
        // send that header to another origin without being allowed to.
        let scheme = isSecure || request.isForwardedFromTLS ? "https" : "http"
        let defaultPort = scheme == "https" ? ":443" : ":80"
        let own = host.hasSuffix(defaultPort) ? host.dropLast(defaultPort.count) : host[...]
        return origin == scheme + "://" + own.lowercased()
    }
}

extension Request {
    /// Whether a proxy was asked by TLS.
    var isForwardedFromTLS: Bool {
        HTTPField.Name("X-Forwarded-Proto").map { headers[$0] == "https" } ?? false
    }

    /// The token that the client shows.
    fileprivate var bearerToken: String? {
        let parts = (headers[.authorization] ?? "").split(separator: " ", maxSplits: 1)
        guard parts.count == 2, parts[0].lowercased() == "bearer" else { return nil }
        return parts[1].trimmingCharacters(in: .whitespaces)
    }
}
