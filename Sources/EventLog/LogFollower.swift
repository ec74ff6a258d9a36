/// The commits of a log from one record on, first those that are there, then those that come,
/// with no gap and no duplicate between the two.
package struct LogFollower: AsyncSequence, Sendable {
    package typealias Element = LogBlock
    package typealias Failure = any Error

    let reader: LogReader
    let firstSeq: Int

    init(reader: LogReader, from seq: Int) {
        self.reader = reader
        firstSeq = seq
    }

    /// Starts to follow.
    package func makeAsyncIterator() -> Iterator {
        Iterator(reader: reader, firstSeq: firstSeq)
    }

    /// What a follower meets next.
    package enum Step: Sendable {
        /// A commit.
        case commit(LogBlock)
        /// Nothing new, but somebody wants the followers to look up.
        case nudged
        /// The end of the log, or of the task.
        case ended
    }

    /// A place in the log, which holds a file buffer only while it has to catch up.
    package struct Iterator: AsyncIteratorProtocol {
        let reader: LogReader
        let firstSeq: Int
        private var offset = 0
        private var member = 0
        private var seq = 0
        private var nudges: Int
        private var catchUp: CatchUp?

        init(reader: LogReader, firstSeq: Int) {
            self.reader = reader
            self.firstSeq = firstSeq
            nudges = reader.tail.position.nudges
        }

        /// The next commit, waiting for it if need be; nil when the log is ended or the task is
        /// cancelled.
        ///
        /// - Throws: `LogError` where the file cannot be read or is damaged.
        package mutating func next() async throws -> LogBlock? {
            while true {
                switch try await step() {
                case .commit(let block): return block
                case .nudged: continue
                case .ended: return nil
                }
            }
        }

        /// As `next`, but also returns when the log's followers are nudged.
        package mutating func step() async throws -> Step {
            while !Task.isCancelled {
                let position = reader.tail.position
                if offset >= position.lengthBytes {
                    catchUp = nil
                    if position.isEnded {
                        if let damage = reader.damage { throw LogError.corrupt(damage) }
                        return .ended
                    }
                    if nudges != position.nudges {
                        nudges = position.nudges
                        return .nudged
                    }
                    await reader.tail.waitForChange(from: position)
                    continue
                }
                let block = try await read(before: position.lengthBytes)
                offset = block.endOffsetBytes
                member += 1
                seq = block.endSeq
                if block.endSeq > firstSeq && block.count > 0 { return .commit(block) }
            }
            return .ended
        }

        private mutating func read(before limit: Int) async throws -> LogBlock {
            if let block = reader.tail.recentBlock(at: offset) {
                catchUp = nil
                return block
            }
            let catchUp =
                self.catchUp
                ?? CatchUp(reader: reader, offset: offset, member: member, seq: seq)
            self.catchUp = catchUp
            return try await catchUp.next(before: limit)
        }
    }
}

/// Reads a log's file on a thread that may block.
private actor CatchUp {
    private let executor = BlockingExecutor(label: "tapedeck.log.read")
    private var cursor: MemberCursor

    nonisolated var unownedExecutor: UnownedSerialExecutor {
        unsafe executor.asUnownedSerialExecutor()
    }

    init(reader: LogReader, offset: Int, member: Int, seq: Int) {
        cursor = MemberCursor(
            path: reader.path, file: reader.file, offset: offset, member: member, seq: seq)
    }

    /// The next commit, of which there is one before `limit`.
    func next(before limit: Int) throws -> LogBlock {
        guard let block = try cursor.next(before: limit) else {
            preconditionFailure("asked for a commit behind the committed length")
        }
        return block
    }
}
