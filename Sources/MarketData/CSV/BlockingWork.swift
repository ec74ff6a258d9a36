internal import Dispatch

/// Runs work that may block on a thread that may, off Swift's shared pool.
func runBlocking<Value: Sendable>(
    _ work: @escaping @Sendable () throws(PriceError) -> Value
) async throws -> Value {
    let result = await withCheckedContinuation { continuation in
        fileReading.async {
            continuation.resume(returning: Result(catching: work))
        }
    }
    return try result.get()
}

private let fileReading = DispatchQueue(label: "tapedeck.prices", attributes: .concurrent)
