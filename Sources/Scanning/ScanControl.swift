internal import Synchronization

/// Lets its user end a scan that is running.
package final class ScanControl: Sendable {
    private struct State {
        var isCancelled = false
        var handlers: [Int: @Sendable () -> Void] = [:]
        var nextHandler = 0
    }

    private let state = Mutex(State())

    /// Makes a control for one scan.
    package init() {}

    /// Whether the scan is to end.
    package var isCancelled: Bool { state.withLock { $0.isCancelled } }

    /// Ends the scan once the backtests at work are done; prices are not waited for.
    package func cancel() {
        let handlers = state.withLock { state in
            state.isCancelled = true
            defer { state.handlers = [:] }
            return Array(state.handlers.values)
        }
        for handler in handlers { handler() }
    }

    /// Waits, but no longer than until the scan is to end, or the task is cancelled; the whole
    /// time where the scan was to end before.
    package func pause(_ duration: Duration, on clock: any Clock<Duration>) async {
        let sleep = Task { try? await clock.sleep(for: duration) }
        let wasToEnd = isCancelled
        await withTaskCancellationHandler {
            await withCancellation {
                await sleep.value
            } onCancel: {
                if !wasToEnd { sleep.cancel() }
            }
        } onCancel: {
            sleep.cancel()
        }
    }

    /// Has `handler` called, once, when the scan is to end; at once where it is already.
    ///
    /// - Returns: the name under which to `forget` it; nil where it was called.
    func whenCancelled(_ handler: @escaping @Sendable () -> Void) -> Int? {
        let id = state.withLock { state -> Int? in
            guard !state.isCancelled else { return nil }
            state.nextHandler += 1
            state.handlers[state.nextHandler] = handler
            return state.nextHandler
        }
        if id == nil { handler() }
        return id
    }

    /// Calls a handler no more.
    func forget(_ id: Int) {
        state.withLock { $0.handlers[id] = nil }
    }

    /// Runs an operation, during which `handler` is called when the scan is to end.
    func withCancellation<Value>(
        _ operation: () async -> Value, onCancel handler: @escaping @Sendable () -> Void
    ) async -> Value {
        let id = whenCancelled(handler)
        let value = await operation()
        if let id { forget(id) }
        return value
    }
}
