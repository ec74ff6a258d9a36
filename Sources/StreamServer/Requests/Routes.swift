internal import HTTPTypes
package import Hummingbird

/// The paths of the service, each with the methods that it has.
package struct Routes {
    /// Answers a request.
    package typealias Handler =
        @Sendable (_ request: Request, _ context: ServiceContext) async throws -> Response

    /// The methods that a client may try.
    static let methods: [HTTPRequest.Method] =
        [
            .get, .head, .post, .put, .delete, .patch, .options, .trace, .connect,
        ] + [HTTPRequest.Method("QUERY")].compactMap(\.self)

    let router: Router<ServiceContext>

    /// Declares paths on `router`.
    package init(router: Router<ServiceContext>) {
        self.router = router
    }

    /// Declares a path; other methods than those given are refused with those that there are.
    ///
    /// What has GET has HEAD, too.
    package func on(_ path: RouterPath, _ handlers: [HTTPRequest.Method: Handler]) {
        var handlers = handlers
        if let get = handlers[.get], handlers[.head] == nil {
            handlers[.head] = { request, context in
                var response = try await get(request, context)
                response.dropContent(for: context)
                return response
            }
        }
        let allowed = handlers.keys.map(\.rawValue).sorted().joined(separator: ", ")
        for method in Self.methods {
            router.on(
                path, method: method,
                use: handlers[method] ?? { _, _ in
                    throw Problem(
                        status: .methodNotAllowed,
                        detail: "\(method.rawValue) is not for this path; there are \(allowed)",
                        headers: [.allow: allowed])
                })
        }
    }
}

extension Response {
    /// Keeps what it says of its content, without the bytes, as HEAD wants it.
    fileprivate mutating func dropContent(for context: ServiceContext) {
        guard status == .ok, headers[.contentType] == "text/event-stream" else {
            body = ResponseBody(contentLength: body.contentLength) { writer in
                try await writer.finish(nil)
            }
            return
        }
        let endsByItself = ConnectionHandler.isStreamOfConnection(context.channel)
        // In HTTP/1.1 the end of a body without a length is bytes, which no client of HEAD expects;
        // the end of the connection is none, and the client is told of it.
        if !endsByItself { headers[.connection] = "close" }
        body = ResponseBody { writer in
            guard endsByItself else { throw CancellationError() }
            try await writer.finish(nil)
        }
    }
}
