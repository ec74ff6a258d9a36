internal import AsyncHTTPClient
internal import Foundation
package import HTTPProxies
internal import NIOCore
internal import NIOHTTP1
internal import ServerSentEvents

/// The records of a scan on a service, from the first one on, through lost connections and
/// restarts of the service.
///
/// Where it offers no streams, its tape is read every second instead.
package struct ScanFeed: Sendable {
    /// What comes.
    package enum Update: Sendable {
        /// A record, as it stands on the tape.
        case record([UInt8])
        /// What came so far is of no use: the records come again from the first.
        case reset
        /// The connection is lost, for this reason; the next try comes after the pause.
        case lost(String, pause: Duration)
        /// The connection is there again.
        case connected
    }

    /// How following ended.
    package enum End: Sendable, Equatable {
        /// The receiver had enough.
        case enough
        /// The service says that nothing follows.
        case finished
        /// There was no news of the service for too long; the last reason is told.
        case gaveUp(String)
    }

    /// They do not try again by themselves, which would hide for long that there is no connection.
    private static let clients = {
        var configuration = HTTPClient.Configuration(
            redirectConfiguration: .follow(max: 5, allowCycles: false),
            timeout: .init(connect: .seconds(10), read: .seconds(45)))
        configuration.connectionPool.retryConnectionEstablishment = false
        return ProxiedClients(configuration)
    }()
    private static let maxProblemBytes = 64 * 1024

    private let address: ScanAddress
    private let token: ClientToken?
    private let giveUpAfter: Duration
    private let client: Result<HTTPClient, ScanFeedError>

    /// Prepares to follow a scan.
    ///
    /// - Parameters:
    ///   - address: the scan.
    ///   - token: what the service asks for, if it does.
    ///   - giveUpAfter: how long to go on without news of the service.
    ///   - proxies: those through which to go.
    package init(
        _ address: ScanAddress, token: ClientToken?, giveUpAfter: Duration,
        proxies: ProxyEnvironment = ProxyEnvironment()
    ) {
        self.address = address
        self.token = token
        self.giveUpAfter = giveUpAfter
        do throws(ProxyError) {
            client = .success(
                Self.clients.client(through: try proxies.proxy(for: address.service)))
        } catch {
            client = .failure(ScanFeedError(error.description))
        }
    }

    /// Hands each update to `take`, in order, until that returns false or the scan ends.
    ///
    /// - Throws: `ScanFeedError` where the service cannot be reached at all or refuses;
    ///   `CancellationError`; what `take` throws.
    package func follow(_ take: (Update) async throws -> Bool) async throws -> End {
        let start = ContinuousClock.now
        var reconnecting = Reconnecting(giveUpAfter: giveUpAfter)
        var lastEventID = ""
        var isFirst = true
        var polling: TapePolling?
        while true {
            let reason: String
            do {
                if var tape = polling {
                    guard try await poll(&tape, &reconnecting, take) else { return .enough }
                    polling = tape
                    isFirst = false
                    try await Task.sleep(for: tape.pause)
                    continue
                }
                if let end = try await connect(&lastEventID, &isFirst, &reconnecting, take) {
                    return end
                }
                reason = "the service ended the stream"
            } catch is NoStream {
                polling = TapePolling()
                continue
            } catch let lost as ConnectionLost {
                if isFirst { throw ScanFeedError("\(address.service): \(lost.reason)") }
                reason = lost.reason
            }
            try Task.checkCancellation()
            let now = start.duration(to: .now)
            guard
                let pause = reconnecting.nextPause(at: now, random: .random(in: 0...1))
            else { return .gaveUp(reason) }
            guard try await take(.lost(reason, pause: pause)) else { return .enough }
            try await Task.sleep(for: pause)
        }
    }

    /// Follows for the length of one connection.
    ///
    /// - Returns: how following ended; nil where only the connection did.
    private func connect(
        _ lastEventID: inout String, _ isFirst: inout Bool, _ reconnecting: inout Reconnecting,
        _ take: (Update) async throws -> Bool
    ) async throws -> End? {
        var request = request(address.events, accept: "text/event-stream")
        request.headers.add(name: "Cache-Control", value: "no-store")
        if !lastEventID.isEmpty {
            request.headers.add(name: "Last-Event-ID", value: lastEventID)
        }
        let response = try await answer(to: request)
        guard response.status != .noContent else { return .finished }
        // Either there is no such scan, or there are no streams: its tape tells.
        guard response.status != .notFound else { throw NoStream() }
        try await check(response, type: "text/event-stream")
        if !isFirst, try await !take(.connected) { return .enough }
        isFirst = false
        var parser = ServerSentEventParser()
        do {
            for try await bytes in response.body {
                reconnecting.noteNews()
                let goesOn = try await receive(bytes, &parser, &lastEventID, take)
                guard goesOn else { return .enough }
                if let wish = parser.retryMilliseconds {
                    reconnecting.wishedPause = .milliseconds(min(wish, 60_000))
                }
            }
        } catch let refused as Refused {
            throw refused.error
        } catch {
            try Task.checkCancellation()
            throw ConnectionLost(error)
        }
        return nil
    }

    /// Hands over the events that `bytes` complete; false where the receiver has enough.
    ///
    /// Throws `Refused` where the fault is not the connection's.
    private func receive(
        _ bytes: ByteBuffer, _ parser: inout ServerSentEventParser, _ lastEventID: inout String,
        _ take: (Update) async throws -> Bool
    ) async throws -> Bool {
        do {
            for event in try parser.parse(bytes.readableBytesView) {
                // Only what stands on the tape has an id.
                guard try await take(event.id == nil ? .reset : .record(event.data)) else {
                    return false
                }
                lastEventID = event.id ?? ""
            }
            return true
        } catch {
            throw Refused(error: error)
        }
    }

    /// Reads the tape once; false where the receiver has enough.
    private func poll(
        _ tape: inout TapePolling, _ reconnecting: inout Reconnecting,
        _ take: (Update) async throws -> Bool
    ) async throws -> Bool {
        let start = ContinuousClock.now
        let response = try await answer(to: request(address.tape, accept: "application/gzip"))
        try await check(response, type: "application/gzip")
        let body: ByteBuffer
        do {
            body = try await response.body.collect(upTo: TapePolling.limitBytes)
        } catch {
            try Task.checkCancellation()
            throw ConnectionLost(error)
        }
        if reconnecting.isTrying, try await !take(.connected) { return false }
        reconnecting.noteNews()
        for record in try tape.newRecords(in: body) {
            guard try await take(.record(record)) else { return false }
        }
        tape.notePace(start.duration(to: .now))
        return true
    }

    private func answer(to request: HTTPClientRequest) async throws -> HTTPClientResponse {
        let client = try client.get()
        do {
            return try await client.execute(request, timeout: .seconds(30))
        } catch {
            try Task.checkCancellation()
            throw ConnectionLost(error)
        }
    }

    private func request(_ url: String, accept type: String) -> HTTPClientRequest {
        var request = HTTPClientRequest(url: url)
        request.headers.add(name: "Accept", value: type)
        if let token { request.headers.add(name: "Authorization", value: "Bearer \(token.text)") }
        return request
    }

    /// Refuses an answer that is not of a type; one of a service that is starting or busy is a lost
    /// connection.
    private func check(_ response: HTTPClientResponse, type expected: String) async throws {
        let type = response.headers.first(name: "Content-Type") ?? "none"
        if response.status == .ok, type.hasPrefix(expected) { return }
        guard response.status != .ok else {
            throw ScanFeedError(
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
        throw ScanFeedError("\(address.service): \(text)\(advice)")
    }
}

/// Why a service cannot be followed.
package struct ScanFeedError: Error, CustomStringConvertible {
    package let description: String

    init(_ description: String) {
        self.description = description
    }
}

/// An error of the receiver, or of what was sent.
private struct Refused: Error {
    let error: any Error
}

/// There is no stream at the address of one.
private struct NoStream: Error {}

/// A connection that is gone or never was.
private struct ConnectionLost: Error {
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
