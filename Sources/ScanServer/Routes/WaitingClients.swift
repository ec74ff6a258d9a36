internal import StreamServer
internal import HTTPTypes

/// The clients that wait for the end of a scan in one request, of which there is a bounded number.
final class WaitingClients: Sendable {
    private let places: Shares

    /// Lets so many wait at once; `whenRefused` is called for each that is not let.
    init(atMost most: Int, whenRefused: @escaping @Sendable () -> Void = {}) {
        places = Shares(most, whenRefused: whenRefused)
    }

    /// Runs an operation for a client that will wait.
    ///
    /// - Throws: `Problem`, 429 where as many wait as may, in all or of the client; what
    ///   `operation` throws.
    func admit<Value>(
        _ client: ClientAddress, _ operation: () async throws -> Value
    ) async throws -> Value {
        guard let permit = places.take(for: client) else {
            throw Problem(
                status: .tooManyRequests,
                detail: "as many clients wait for results as may; start the scan with "
                    + "/market-scan/start, and poll or stream it",
                headers: [.retryAfter: "5"])
        }
        defer { withExtendedLifetime(permit) {} }
        return try await operation()
    }
}
