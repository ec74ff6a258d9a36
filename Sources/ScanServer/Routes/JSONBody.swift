internal import HTTPTypes
internal import Hummingbird
internal import NIOCore
internal import ScanEvents

extension Request {
    private static let maxBodyBytes = 1024 * 1024

    /// The body as JSON.
    ///
    /// - Throws: `Problem` for another type of content, for too much of it, and for what is not
    ///   JSON.
    func json() async throws -> JSONValue {
        try checkContentType()
        let bytes: ByteBuffer
        do {
            bytes = try await body.collect(upTo: Self.maxBodyBytes)
        } catch is NIOTooManyBytesError {
            throw Problem(
                status: .contentTooLarge,
                detail: "a request has at most \(Self.maxBodyBytes) bytes")
        } catch let error where !(error is CancellationError) {
            throw Problem(
                status: .badRequest, detail: "the body cannot be read: \(error)",
                headers: [.connection: "close"])
        }
        guard !bytes.readableBytesView.allSatisfy({ " \t\r\n".utf8.contains($0) }) else {
            throw Problem(status: .badRequest, detail: "the body is empty; expected an object")
        }
        do throws(JSONError) {
            return try JSONValue.parse(document: Array(bytes.readableBytesView))
        } catch {
            throw Problem(status: .badRequest, detail: "the body is not JSON: \(error)")
        }
    }

    /// Refuses what calls itself something else than JSON.
    ///
    /// A form is let in, as `curl --data` calls everything one.
    private func checkContentType() throws(Problem) {
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
    init(
        _ status: HTTPResponse.Status = .ok, json: [UInt8], headers: HTTPFields = [:]
    ) {
        var headers = headers
        headers[.contentType] = "application/json"
        self.init(
            status: status, headers: headers,
            body: ResponseBody(byteBuffer: ByteBuffer(bytes: json)))
    }
}
