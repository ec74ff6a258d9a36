internal import ScanEvents
internal import Synchronization

/// Events on their way from the workers to the tape, in the order in which they happened.
///
/// Putting an event in never waits. Whoever is about to begin work that makes events waits for room
/// first, so that no more gather than the bound and one for each that is at work.
final class EventOutbox: Sendable {
    private struct State {
        var events: [ScanEvent] = []
        var isClosed = false
        var taker: CheckedContinuation<Void, Never>?
        /// Those who wait for room.
        var waiting: [Int: CheckedContinuation<Void, Never>] = [:]
        var nextWaiting = 0
    }

    /// How many events may be on their way before nobody begins more.
    private let bound: Int
    private let state = Mutex(State())
    private let elapsed: @Sendable () -> Double

    /// Makes an outbox.
    ///
    /// - Parameters:
    ///   - bound: how many events may be on their way before nobody begins more.
    ///   - elapsed: gives the seconds since the scan started.
    init(bound: Int = 1_024, elapsed: @escaping @Sendable () -> Double) {
        precondition(bound > 0, "there is never room")
        self.bound = bound
        self.elapsed = elapsed
    }

    /// Waits while as many events are on their way as may be; no longer than its task goes on.
    func waitForRoom() async {
        let id = state.withLock { state -> Int? in
            guard state.events.count >= bound else { return nil }
            state.nextWaiting += 1
            return state.nextWaiting
        }
        guard let id else { return }
        await withTaskCancellationHandler {
            await withCheckedContinuation { continuation in
                let goesOn = state.withLock { state in
                    // A cancellation from here on finds the one who waits.
                    if state.events.count < bound || Task.isCancelled { return true }
                    state.waiting[id] = continuation
                    return false
                }
                if goesOn { continuation.resume() }
            }
        } onCancel: {
            state.withLock { $0.waiting.removeValue(forKey: id) }?.resume()
        }
    }

    /// Puts in an event, made with the present time, so that times ascend along the tape; right
    /// behind others that tell no time.
    func put(behind others: [ScanEvent] = [], _ event: (_ elapsed: Double) -> ScanEvent) {
        let taker = state.withLock { state in
            state.events += others
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
        let (events, waiting) = state.withLock { state in
            defer { (state.events, state.waiting) = ([], [:]) }
            return (state.events, state.waiting.values)
        }
        for continuation in waiting { continuation.resume() }
        return events.isEmpty ? nil : events
    }
}
