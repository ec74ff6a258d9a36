internal import HTTPTypes
internal import Hummingbird
internal import ScanEvents
internal import Synchronization

/// Answers while the history is still being opened, and hands over to the router from then on.
///
/// Streams wait for that, since any refusal would end an EventSource for good, and so do pages,
/// for whose readers a refusal is a riddle; other requests are told to come back.
final class RecoveringResponder: HTTPResponder {
    typealias Context = ServiceContext

    private struct State {
        var router: (any HTTPResponder<ServiceContext>)?
        var waiting: [CheckedContinuation<any HTTPResponder<ServiceContext>, Never>] = []
    }

    private let state = Mutex(State())

    /// Hands over to `router`.
    func hand(over router: some HTTPResponder<ServiceContext>) {
        let waiting = state.withLock { state in
            state.router = router
            defer { state.waiting = [] }
            return state.waiting
        }
        for continuation in waiting { continuation.resume(returning: router) }
    }

    func respond(to request: Request, context: ServiceContext) async throws -> Response {
        if let router = state.withLock({ $0.router }) {
            return try await router.respond(to: request, context: context)
        }
        let path = request.uri.path
        if path == "/health" { return OperationsRoutes.health(request, context) }
        let isPage = path == "/" || path.hasPrefix("/dashboard/") || path == "/market-scan.js"
        if isPage || path.hasPrefix("/market-scan/stream") {
            return try await router().respond(to: request, context: context)
        }
        let problem = Problem(
            status: .serviceUnavailable, detail: "the tapes are being checked; try again soon",
            headers: [.retryAfter: "1"])
        return try problem.response(from: request, context: context)
    }

    private func router() async -> any HTTPResponder<ServiceContext> {
        await withCheckedContinuation { continuation in
            let router = state.withLock { state in
                if state.router == nil { state.waiting.append(continuation) }
                return state.router
            }
            if let router { continuation.resume(returning: router) }
        }
    }
}
