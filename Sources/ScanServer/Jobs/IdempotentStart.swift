internal import Crypto
internal import HTTPTypes
internal import JSONText
internal import ScanEvents
internal import ScanHistory
internal import Storage
internal import Synchronization

/// A scan that a client has asked for, now or earlier.
struct StartedScan: Sendable {
    let job: JobID
    /// Whether an earlier request of the same name has started it.
    let isReplayed: Bool

    /// What the response says of it.
    var headers: HTTPFields {
        isReplayed ? [.idempotencyReplayed: "true"] : [:]
    }
}

/// Starts scans so that a client may repeat a request that it got no answer to: the same
/// `Idempotency-Key` with the same request is the same scan.
final class IdempotentStart: Sendable {
    private let service: ScanService
    /// The scans that are being started, by the client's name for the request.
    private let underway = Mutex<[String: Task<JobID, any Error>]>([:])

    /// Starts scans in `service`.
    init(_ service: ScanService) {
        self.service = service
    }

    /// Starts a scan, or finds the one that has the client's name.
    ///
    /// - Parameters:
    ///   - request: what to scan.
    ///   - key: the value of `Idempotency-Key`; nil for none.
    ///   - client: who asks.
    /// - Returns: the scan.
    /// - Throws: `Problem` for a key that will not do; as `ScanService.start`.
    func start(
        _ request: ScanRequest, key: String?, for client: ClientAddress
    ) async throws -> StartedScan {
        guard let key else {
            return StartedScan(
                job: try await service.start(request, for: client), isReplayed: false)
        }
        guard (1...255).contains(key.utf8.count),
            key.utf8.allSatisfy({ (0x21...0x7e).contains($0) })
        else {
            throw Problem(
                status: .badRequest,
                detail: "Idempotency-Key must have 1 to 255 visible ASCII characters")
        }
        let name = ScanEvent.Idempotency(key: key, requestDigest: Self.digest(of: request))
        // Another request of this name may be at it; what it starts is found below.
        while let other = underway.withLock({ $0[key] }) { _ = try? await other.value }
        if let found = service.history.scan(withIdempotencyKey: key) {
            guard found.requestDigest == name.requestDigest else {
                throw Problem(
                    status: .unprocessableContent,
                    detail: "Idempotency-Key \(key) was used with another request")
            }
            return StartedScan(job: found.job, isReplayed: true)
        }
        let task = underway.withLock { underway -> Task<JobID, any Error>? in
            guard underway[key] == nil else { return nil }
            // It takes itself out: whoever waits for it must not find it once it is over.
            let task = Task {
                defer { self.underway.withLock { $0[key] = nil } }
                return try await self.service.start(request, idempotency: name, for: client)
            }
            underway[key] = task
            return task
        }
        guard let task else { return try await start(request, key: key, for: client) }
        return StartedScan(job: try await task.value, isReplayed: false)
    }

    private static func digest(of request: ScanRequest) -> String {
        var json = JSONWriter()
        request.write(to: &json)
        return SHA256.hash(data: json.bytes).hexadecimal
    }
}

extension HTTPField.Name {
    /// The client's name for its request.
    static let idempotencyKey = HTTPField.Name("Idempotency-Key") ?? .ifMatch
    /// Says that an earlier request was answered again.
    static let idempotencyReplayed = HTTPField.Name("Idempotency-Replayed") ?? .age
}
