package import HTTPProxies
package import Tapes

/// A scan on a service as a source of its tape, through lost connections and restarts of the
/// service: by its stream, or by the tape itself where there are no streams.
package struct RemoteScan: TapeSource {
    private let service: ServiceConnection
    private var stream: ServiceStream
    private var tape: ServiceTape
    private var hasStreams = true
    /// Whether the service was ever there.
    private var wasReached = false

    package var pauses: PauseRange { stream.pauses }

    /// Prepares to follow a scan.
    ///
    /// - Parameters:
    ///   - address: the scan.
    ///   - token: what the service asks for, if it does.
    ///   - proxies: those through which to go.
    package init(
        _ address: ScanAddress, token: ClientToken?,
        proxies: ProxyEnvironment = ProxyEnvironment()
    ) {
        service = ServiceConnection(address, token: token, proxies: proxies)
        stream = ServiceStream(service)
        tape = ServiceTape(service)
    }

    /// - Throws: `ScanClientError` where the service cannot be reached at all or refuses.
    package mutating func next(from seq: Int) async throws -> TapeStep {
        do {
            let step = try await hasStreams ? stream.next(from: seq) : tape.next(from: seq)
            wasReached = true
            return step
        } catch is ServiceStream.NotThere {
            // Either there is no such scan, or there are no streams: its tape tells.
            hasStreams = false
            return .nothing(pause: .zero)
        } catch let lost as ConnectionLost {
            guard wasReached else {
                throw ScanClientError("\(service.address.service): \(lost.reason)")
            }
            return .away(lost.reason)
        }
    }
}

/// Why a service cannot be followed.
package struct ScanClientError: Error, CustomStringConvertible {
    package let description: String

    init(_ description: String) {
        self.description = description
    }
}
