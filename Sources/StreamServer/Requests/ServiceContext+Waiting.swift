internal import NIOCore
internal import ServiceLifecycle

extension ServiceContext {
    /// Waits for an operation, but no longer than the client stays and the service goes on; the
    /// operation is cancelled then.
    ///
    /// - Returns: what the operation returned; nil where the service shuts down.
    /// - Throws: `CancellationError` where the client has left; its connection is closed then.
    package func wait<Value: Sendable>(
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

    /// Runs an operation that is cancelled when the client leaves; what it has come to by then is
    /// answered all the same, as a client that has ended its own side may still listen.
    ///
    /// - Throws: what `operation` throws; at `CancellationError` the connection is closed.
    package func whileClientStays<Value: Sendable>(
        _ operation: @escaping @Sendable () async throws -> Value
    ) async throws -> Value {
        let task = Task { try await operation() }
        let channel = channel
        channel.eventLoop.execute {
            ConnectionHandler.whenClientLeaves(channel) { task.cancel() }
        }
        defer {
            channel.eventLoop.execute { ConnectionHandler.whenClientLeaves(channel, nil) }
        }
        do {
            return try await withTaskCancellationHandler {
                try await task.value
            } onCancel: {
                task.cancel()
            }
        } catch let error as CancellationError {
            channel.close(promise: nil)
            throw error
        }
    }
}

/// Why a client waits no longer.
private enum WaitEnd<Value: Sendable>: Sendable {
    case value(Value)
    case left
    case shutdown
}
