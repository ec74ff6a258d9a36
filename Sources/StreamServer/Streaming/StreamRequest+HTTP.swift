internal import HTTPTypes
package import Hummingbird
internal import ScanEvents
package import TapeStreams

extension StreamRequest {
    /// Reads what a client asks for.
    ///
    /// - Throws: `Problem` for a request that makes no sense.
    package init(_ request: Request) throws(Problem) {
        do throws(InvalidStreamRequest) {
            try self.init(
                query: request.uri.queryParameters.map { (String($0.key), String($0.value)) },
                lastEventID: request.headers[.lastEventID])
        } catch {
            throw Problem(
                status: .unprocessableContent, detail: error.detail, errors: [error.problem])
        }
    }
}

extension StreamView {
    /// The view as the query of a stream's URL.
    package var query: String {
        switch self {
        case .events: "?view=events"
        case .progress(let every): "?view=progress&every=\(every)"
        }
    }
}

extension HTTPFields {
    /// Whether the client takes gzip (RFC 9110, section 12.5.3).
    var acceptsGzip: Bool {
        (self[.acceptEncoding] ?? "").split(separator: ",").contains { element in
            let parts = element.split(separator: ";").map {
                $0.filter { !$0.isWhitespace }.lowercased()
            }
            guard let name = parts.first, ["gzip", "x-gzip"].contains(name) else { return false }
            let quality = parts.dropFirst().first { $0.hasPrefix("q=") }.map { $0.dropFirst(2) }
            return quality.map { Double($0).map { $0 > 0 } ?? false } ?? true
        }
    }
}

extension HTTPField.Name {
    /// Where a client of server-sent events goes on.
    static let lastEventID = HTTPField.Name("Last-Event-ID") ?? .ifMatch
    /// Tells nginx not to hold the stream back.
    static let accelBuffering = HTTPField.Name("X-Accel-Buffering") ?? .cacheControl
}
