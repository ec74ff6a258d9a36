internal import HTTPTypes
internal import Storage
internal import Synchronization

/// Runs what requests need computed or read, a few at a time, on threads that nobody else waits
/// for.
///
/// Clients take turns. What a client that has left waits for is not begun.
package final class RequestWork: Sendable {
    private typealias Turn = CheckedContinuation<Bool, Never>

    /// How many may wait.
    private static let mostWaiting = 256

    /// How far threads give way that work for long.
    static let niceness: Int32 = 10

    private let threads: WorkThreads
    private let line: Mutex<FairLine<Turn>>
    private let waiting: Shares

    /// Runs so many at a time; `whenRefused` is called for each that may not even wait.
    ///
    /// `isLong` is what gives way to all else that is served.
    init(
        atOnce places: Int, isLong: Bool = false,
        whenRefused: @escaping @Sendable () -> Void = {}
    ) {
        threads = WorkThreads(
            places, label: "tapedeck.requests", niceness: isLong ? Self.niceness : 0)
        line = Mutex(FairLine(places: places))
        waiting = Shares(Self.mostWaiting, whenRefused: whenRefused)
    }

    /// Runs `work` when it is the client's turn.
    ///
    /// - Parameters:
    ///   - client: for whom.
    ///   - work: may block; it is given what tells whether the client has left since.
    /// - Returns: what `work` returns.
    /// - Throws: `Problem`, 429 where too many wait; `CancellationError` where the client has left
    ///   before its turn; what `work` throws.
    package func run<Value: Sendable>(
        for client: ClientAddress,
        _ work: @escaping @Sendable (_ hasLeft: @Sendable () -> Bool) throws -> Value
    ) async throws -> Value {
        try await takeTurn(client)
        defer { endTurn(client) }
        let departure = Departure()
        let outcome = await withTaskCancellationHandler {
            await threads.run {
                Result { try work { departure.hasHappened.load(ordering: .relaxed) } }
            }
        } onCancel: {
            departure.hasHappened.store(true, ordering: .relaxed)
        }
        return try outcome.get()
    }

    private func takeTurn(_ client: ClientAddress) async throws {
        if line.withLock({ $0.enter(client) }) { return }
        guard let permit = waiting.take(for: client) else {
            throw Problem(
                status: .tooManyRequests,
                detail: "too many requests wait for their turn already; try again in a moment",
                headers: [.retryAfter: "1"])
        }
        defer { withExtendedLifetime(permit) {} }
        let number = Mutex<Int?>(nil)
        let hasTurn = await withTaskCancellationHandler {
            await withCheckedContinuation { turn in
                let isOver = line.withLock { line -> Bool? in
                    if Task.isCancelled { return false }
                    if line.enter(client) { return true }
                    number.withLock { $0 = line.wait(turn, of: client) }
                    return nil
                }
                if let isOver { turn.resume(returning: isOver) }
            }
        } onCancel: {
            let left = line.withLock { line in
                number.withLock { $0 }.flatMap { line.leave($0, of: client) }
            }
            left?.resume(returning: false)
        }
        guard hasTurn else { throw CancellationError() }
    }

    private func endTurn(_ client: ClientAddress) {
        line.withLock { $0.next(after: client) }?.resume(returning: true)
    }
}

/// Whether somebody has left.
private final class Departure: Sendable {
    let hasHappened = Atomic(false)
}
