package import Storage

/// Reads a log that another process writes, commit by commit, as its file grows.
///
/// It takes no lock and disturbs no writer. A commit is read once its bytes are whole, which is
/// shortly before the writer knows it to be durable; what a crash of the machine may still take
/// back is told again, the same or not, by whoever goes on with the log. It reads the file that it
/// opened: `isReplaced` tells when the path names another one.
package actor LogFileWatch {
    /// Reading stops here to let the reader work, however long the log is.
    private static let maxBlocksAtOnce = 64

    private let path: String
    private let file: any OpenFile
    private let executor = BlockingExecutor(label: "tapedeck.log.watch")
    private var cursor: MemberCursor
    /// Where the next commit starts.
    private var place = CommitStart.ofLog
    /// Whether the end of a sealed log has been read: nothing will follow.
    package private(set) var isSealed = false

    package nonisolated var unownedExecutor: UnownedSerialExecutor {
        unsafe executor.asUnownedSerialExecutor()
    }

    /// Opens the log at `path`; blocks on the file.
    ///
    /// - Throws: `LogError.file`.
    package init(
        _ path: String, in fileSystem: any FileSystem = PosixFileSystem()
    ) throws(LogError) {
        let file = try asLogError { () throws(FileError) in
            try fileSystem.open(path, forWriting: false)
        }
        self.path = path
        self.file = file
        cursor = MemberCursor(path: path, file: file)
    }

    /// The commits that have come since the last call, none if there is nothing new.
    ///
    /// - Throws: `LogError.file`; `.notALog`; `.corrupt` where bytes are damaged that cannot be
    ///   a commit which is just being written.
    package func newBlocks() throws -> [LogBlock] {
        let size = try file.size()
        var blocks: [LogBlock] = []
        while !isSealed, blocks.count < Self.maxBlocksAtOnce {
            do throws(LogError) {
                guard let block = try cursor.next(before: size) else { break }
                isSealed = block.count == 0
                if !isSealed { blocks.append(block) }
                place = CommitStart(offsetBytes: block.endOffsetBytes, seq: block.endSeq)
            } catch {
                try check(error, fileBytes: size)
                // What was read of the commit is not all of it: it is read again next time.
                cursor = MemberCursor(path: path, file: file, at: place)
                break
            }
        }
        return blocks
    }

    /// Whether what was read is no longer the beginning of what the path names: another file took
    /// its place, or this one was cut.
    ///
    /// - Throws: `FileError`.
    package func isReplaced() throws -> Bool {
        try file.size() < place.offsetBytes || !file.isStill(at: path)
    }

    /// Throws `error` again unless it may come from a commit that is not whole yet: there is at
    /// most one, and nothing behind it.
    private func check(_ error: LogError, fileBytes size: Int) throws {
        guard case .corrupt(let damage) = error else { throw error }
        if place.offsetBytes == 0 { try LogRecovery.refuseForeignFile(file, path: path) }
        if size - damage.offsetBytes > Member.maxBytes { throw error }
    }
}
