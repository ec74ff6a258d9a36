internal import HTTPTypes
package import Hummingbird
package import JSONText
internal import NIOCore
internal import ScanEvents

/// Reads what clients send, each no more than it needs, and all of them together no more than
/// there is memory for.
package struct RequestBodies: Sendable {
    /// What all requests share.
    package let limits: ServiceLimits

    /// Reads bodies within `limits`.
    package init(limits: ServiceLimits) {
        self.limits = limits
    }

    /// What `read` makes of the JSON of a request's body, which has at most `limit` bytes.
    ///
    /// It is called on a thread that may block, when it is the client's turn; no more if the
    /// client has left by then.
    ///
    /// - Throws: `Problem` for another type of content, for too much of it, for what is not JSON,
    ///   and 429 where others send as much as may be; what `read` throws.
    package func read<Value: Sendable>(
        _ request: Request, _ context: ServiceContext, atMost limit: Int,
        _ read: @escaping @Sendable (JSONValue) throws -> Value
    ) async throws -> Value {
        try request.checkContentType()
        return try await readBytes(request, context, atMost: limit) { bytes in
            guard !bytes.allSatisfy({ " \t\r\n".utf8.contains($0) }) else {
                throw Problem(status: .badRequest, detail: "the body is empty; expected an object")
            }
            let value: JSONValue
            do throws(JSONError) {
                value = try JSONValue.parse(document: bytes)
            } catch {
                throw Problem(status: .badRequest, detail: "the body is not JSON: \(error)")
            }
            return try read(value)
        }
    }

    /// What `read` makes of the bytes of a request's body, whatever they call themselves; called
    /// as by `read`.
    ///
    /// - Throws: `Problem` for more than `limit` bytes, and 429 where others send as much as may
    ///   be; what `read` throws.
    package func readBytes<Value: Sendable>(
        _ request: Request, _ context: ServiceContext, atMost limit: Int,
        _ read: @escaping @Sendable ([UInt8]) throws -> Value
    ) async throws -> Value {
        let announced = request.headers[.contentLength].flatMap { Int($0) }
        if let announced, announced > limit { throw Self.tooLarge(limit) }
        guard let place = limits.bodies.take(announced ?? limit, for: context.client) else {
            throw Problem(
                status: .tooManyRequests,
                detail: "as many requests are being sent as may be; try again in a moment",
                headers: [.retryAfter: "1"])
        }
        defer { withExtendedLifetime(place) {} }
        let bytes = try await Self.collect(request, limit)
        return try await context.whileClientStays { [limits, client = context.client] in
            try await limits.checks.run(for: client) { _ in
                try read(Array(bytes.readableBytesView))
            }
        }
    }

    private static func collect(_ request: Request, _ limit: Int) async throws -> ByteBuffer {
        do {
            return try await request.body.collect(upTo: limit)
        } catch is NIOTooManyBytesError {
            throw tooLarge(limit)
        } catch let error where !(error is CancellationError) {
            throw Problem(
                status: .badRequest, detail: "the body cannot be read: \(error)",
                headers: [.connection: "close"])
        }
    }

    private static func tooLarge(_ limit: Int) -> Problem {
        Problem(
            status: .contentTooLarge, detail: "such a request has at most \(limit) bytes")
    }
}

extension Request {
    /// Refuses what calls itself something else than JSON.
    ///
    /// A form is let in, as `curl --data` calls everything one.
    func checkContentType() throws(Problem) {
        guard let header = headers[.contentType] else { return }
        let type = (header.split(separator: ";").first ?? "")
            .filter { !$0.isWhitespace }.lowercased()
        let isJSON = type == "application/json" || type.hasSuffix("+json")
        guard isJSON || type == "application/x-www-form-urlencoded" else {
            throw Problem(
                status: .unsupportedMediaType,
                detail: "the body must be application/json, not \(type.prefix(64))")
        }
    }
}

extension Response {
    /// A response of one JSON document.
    package init(
        _ status: HTTPResponse.Status = .ok, json: [UInt8], headers: HTTPFields = [:]
    ) {
        var headers = headers
        headers[.contentType] = "application/json"
        self.init(
            status: status, headers: headers,
            body: ResponseBody(byteBuffer: ByteBuffer(bytes: json)))
    }
}
