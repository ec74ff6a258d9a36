internal import AsyncHTTPClient
internal import Foundation
internal import HTTPProxies
internal import NIOCore
internal import NIOHTTP1

/// How the service of a scan is asked, and what its refusals mean.
struct ServiceConnection: Sendable {
    /// They do not try again by themselves, which would hide for long that there is no connection.
    private static let clients = {
        var configuration = HTTPClient.Configuration(
            redirectConfiguration: .follow(max: 5, allowCycles: false),
            timeout: .init(connect: .seconds(10), read: .seconds(45)))
        configuration.connectionPool.retryConnectionEstablishment = false
        return ProxiedClients(configuration)
    }()
    private static let maxProblemBytes = 64 * 1024

    /// The scan.
    let address: ScanAddress
    private let token: ClientToken?
    private let client: Result<HTTPClient, ScanClientError>

    init(_ address: ScanAddress, token: ClientToken?, proxies: ProxyEnvironment) {
        self.address = address
        self.token = token
        do throws(ProxyError) {
            client = .success(
                Self.clients.client(through: try proxies.proxy(for: address.service)))
        } catch {
            client = .failure(ScanClientError(error.description))
        }
    }

    /// A request for what is of a type.
    func request(_ url: String, accept type: String) -> HTTPClientRequest {
        var request = HTTPClientRequest(url: url)
        request.headers.add(name: "Accept", value: type)
        if let token { request.headers.add(name: "Authorization", value: "Bearer \(token.text)") }
        return request
    }

    /// The answer to a request, whatever it says.
    ///
    /// - Throws: `ConnectionLost`; `ScanClientError` where there is no way to the service.
    func answer(to request: HTTPClientRequest) async throws -> HTTPClientResponse {
        let client = try client.get()
        do {
            return try await client.execute(request, timeout: .seconds(30))
        } catch {
            try Task.checkCancellation()
            throw ConnectionLost(error)
        }
    }

    /// Refuses an answer that is not of a type; one of a service that is starting or busy is a lost
    /// connection.
    func check(_ response: HTTPClientResponse, type expected: String) async throws {
        let type = response.headers.first(name: "Content-Type") ?? "none"
        if response.status == .ok, type.hasPrefix(expected) { return }
        guard response.status != .ok else {
            throw ScanClientError(
                "\(address.service) is no service of scans: expected \(expected), found \(type)")
        }
        let body = try? await response.body.collect(upTo: Self.maxProblemBytes)
        let problem = body.flatMap {
            try? JSONSerialization.jsonObject(with: Data($0.readableBytesView)) as? [String: Any]
        }
        let detail = problem?["detail"] as? String ?? response.status.reasonPhrase
        let text = "the service answered \(response.status.code): \(detail)"
        if response.status.code >= 500 || response.status == .tooManyRequests {
            throw ConnectionLost(reason: text)
        }
        let advice =
            response.status == .unauthorized
            ? "; give its token by --token-file or TAPEDECK_TOKEN" : ""
        throw ScanClientError("\(address.service): \(text)\(advice)")
    }
}

/// The body of an answer, piece by piece.
struct ServiceBody {
    private var pieces: HTTPClientResponse.Body.AsyncIterator

    init(_ response: HTTPClientResponse) {
        pieces = response.body.makeAsyncIterator()
    }

    /// The next piece; nil at the end.
    ///
    /// - Throws: `ConnectionLost`.
    mutating func next() async throws -> ByteBuffer? {
        do {
            return try await pieces.next(isolation: #isolation)
        } catch {
            try Task.checkCancellation()
            throw ConnectionLost(error)
        }
    }
}

/// A connection that is gone or never was.
struct ConnectionLost: Error {
    let reason: String

    init(reason: String) {
        self.reason = reason
    }

    init(_ error: any Error) {
        let text = "\(error)"
        switch error as? HTTPClientError {
        case .connectTimeout?: reason = "no connection within ten seconds"
        case .readTimeout?: reason = "nothing was heard for 45 seconds"
        case .invalidProxyResponse?: reason = "the proxy refuses to connect to it"
        case .proxyAuthenticationRequired?:
            reason = "the proxy asks who its user is; write http://user:password@host:port"
        case .remoteConnectionClosed?: reason = "the connection was closed"
        case _ where text.contains("Connection refused"): reason = "the connection was refused"
        case _ where text.contains("Connection reset"): reason = "the connection was reset"
        case _ where text.contains("DNS error"): reason = "there is no such host"
        default: reason = text
        }
    }
}
