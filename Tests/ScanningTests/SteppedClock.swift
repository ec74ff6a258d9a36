import Synchronization

/// A clock that stands still until a test moves it.
final class SteppedClock: Clock, Sendable {
    struct Instant: InstantProtocol {
        var offset = Swift.Duration.zero

        func advanced(by duration: Swift.Duration) -> Instant {
            Instant(offset: offset + duration)
        }

        func duration(to other: Instant) -> Swift.Duration { other.offset - offset }

        static func < (left: Instant, right: Instant) -> Bool { left.offset < right.offset }
    }

    private struct Sleeper {
        let deadline: Instant
        let wake: FirstWake
    }

    private struct State {
        var now = Instant()
        var sleepers: [Sleeper] = []
        /// Those who wait for a sleeper with a deadline after so much time.
        var observers: [(deadline: Instant, wake: FirstWake)] = []
    }

    private let state = Mutex(State())

    var now: Instant { state.withLock { $0.now } }
    var minimumResolution: Swift.Duration { .nanoseconds(1) }

    func sleep(until deadline: Instant, tolerance: Swift.Duration?) async throws {
        let wake = FirstWake()
        let observers = state.withLock { state -> [FirstWake] in
            guard deadline > state.now else {
                wake.fire()
                return []
            }
            state.sleepers.append(Sleeper(deadline: deadline, wake: wake))
            let due = state.observers.filter { $0.deadline == deadline }.map(\.wake)
            state.observers.removeAll { $0.deadline == deadline }
            return due
        }
        for observer in observers { observer.fire() }
        await withTaskCancellationHandler {
            await wake.wait()
        } onCancel: {
            wake.fire()
        }
        try Task.checkCancellation()
    }

    /// Waits until someone sleeps until just that time.
    func sleeper(until offset: Swift.Duration) async {
        let wake = FirstWake()
        state.withLock { state in
            let deadline = Instant(offset: offset)
            if state.sleepers.contains(where: { $0.deadline == deadline }) {
                wake.fire()
            } else {
                state.observers.append((deadline, wake))
            }
        }
        await wake.wait()
    }

    /// Moves the time on and wakes those whose time has come.
    func advance(to offset: Swift.Duration) {
        let due = state.withLock { state -> [Sleeper] in
            state.now = Instant(offset: offset)
            let due = state.sleepers.filter { $0.deadline <= state.now }
            state.sleepers.removeAll { $0.deadline <= state.now }
            return due
        }
        for sleeper in due { sleeper.wake.fire() }
    }
}

/// Wakes one waiting task, once, whether it waits already or not yet.
final class FirstWake: Sendable {
    private struct State {
        var isFired = false
        var waiting: CheckedContinuation<Void, Never>?
    }

    private let state = Mutex(State())

    func fire() {
        let waiting = state.withLock { state in
            state.isFired = true
            return state.waiting.take()
        }
        waiting?.resume()
    }

    func wait() async {
        await withCheckedContinuation { continuation in
            let isFired = state.withLock { state in
                if !state.isFired { state.waiting = continuation }
                return state.isFired
            }
            if isFired { continuation.resume() }
        }
    }
}
