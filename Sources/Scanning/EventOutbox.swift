internal import ScanEvents
internal import Synchronization

/// Events on their way from the workers to the tape, in the order in which they happened.
///
/// It never holds more than an event a stock.
final class EventOutbox: Sendable {
    private struct State {
        var events: [ScanEvent] = []
        var isClosed = false
        var taker: CheckedContinuation<Void, Never>?
    }

    private let state = Mutex(State())
    private let elapsed: @Sendable () -> Double

    /// Makes an outbox; `elapsed` gives the seconds since the scan started.
    init(elapsed: @escaping @Sendable () -> Double) {
        self.elapsed = elapsed
    }

    /// Puts in an event, made with the present time, so that times ascend along the tape.
    func put(_ event: (_ elapsed: Double) -> ScanEvent) {
        let taker = state.withLock { state in
            state.events.append(event(elapsed()))
            return state.taker.take()
        }
        taker?.resume()
    }

    /// Says that no event will follow.
    func close() {
        let taker = state.withLock { state in
            state.isClosed = true
            return state.taker.take()
        }
        taker?.resume()
    }

    /// Takes all events that there are, waiting for the first; nil once it is closed and empty.
    ///
    /// For one taker only.
    func takeAll() async -> [ScanEvent]? {
        await withCheckedContinuation { continuation in
            let resumesNow = state.withLock { state in
                if !state.events.isEmpty || state.isClosed { return true }
                state.taker = continuation
                return false
            }
            if resumesNow { continuation.resume() }
        }
        return state.withLock { state in
            defer { state.events = [] }
            return state.events.isEmpty ? nil : state.events
        }
    }
}
