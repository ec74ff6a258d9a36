internal import Storage

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

    /// A place in the log, which holds a file buffer only while it has to catch up.
    package struct Iterator: AsyncIteratorProtocol {
        private let reader: LogReader
        private let firstSeq: Int
        /// Where the next commit starts; nil until it is looked for.
        private var place: CommitStart?
        private var catchUp: CatchUp?
        /// Commits that were read together with one before.
        private var ahead: ArraySlice<LogBlock> = []

        init(reader: LogReader, firstSeq: Int) {
            self.reader = reader
            self.firstSeq = firstSeq
        }

        /// The next commit, waiting for it if need be; nil when the log is ended or the task is
        /// cancelled.
        ///
        /// - Throws: `LogError` where the file cannot be read or is damaged.
        package mutating func next() async throws -> LogBlock? {
            while !Task.isCancelled {
                let position = reader.tail.position
                let place = try await currentStart()
                if place.offsetBytes >= position.lengthBytes {
                    catchUp = nil
                    if position.isEnded {
                        if let damage = reader.damage { throw LogError.corrupt(damage) }
                        return nil
                    }
                    await reader.tail.waitForChange(from: position)
                    continue
                }
                let block = try await read(at: place, before: position.lengthBytes)
                self.place = CommitStart(offsetBytes: block.endOffsetBytes, seq: block.endSeq)
                if block.endSeq > firstSeq && block.count > 0 { return block }
            }
            return nil
        }

        private mutating func currentStart() async throws -> CommitStart {
            if let place { return place }
            let (reader, firstSeq) = (reader, firstSeq)
            let found = try await BlockingExecutor.run { () -> Result<CommitStart, LogError> in
                do throws(LogError) {
                    return .success(try reader.place(before: firstSeq))
                } catch {
                    return .failure(error)
                }
            }.get()
            place = found
            return found
        }

        private mutating func read(
            at place: CommitStart, before limit: Int
        ) async throws -> LogBlock {
            if let block = ahead.popFirst() { return block }
            if let block = reader.tail.recentBlock(at: place.offsetBytes) {
                catchUp = nil
                return block
            }
            let catchUp = self.catchUp ?? CatchUp(reader, at: place)
            self.catchUp = catchUp
            ahead = try await catchUp.next(before: limit)[...]
            guard let block = ahead.popFirst() else {
                preconditionFailure("asked for a commit behind the committed length")
            }
            return block
        }
    }
}

/// Reads a log's file on a thread that may block.
private actor CatchUp {
    /// How much payload is read at a time.
    private static let batchBytes = 192 * 1024

    private let executor = BlockingExecutor(label: "tapedeck.log.read", isOneOfMany: true)
    private var cursor: MemberCursor

    nonisolated var unownedExecutor: UnownedSerialExecutor {
        unsafe executor.asUnownedSerialExecutor()
    }

    init(_ reader: LogReader, at place: CommitStart) {
        cursor = MemberCursor(path: reader.path, file: reader.file, at: place)
    }

    /// The next commits before `limit`, some at a time, as the way to this thread costs as much as
    /// to read one.
    func next(before limit: Int) throws -> [LogBlock] {
        var blocks: [LogBlock] = []
        var bytes = 0
        while bytes < Self.batchBytes {
            let block: LogBlock?
            do {
                block = try cursor.next(before: limit)
            } catch {
                // The cursor stays there, so that the fault shows once those before it are taken.
                guard blocks.isEmpty else { return blocks }
                throw error
            }
            guard let block else { return blocks }
            blocks.append(block)
            bytes += block.payload.count
        }
        return blocks
    }
}
