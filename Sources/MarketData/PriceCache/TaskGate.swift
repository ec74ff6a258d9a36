internal import Synchronization

/// Lets a limited number of tasks a key in at once; the others wait in line.
package final class TaskGate<Key: Hashable & Sendable>: Sendable {
    private struct Line {
        var inside = 0
        var waiting: [(ticket: UInt64, continuation: CheckedContinuation<Bool, Never>)] = []
    }

    private struct State {
        var lines: [Key: Line] = [:]
        var nextTicket: UInt64 = 0
    }

    private let limit: Int
    private let state = Mutex(State())

    /// Makes a gate for `limit` tasks a key, at least one.
    package init(limit: Int) {
        precondition(limit > 0, "a gate that lets nobody in")
        self.limit = limit
    }

    /// Waits for a place and takes it, to be given back with `leave`.
    ///
    /// False, with no place taken, as soon as the task is cancelled.
    package func enter(_ key: Key) async -> Bool {
        let ticket = state.withLock { state in
            state.nextTicket += 1
            return state.nextTicket
        }
        return await withTaskCancellationHandler {
            await withCheckedContinuation { continuation in
                let answer: Bool? = state.withLock { state in
                    // A cancellation from here on finds the ticket in the line.
                    if Task.isCancelled { return false }
                    var line = state.lines[key] ?? Line()
                    let isFree = line.inside < limit
                    if isFree {
                        line.inside += 1
                    } else {
                        line.waiting.append((ticket, continuation))
                    }
                    state.lines[key] = line
                    return isFree ? true : nil
                }
                if let answer { continuation.resume(returning: answer) }
            }
        } onCancel: {
            let waiter = state.withLock { state in
                let place = state.lines[key]?.waiting.firstIndex { $0.ticket == ticket }
                return place.flatMap { state.lines[key]?.waiting.remove(at: $0) }
            }
            waiter?.continuation.resume(returning: false)
        }
    }

    /// Gives a place back, to the task that has waited longest.
    package func leave(_ key: Key) {
        let next = state.withLock { state in
            guard var line = state.lines[key] else {
                preconditionFailure("left a gate that was not entered")
            }
            let next = line.waiting.isEmpty ? nil : line.waiting.removeFirst()
            if next == nil { line.inside -= 1 }
            state.lines[key] = line.inside == 0 ? nil : line
            return next
        }
        next?.continuation.resume(returning: true)
    }
}
