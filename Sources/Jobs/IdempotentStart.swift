internal import Crypto
internal import JSONText
package import ScanEvents
package import Tapes
package import Scanning
internal import Storage
internal import Synchronization

/// A scan that a client has asked for, now or earlier.
package struct StartedScan: Sendable {
    /// The scan's name.
    package let job: JobID
    /// Whether an earlier request of the same name has started it.
    package let isReplayed: Bool
}

/// Starts scans so that a client may repeat a request that it got no answer to: the same name of
/// the same request, its `Idempotency-Key`, is the same scan.
package final class IdempotentStart: Sendable {
    private let service: ScanService
    /// The scans that are being started, by the client's name for the request.
    private let underway = Mutex<[String: Task<JobID, any Error>]>([:])

    /// Starts scans in `service`.
    package init(_ service: ScanService) {
        self.service = service
    }

    /// Starts a scan, or finds the one that has the client's name.
    ///
    /// - Parameters:
    ///   - request: what to scan.
    ///   - key: the client's name for the request; nil for none.
    ///   - client: who asks; nil for the operator.
    ///   - plan: checks the request; not asked where the scan is found.
    /// - Returns: the scan.
    /// - Throws: `JobError`; what `plan` throws.
    package func start(
        _ request: ScanRequest, key: String?, for client: QueueClient?,
        plan: @escaping @Sendable () async throws -> ScanPlan
    ) async throws -> StartedScan {
        try await start({ request.write(to: &$0) }, key: key, for: client, plan: plan)
    }

    /// Starts a sweep, or finds the one that has the client's name; as that of a scan.
    package func start(
        _ request: SweepRequest, key: String?, for client: QueueClient?,
        plan: @escaping @Sendable () async throws -> ScanPlan
    ) async throws -> StartedScan {
        try await start({ request.write(to: &$0) }, key: key, for: client, plan: plan)
    }

    private func start(
        _ write: (inout JSONWriter) -> Void, key: String?, for client: QueueClient?,
        plan: @escaping @Sendable () async throws -> ScanPlan
    ) async throws -> StartedScan {
        guard let key else {
            let job = try await service.start(try await plan(), for: client)
            return StartedScan(job: job, isReplayed: false)
        }
        guard (1...255).contains(key.utf8.count),
            key.utf8.allSatisfy({ (0x21...0x7e).contains($0) })
        else { throw JobError.unusableKey }
        let name = ScanEvent.Idempotency(key: key, requestDigest: Self.digest(of: write))
        // Another request of this name may be at it; what it starts is found below.
        while let other = underway.withLock({ $0[key] }) { _ = try? await other.value }
        if let found = service.store.scan(withIdempotencyKey: key) {
            guard found.requestDigest == name.requestDigest else {
                throw JobError.keyOfAnotherRequest(key)
            }
            return StartedScan(job: found.job, isReplayed: true)
        }
        let task = underway.withLock { underway -> Task<JobID, any Error>? in
            guard underway[key] == nil else { return nil }
            // It takes itself out: whoever waits for it must not find it once it is over.
            let task = Task {
                defer { self.underway.withLock { $0[key] = nil } }
                return try await self.service.start(
                    try await plan(), idempotency: name, for: client)
            }
            underway[key] = task
            return task
        }
        guard let task else {
            return try await start(write, key: key, for: client, plan: plan)
        }
        return StartedScan(job: try await task.value, isReplayed: false)
    }

    private static func digest(of write: (inout JSONWriter) -> Void) -> String {
        var json = JSONWriter()
        write(&json)
        return SHA256.hash(data: json.bytes).hexadecimal
    }
}

extension SweepRequest {
    /// Writes all that makes it this request and no other: a scan's has no such members.
    fileprivate func write(to json: inout JSONWriter) {
        json.object { json in
            json.name("scan")
            scan.write(to: &json)
            json.name("text")
            if let text = scan.strategyText { json.value(text) } else { json.null() }
            json.name("sweep")
            terms.write(to: &json)
            json.name("max_trials")
            if let maxTrials { json.value(maxTrials) } else { json.null() }
        }
    }
}
