internal import Dispatch

/// Runs work that may block on a thread that may, off Swift's shared pool.
func runBlocking<Value: Sendable>(
    _ work: @escaping @Sendable () -> Value
) async -> Value {
    await withCheckedContinuation { continuation in
        fileReading.async { continuation.resume(returning: work()) }
    }
}

/// Runs work that may block and fail on a thread that may block.
func runBlocking<Value: Sendable>(
    _ work: @escaping @Sendable () throws(PriceError) -> Value
) async throws -> Value {
    try await runBlocking { Result(catching: work) }.get()
}

private let fileReading = DispatchQueue(label: "tapedeck.prices", attributes: .concurrent)
