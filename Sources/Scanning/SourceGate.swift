internal import ScanEvents
internal import StockWork
internal import Synchronization

/// Where the workers of a scan learn whether its live source still answers: they wait here while
/// the scan pauses.
final class SourceGate: Sendable {
    /// A stock that was refused, and what records that it has failed.
    struct HeldStock: Sendable {
        let ticker: String
        let record: @Sendable () -> Void
    }

    private struct State {
        var streak: RefusalStreak
        var held: [HeldStock] = []
        var isPaused = false
        var end: StockFailure?
        var waiters: [CheckedContinuation<Void, Never>] = []

        mutating func takeHeld() -> [HeldStock] {
            defer { held = [] }
            return held
        }
    }

    private let state: Mutex<State>

    /// Makes an open gate; the scan pauses after so many equal refusals in a row.
    init(limit: Int) {
        state = Mutex(State(streak: RefusalStreak(limit: limit)))
    }

    /// Why the scan ends for now; nil while the source answers.
    var end: StockFailure? { state.withLock(\.end) }

    /// Waits while the scan pauses.
    func enter() async {
        await withCheckedContinuation { continuation in
            let isOpen = state.withLock { state in
                if state.isPaused { state.waiters.append(continuation) }
                return !state.isPaused
            }
            if isOpen { continuation.resume() }
        }
    }

    /// Notes a stock that the source answered; those that were held back have failed.
    func noteAnswer() {
        let failed = state.withLock { state -> [HeldStock] in
            // While the scan pauses, an answer that was under way says nothing of the others.
            guard !state.isPaused, state.end == nil else { return [] }
            state.streak.noteAnswer()
            return state.takeHeld()
        }
        for stock in failed { stock.record() }
    }

    /// Notes a stock that was refused.
    func noteRefusal(
        _ failure: StockFailure, _ cause: RefusalCause, _ stock: HeldStock
    ) -> RefusalStreak.Decision {
        let (decision, failed) = state.withLock { state -> (RefusalStreak.Decision, [HeldStock]) in
            guard !state.isPaused, state.end == nil else {
                state.held.append(stock)
                return (.hold, [])
            }
            let (decision, othersFailed) = state.streak.noteRefusal(cause)
            let failed = othersFailed ? state.takeHeld() : []
            switch decision {
            case .hold: state.held.append(stock)
            case .pause: state.isPaused = true
            case .giveUp: state.end = failure
            }
            return (decision, failed)
        }
        for stock in failed { stock.record() }
        return decision
    }

    /// Ends the pause and, where the source still refuses, the scan.
    ///
    /// - Returns: the stocks to ask for again.
    func endPause(stillRefusedBy failure: StockFailure?) -> [String] {
        let (tickers, waiters) = state.withLock {
            state -> ([String], [CheckedContinuation<Void, Never>]) in
            state.isPaused = false
            state.end = failure
            defer { state.waiters = [] }
            guard failure == nil else { return ([], state.waiters) }
            state.streak.noteRecovery()
            return (state.takeHeld().map(\.ticker), state.waiters)
        }
        for waiter in waiters { waiter.resume() }
        return tickers
    }

    /// Records the stocks that are still held back, at the end of the work.
    func recordHeld() {
        for stock in state.withLock({ $0.end == nil ? $0.takeHeld() : [] }) { stock.record() }
    }
}
