internal import Synchronization

/// How far a log is committed, shared between its one writer and any number of readers.
///
/// A reader is a cursor and, while it waits, a continuation in here; the writer knows none of
/// them and waits for none of them.
package final class LogTail: Sendable {
    /// A moment in the life of a log.
    package struct Position: Sendable, Equatable {
        /// The committed bytes of the file.
        package var lengthBytes: Int
        /// How many records these hold, which is the next sequence number.
        package var nextSeq: Int
        /// Whether no record will ever follow.
        package var isEnded: Bool

        init(lengthBytes: Int, nextSeq: Int, isEnded: Bool) {
            self.lengthBytes = lengthBytes
            self.nextSeq = nextSeq
            self.isEnded = isEnded
        }
    }

    private struct State {
        var position: Position
        var recent: [LogBlock] = []
        var recentBytes = 0
        var waiting: [Int: CheckedContinuation<Void, Never>] = [:]
        var nextWaiter = 0

        mutating func takeWaiting() -> [CheckedContinuation<Void, Never>] {
            defer { waiting.removeAll(keepingCapacity: true) }
            return Array(waiting.values)
        }
    }

    /// How much payload is kept at hand for readers that keep up.
    private static let maxRecentBytes = 512 * 1024

    private let state: Mutex<State>

    init(_ position: Position) {
        state = Mutex(State(position: position))
    }

    /// The tail of a log that nothing will be added to.
    convenience init(endedAt end: CommitStart) {
        self.init(Position(lengthBytes: end.offsetBytes, nextSeq: end.seq, isEnded: true))
    }

    /// The present position.
    package var position: Position { state.withLock { $0.position } }

    /// The commit that starts at `offset`, if it is among the last ones.
    func recentBlock(at offset: Int) -> LogBlock? {
        state.withLock { state in
            // Sorted by offset, and a follower that keeps up asks for the last.
            state.recent.last { $0.offsetBytes <= offset }
                .flatMap { $0.offsetBytes == offset ? $0 : nil }
        }
    }

    /// Tells the readers of one more commit.
    func publish(_ block: LogBlock) {
        let waiting = state.withLock { state in
            state.position.lengthBytes = block.endOffsetBytes
            state.position.nextSeq = block.endSeq
            state.recent.append(block)
            state.recentBytes += block.payload.count
            if state.recentBytes > Self.maxRecentBytes {
                // Half at a time, so that dropping costs little per commit.
                state.recent.removeFirst(state.recent.count / 2)
                state.recentBytes = state.recent.reduce(0) { $0 + $1.payload.count }
            }
            return state.takeWaiting()
        }
        for continuation in waiting { continuation.resume() }
    }

    /// Tells the readers of commits that only the file has.
    func advance(lengthBytes: Int, nextSeq: Int) {
        let waiting = state.withLock { state -> [CheckedContinuation<Void, Never>] in
            guard state.position.nextSeq < nextSeq else { return [] }
            state.position.lengthBytes = lengthBytes
            state.position.nextSeq = nextSeq
            return state.takeWaiting()
        }
        for continuation in waiting { continuation.resume() }
    }

    /// Tells the readers that no record will follow.
    func end() {
        let waiting = state.withLock { state in
            state.position.isEnded = true
            return state.takeWaiting()
        }
        for continuation in waiting { continuation.resume() }
    }

    /// Waits until the log is longer than `position` says, or ended, or until the task is
    /// cancelled; returns at once where that has happened already.
    package func waitForChange(from position: Position) async {
        let id = state.withLock { state in
            state.nextWaiter += 1
            return state.nextWaiter
        }
        await withTaskCancellationHandler {
            await withCheckedContinuation { continuation in
                let resumesNow = state.withLock { state in
                    if state.position != position || Task.isCancelled { return true }
                    state.waiting[id] = continuation
                    return false
                }
                if resumesNow { continuation.resume() }
            }
        } onCancel: {
            state.withLock { $0.waiting.removeValue(forKey: id) }?.resume()
        }
    }
}
