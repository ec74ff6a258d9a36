internal import EventLog
internal import NIOCore
internal import Tapes
internal import TapeStreams
internal import Synchronization

/// The stream of one tape in one view and coding, from one record on: encoded once, for all who
/// follow it.
///
/// It is encoded as its quickest follower takes it, a little ahead, and the latest part of it is
/// kept at hand. A follower that falls behind that part goes over to a feed that starts where it
/// is, so nobody waits for anybody and memory stays bounded.
final class StreamFeed: Sendable {
    /// What a feed is of.
    struct Key: Hashable, Sendable {
        let job: JobID
        let view: StreamView
        let coding: StreamCoding
    }

    /// Where a follower starts in a feed.
    struct Cursor: Sendable {
        /// The first whole block that it gets.
        let index: Int
        /// The record that this block starts with, or comes after.
        let seq: Int
        /// The messages that it gets before that block, the rest of one that others had whole.
        let remainder: [UInt8]
    }

    /// Blocks for the followers of one event loop.
    struct Supply: Sendable {
        /// The blocks from the one asked for on, empty where they are no longer kept.
        let blocks: [FeedBlock]
        /// The index of the first of them.
        let firstIndex: Int
        /// Set where no block will follow.
        let end: End?

        /// The index after the last of them.
        var endIndex: Int { firstIndex + blocks.count }
    }

    /// How a feed ended.
    enum End: Sendable {
        /// With the stream's last message, or with the log.
        case finished
        /// The tape cannot be read further.
        case failed
    }

    fileprivate struct State {
        var blocks: [FeedBlock] = []
        /// The index of the first of `blocks`, counted from the feed's start.
        var firstIndex = 0
        var keptBytes = 0
        /// The record before which all are covered by the blocks so far.
        var coveredSeq: Int
        /// The record that the kept blocks start with.
        var keptFromSeq: Int
        var end: End?
        var hubs: [StreamHub] = []
        var isAbandoned = false
        /// The first block that no follower has taken, and the bytes from there on.
        var untakenIndex = 0
        var untakenBytes = 0
        /// The encoder, while it waits for somebody to take a block.
        var encoder: CheckedContinuation<Void, Never>?

        var endIndex: Int { firstIndex + blocks.count }
    }

    /// How much is kept at hand, of which 512 feeds have all together half a gigabyte.
    private static let maxKeptBytes = 1024 * 1024
    /// How much is encoded ahead of the quickest follower.
    private static let maxUntakenBytes = 512 * 1024

    let key: Key
    private let tape: SharedReaders.Tape
    private let firstSeq: Int
    /// The place among all feeds that its first follower has got for it.
    private let permit: Shares.Permit?
    private let state: Mutex<State>
    /// Ends when the feed is abandoned.
    private let abandonment: AsyncStream<Never>
    private let abandon: AsyncStream<Never>.Continuation

    /// Makes the feed of `tape` from record `seq` on.
    init(_ key: Key, _ tape: SharedReaders.Tape, from seq: Int, permit: Shares.Permit? = nil) {
        self.key = key
        self.tape = tape
        self.permit = permit
        firstSeq = seq
        state = Mutex(State(coveredSeq: seq, keptFromSeq: seq))
        (abandonment, abandon) = AsyncStream.makeStream()
    }

    /// Encodes the stream, as far as it is taken, until it ends or is abandoned.
    ///
    /// - Throws: `LogError` or `JSONError` where the tape cannot be read; the feed has ended then.
    func run() async throws {
        try await withThrowingTaskGroup(of: Void.self) { group in
            group.addTask {
                do {
                    try await self.encodeAll()
                    self.finish(.finished)
                } catch {
                    self.finish(.failed)
                    throw error
                }
            }
            group.addTask { for await _ in self.abandonment {} }
            defer { group.cancelAll() }
            try await group.next()
        }
    }

    private func encodeAll() async throws {
        switch key.view {
        case .events:
            try await encodeRecords()
        case .progress(let every):
            var seq: Int? = firstSeq
            while let next = seq { seq = try await encodeProgress(every, from: next) }
        }
    }

    private func encodeRecords() async throws {
        var encoder = FeedEncoder(key.coding)
        var transcript = StreamTranscript(.events, from: firstSeq)
        var commits = tape.reader.follow(from: firstSeq).makeAsyncIterator()
        while let commit = try await commits.next() {
            let part = try transcript.encode(commit)
            publish(part, endSeq: commit.endSeq, encoder: &encoder)
            await waitUntilTaken()
        }
    }

    /// Encodes what the tape's fold has for a view, from record `seq` on.
    ///
    /// - Returns: nil at the stream's end, else the record to go on with in another fold, as others
    ///   are so far ahead in this one that it is not kept.
    private func encodeProgress(_ every: Int, from seq: Int) async throws -> Int? {
        var encoder = FeedEncoder(key.coding)
        let (fold, readsFromSeq) = tape.folds.fold(at: seq)
        var nextSeq = seq
        var commits = tape.reader.follow(from: readsFromSeq).makeAsyncIterator()
        while let commit = try await commits.next() {
            guard let found = try fold.part(of: commit, every: every, from: nextSeq) else {
                return nextSeq
            }
            publish(found.part, endSeq: commit.endSeq, encoder: &encoder)
            if found.isLast { return nil }
            nextSeq = max(nextSeq, commit.endSeq)
            await waitUntilTaken()
        }
        return nil
    }

    private func publish(_ part: StreamPart, endSeq: Int, encoder: inout FeedEncoder) {
        guard !part.bytes.isEmpty else {
            state.withLock { $0.coveredSeq = max($0.coveredSeq, endSeq) }
            return
        }
        let block = FeedBlock(part, endSeq: endSeq, encoder: &encoder)
        let hubs = state.withLock { state in
            state.blocks.append(block)
            state.coveredSeq = endSeq
            state.keptBytes += block.countBytes
            state.untakenBytes += block.countBytes
            if state.keptBytes > Self.maxKeptBytes { state.dropOldest() }
            return state.hubs
        }
        for hub in hubs { hub.wake(self) }
    }

    private func finish(_ end: End) {
        let hubs = state.withLock { state in
            state.end = end
            return state.hubs
        }
        for hub in hubs { hub.wake(self) }
    }

    /// Waits while there is enough that nobody has taken.
    private func waitUntilTaken() async {
        await withCheckedContinuation { continuation in
            let goesOn = state.withLock { state in
                if state.untakenBytes < Self.maxUntakenBytes || state.isAbandoned { return true }
                state.encoder = continuation
                return false
            }
            if goesOn { continuation.resume() }
        }
    }

    /// Finds the place of record `seq` for a follower of `hub`, which is woken from now on.
    ///
    /// - Returns: nil where that part of the stream is not at hand here.
    func join(at seq: Int, _ hub: StreamHub) -> Cursor? {
        state.withLock { state -> Cursor? in
            guard !state.isAbandoned, state.keptFromSeq <= seq, seq <= state.coveredSeq else {
                return nil
            }
            if !state.hubs.contains(where: { $0 === hub }) { state.hubs.append(hub) }
            guard let offset = state.blocks.firstIndex(where: { $0.endSeq > seq }) else {
                return Cursor(index: state.endIndex, seq: seq, remainder: [])
            }
            let block = state.blocks[offset]
            guard let first = block.ids.first, first < seq else {
                return Cursor(index: state.firstIndex + offset, seq: seq, remainder: [])
            }
            let remainder = block.bytes(from: seq)
            state.take(through: state.firstIndex + offset + 1)
            return Cursor(
                index: state.firstIndex + offset + 1, seq: block.endSeq, remainder: remainder)
        }
    }

    /// Whether a follower that begins at record `seq` finds it here.
    func reaches(_ seq: Int) -> Bool {
        state.withLock { !$0.isAbandoned && $0.keptFromSeq <= seq && seq <= $0.coveredSeq }
    }

    /// The record before which all are covered by the blocks so far.
    var coveredSeq: Int { state.withLock { $0.coveredSeq } }

    /// Whether there are blocks from `index` on.
    func hasBlocks(from index: Int) -> Bool { state.withLock { $0.endIndex > index } }

    /// The blocks from `index` on.
    func supply(from index: Int) -> Supply {
        state.withLock { state in
            let kept = max(index, state.firstIndex)
            return Supply(
                blocks: Array(state.blocks[(kept - state.firstIndex)...]), firstIndex: kept,
                end: state.end)
        }
    }

    /// Notes that somebody has taken the blocks before `index`, so that more are encoded.
    func take(through index: Int) {
        let encoder = state.withLock { state in
            state.take(through: index)
            return state.untakenBytes < Self.maxUntakenBytes ? state.encoder.take() : nil
        }
        encoder?.resume()
    }

    /// Notes that a hub has no follower of the feed any more.
    ///
    /// - Returns: whether nobody has, so that the feed is abandoned.
    func leave(_ hub: StreamHub) -> Bool {
        let (isAbandoned, encoder) = state.withLock { state in
            state.hubs.removeAll { $0 === hub }
            state.isAbandoned = state.hubs.isEmpty
            return (state.isAbandoned, state.isAbandoned ? state.encoder.take() : nil)
        }
        if isAbandoned { abandon.finish() }
        encoder?.resume()
        return isAbandoned
    }
}

extension StreamFeed.State {
    mutating func take(through index: Int) {
        while untakenIndex < min(index, endIndex) {
            untakenBytes -= blocks[untakenIndex - firstIndex].countBytes
            untakenIndex += 1
        }
    }

    /// Drops the older half, so that dropping costs little for each block.
    mutating func dropOldest() {
        // What nobody has taken yet stays.
        let count = min(blocks.count / 2, untakenIndex - firstIndex)
        guard count > 0 else { return }
        keptFromSeq = blocks[count - 1].endSeq
        keptBytes -= blocks[..<count].reduce(0) { $0 + $1.countBytes }
        blocks.removeFirst(count)
        firstIndex += count
    }
}
