internal import HTTPTypes
package import Hummingbird
internal import ScanEvents
internal import Synchronization

/// Answers while the store is still being opened, and hands over to the router from then on.
///
/// Streams wait for that, since any refusal would end an EventSource for good, and so do pages,
/// for whose readers a refusal is a riddle; other requests are told to come back. Where the store
/// cannot be opened, those that wait are closed.
package final class RecoveringResponder: HTTPResponder {
    package typealias Context = ServiceContext
    private typealias Router = any HTTPResponder<ServiceContext>

    private struct State {
        var router: Router?
        var hasFailed = false
        var waiting: [Int: CheckedContinuation<Router?, Never>] = [:]
        var nextID = 0
    }

    private let waiting: Shares
    private let state = Mutex(State())

    /// Lets so many streams and pages wait at once.
    package init(waiting: Shares) {
        self.waiting = waiting
    }

    /// Hands over to `router`.
    package func hand(over router: some HTTPResponder<ServiceContext>) {
        end { $0.router = router }
    }

    /// Closes those that wait, and those to come: there will be no router.
    package func fail() {
        end { $0.hasFailed = true }
    }

    package func respond(to request: Request, context: ServiceContext) async throws -> Response {
        if let router = state.withLock({ $0.router }) {
            return try await router.respond(to: request, context: context)
        }
        let path = request.uri.path
        if path == "/health" { return .healthy }
        let isPage = path == "/" || path.hasPrefix("/dashboard/") || path == "/market-scan.js"
        // What comes with a body does not wait, as the body would, too.
        let isWithoutBody = request.method == .get || request.method == .head
        if isWithoutBody, isPage || path.hasPrefix("/market-scan/stream/") {
            let place = waiting.take(for: context.client)
            defer { withExtendedLifetime(place) {} }
            guard place != nil,
                let router = try await context.wait(for: { await self.router() }) ?? nil
            else {
                // No status says "later" to an EventSource; a closed connection does.
                context.channel.close(promise: nil)
                throw CancellationError()
            }
            return try await router.respond(to: request, context: context)
        }
        let problem = Problem(
            status: .serviceUnavailable, detail: "the tapes are being checked; try again soon",
            headers: [.retryAfter: "1"])
        return try problem.response(from: request, context: context)
    }

    private func end(_ change: (inout State) -> Void) {
        let (waiting, router) = state.withLock { state in
            change(&state)
            defer { state.waiting = [:] }
            return (state.waiting.values, state.router)
        }
        for continuation in waiting { continuation.resume(returning: router) }
    }

    /// Waits for the router; nil where there will be none.
    private func router() async -> Router? {
        let id = state.withLock { state in
            state.nextID += 1
            return state.nextID
        }
        return await withTaskCancellationHandler {
            await withCheckedContinuation { continuation in
                let isOver = state.withLock { state in
                    if state.router != nil || state.hasFailed || Task.isCancelled {
                        return true
                    }
                    state.waiting[id] = continuation
                    return false
                }
                if isOver { continuation.resume(returning: state.withLock { $0.router }) }
            }
        } onCancel: {
            state.withLock { $0.waiting.removeValue(forKey: id) }?.resume(returning: nil)
        }
    }
}
