internal import Storage

/// Runs work that may block and fail on a thread that may block.
func runBlocking<Value: Sendable>(
    _ work: @escaping @Sendable () throws(PriceError) -> Value
) async throws -> Value {
    try await BlockingExecutor.run { Result(catching: work) }.get()
}
