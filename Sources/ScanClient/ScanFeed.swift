internal import AsyncHTTPClient
internal import Foundation
internal import NIOCore
internal import NIOHTTP1
internal import ServerSentEvents

/// The records of a scan on a service, from the first one on, through lost connections and
/// restarts of the service.
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

    /// The client, which lives as long as the process and needs no shutting down.
    ///
    /// It does not try again by itself, which would hide for long that there is no connection.
    private static let client = {
        var configuration = HTTPClient.Configuration(
            redirectConfiguration: .follow(max: 5, allowCycles: false),
            timeout: .init(connect: .seconds(10), read: .seconds(45)))
        configuration.connectionPool.retryConnectionEstablishment = false
        return HTTPClient(eventLoopGroupProvider: .singleton, configuration: configuration)
    }()
    private static let maxProblemBytes = 64 * 1024

    private let address: ScanAddress
    private let token: ClientToken?
    private let giveUpAfter: Duration

    /// Prepares to follow a scan.
    ///
    /// - Parameters:
    ///   - address: the scan.
    ///   - token: what the service asks for, if it does.
    ///   - giveUpAfter: how long to go on without news of the service.
    package init(_ address: ScanAddress, token: ClientToken?, giveUpAfter: Duration) {
        self.address = address
        self.token = token
        self.giveUpAfter = giveUpAfter
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
        while true {
            let reason: String
            do {
                if let end = try await connect(&lastEventID, &isFirst, &reconnecting, take) {
                    return end
                }
                reason = "the service ended the stream"
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
        let response: HTTPClientResponse
        do {
            response = try await Self.client.execute(
                request(lastEventID), timeout: .seconds(30))
        } catch {
            try Task.checkCancellation()
            throw ConnectionLost(error)
        }
        guard response.status != .noContent else { return .finished }
        try await check(response)
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

    private func request(_ lastEventID: String) -> HTTPClientRequest {
        var request = HTTPClientRequest(url: address.events)
        request.headers.add(name: "Accept", value: "text/event-stream")
        request.headers.add(name: "Cache-Control", value: "no-store")
        if !lastEventID.isEmpty {
            request.headers.add(name: "Last-Event-ID", value: lastEventID)
        }
        if let token { request.headers.add(name: "Authorization", value: "Bearer \(token.text)") }
        return request
    }

    /// Refuses an answer that is no stream; one of a service that is starting or busy is a lost
    /// connection.
    private func check(_ response: HTTPClientResponse) async throws {
        let type = response.headers.first(name: "Content-Type") ?? "none"
        if response.status == .ok, type.hasPrefix("text/event-stream") { return }
        guard response.status != .ok else {
            throw ScanFeedError("\(address.events) is no stream: its type is \(type)")
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
        case .remoteConnectionClosed?: reason = "the connection was closed"
        case _ where text.contains("Connection refused"): reason = "the connection was refused"
        case _ where text.contains("Connection reset"): reason = "the connection was reset"
        case _ where text.contains("DNS error"): reason = "there is no such host"
        default: reason = text
        }
    }
}
