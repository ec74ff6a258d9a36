internal import StreamServer
internal import Dashboard
internal import HTTPTypes
internal import Hummingbird
internal import NIOCore

/// The dashboard at `/`, its parts, and the client library that it is built on.
///
/// None of it is secret, so anyone may load it: a page must come before it can ask for a token.
struct DashboardRoutes: Sendable {
    /// What the page may do: nothing but run its own modules and talk to its own service.
    private static let contentSecurityPolicy = [
        "default-src 'none'", "script-src 'self'", "style-src 'self'", "connect-src 'self'",
        "img-src 'self' data:", "base-uri 'none'", "form-action 'none'",
        "frame-ancestors 'none'", "require-trusted-types-for 'script'", "trusted-types 'none'",
    ].joined(separator: "; ")

    let files: DashboardFiles

    /// The paths that no token is needed for.
    var paths: Set<String> { Set(files.all.map(\.path)) }

    /// Adds the files to `routes`.
    func add(to routes: Routes) {
        for file in files.all {
            routes.on(
                RouterPath(file.path), [.get: { request, _ in Self.response(file, to: request) }])
        }
    }

    private static func response(_ file: DashboardFile, to request: Request) -> Response {
        var headers: HTTPFields = [
            .eTag: file.entityTag,
            // Kept, but asked about each time: a new version of the program is seen at once.
            .cacheControl: "no-cache",
            .contentSecurityPolicy: contentSecurityPolicy,
        ]
        if let referrerPolicy = HTTPField.Name("Referrer-Policy") {
            headers[referrerPolicy] = "no-referrer"
        }
        if request.hasAlready(file.entityTag) {
            return Response(status: .notModified, headers: headers)
        }
        headers[.contentType] = file.mediaType
        return Response(
            status: .ok, headers: headers,
            body: ResponseBody(byteBuffer: ByteBuffer(bytes: file.bytes)))
    }
}
