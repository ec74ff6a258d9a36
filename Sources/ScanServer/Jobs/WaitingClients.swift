internal import HTTPTypes
internal import NIOCore
internal import ServiceLifecycle
internal import Synchronization

/// The clients that wait for the end of a scan in one request, of which there is a bounded number.
final class WaitingClients: Sendable {
    private let most: Int
    private let count = Mutex(0)

    /// Lets so many wait at once.
    init(atMost most: Int) {
        self.most = most
    }

    /// Runs an operation for a client that will wait.
    ///
    /// - Throws: `Problem`, 429 where as many wait as may; what `operation` throws.
    func admit<Value>(_ operation: () async throws -> Value) async throws -> Value {
        let isFull = count.withLock { count in
            guard count < most else { return true }
            count += 1
            return false
        }
        if isFull {
            throw Problem(
                status: .tooManyRequests,
                detail: "\(most) clients wait for results already; start the scan with "
                    + "/market-scan/start, and poll or stream it",
                headers: [.retryAfter: "5"])
        }
        defer { count.withLock { $0 -= 1 } }
        return try await operation()
    }
}

extension ServiceContext {
    /// Waits for an operation, but no longer than the client stays and the service goes on; the
    /// operation is cancelled then.
    ///
    /// - Returns: what the operation returned; nil where the service shuts down.
    /// - Throws: `CancellationError` where the client has left; its connection is closed then.
    func wait<Value: Sendable>(
        for operation: @escaping @Sendable () async -> Value
    ) async throws -> Value? {
        let (left, leave) = AsyncStream<Void>.makeStream()
        let channel = channel
        channel.eventLoop.execute {
            ConnectionHandler.whenClientLeaves(channel) {
                leave.yield()
                leave.finish()
            }
        }
        defer {
            channel.eventLoop.execute { ConnectionHandler.whenClientLeaves(channel, nil) }
        }
        let end = await withTaskGroup(of: WaitEnd<Value>.self) { group in
            group.addTask { .value(await operation()) }
            group.addTask {
                for await _ in left { return .left }
                return .shutdown
            }
            group.addTask {
                try? await gracefulShutdown()
                return .shutdown
            }
            defer { group.cancelAll() }
            return await group.next() ?? .shutdown
        }
        switch end {
        case .value(let value): return value
        case .shutdown: return nil
        case .left:
            channel.close(promise: nil)
            throw CancellationError()
        }
    }
}

/// Why a client waits no longer.
private enum WaitEnd<Value: Sendable>: Sendable {
    case value(Value)
    case left
    case shutdown
}
