internal import AsyncHTTPClient
internal import Foundation
internal import HTTPProxies
internal import NIOCore
internal import NIOHTTP1
internal import NIOHTTPCompression

/// What a server answered.
struct HTTPAnswer: Sendable {
    let status: Int
    let retryAfter: String?
    let body: Data
}

/// Why there is no answer.
enum TransportFailure: Error {
    case timeout
    case tooLarge
    case noHost(String)
    case noTrust(String)
    case connection(String)
}

/// Sends one GET request and collects its answer.
///
/// All transports share their clients, which live as long as the process, on the threads that NIO
/// shares among all: they need no shutting down, as `HTTPClient.shared` does not. That one would
/// hide why it cannot connect, as it tries again until it runs out of time.
struct HTTPTransport: Sendable {
    private static let clients = {
        var configuration = HTTPClient.Configuration.singletonConfiguration
        configuration.connectionPool.retryConnectionEstablishment = false
        // By size rather than by ratio: a chart of mostly nulls shrinks a hundredfold.
        configuration.decompression = .enabled(limit: .size(inflatedLimitBytes))
        return ProxiedClients(configuration)
    }()

    /// The largest body after decompression; settings may allow less.
    private static let inflatedLimitBytes = 64 * 1024 * 1024

    let settings: YahooSettings
    let sleep: @Sendable (Duration) async throws -> Void

    /// The answer, of any status.
    ///
    /// Throws `TransportFailure`, or `CancellationError` at once.
    func get(_ url: String) async throws -> HTTPAnswer {
        try await withThrowingTaskGroup(of: HTTPAnswer.self) { group in
            defer { group.cancelAll() }
            group.addTask { try await exchange(url) }
            group.addTask {
                try await sleep(settings.requestTimeout)
                throw TransportFailure.timeout
            }
            guard let first = try await group.next() else { throw CancellationError() }
            return first
        }
    }

    private func exchange(_ url: String) async throws -> HTTPAnswer {
        var request = HTTPClientRequest(url: url)
        request.headers.add(name: "User-Agent", value: settings.userAgent)
        request.headers.add(name: "Accept", value: "application/json")
        request.headers.add(name: "Accept-Encoding", value: "gzip")
        do {
            // The race above ends the request in time; this deadline is never met.
            let client = Self.clients.client(through: settings.proxy)
            let response = try await client.execute(request, timeout: .hours(1))
            let body = try await response.body.collect(upTo: settings.bodyLimitBytes)
            try Task.checkCancellation()
            return HTTPAnswer(
                status: Int(response.status.code),
                retryAfter: response.headers.first(name: "Retry-After"),
                body: Data(body.readableBytesView))
        } catch {
            try Task.checkCancellation()
            throw TransportFailure(error)
        }
    }
}

extension TransportFailure {
    /// Sorts an error of the client's; those of modules below it are known by their types' names.
    fileprivate init(_ error: any Error) {
        let text = "\(error)"
        let type = String(reflecting: Swift.type(of: error))
        switch error {
        case is NIOTooManyBytesError:
            self = .tooLarge
        case NIOHTTPDecompression.DecompressionError.limit:
            self = .tooLarge
        case let error as HTTPClientError where Self.timeouts.contains(error):
            self = .timeout
        case HTTPClientError.proxyAuthenticationRequired as HTTPClientError:
            self = .connection(
                "the proxy asks who its user is; write http://user:password@host:port")
        case HTTPClientError.invalidProxyResponse as HTTPClientError:
            self = .connection("the proxy refuses to connect to it")
        case _ where text.contains("Connection refused"):
            self = .connection("the connection was refused")
        case _ where text.contains("DNS error"):
            self = .noHost(text)
        case _ where type.hasPrefix("NIOSSL"):
            self = .noTrust(text)
        default:
            self = .connection(text)
        }
    }

    private static let timeouts: [HTTPClientError] = [
        .connectTimeout, .readTimeout, .tlsHandshakeTimeout, .getConnectionFromPoolTimeout,
    ]
}
