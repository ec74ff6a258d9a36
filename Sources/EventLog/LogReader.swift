/// Reads a log, from any record on; any number of readers may do so at once.
package struct LogReader: Sendable {
    /// The log's file.
    package let path: String
    /// How far the log is committed.
    package let tail: LogTail
    /// Damage behind the committed length, which reading stops at with an error; nil if none.
    package let damage: LogDamage?

    let file: any OpenFile

    init(path: String, file: any OpenFile, tail: LogTail, damage: LogDamage? = nil) {
        self.path = path
        self.file = file
        self.tail = tail
        self.damage = damage
    }

    /// Opens a log that no writer of this process has open; the file is only read.
    ///
    /// A torn tail is ignored, as it was never acknowledged. Where the log is corrupt, its sound
    /// prefix is served and `damage` tells the place.
    package static func open(
        _ path: String, in fileSystem: any FileSystem = PosixFileSystem()
    ) throws(LogError) -> LogReader {
        let file: any OpenFile
        do throws(FileError) {
            file = try fileSystem.open(path, forWriting: false)
        } catch {
            throw .file(error)
        }
        let recovery = try LogRecovery.read(file, path: path)
        var damage: LogDamage?
        if case .corrupt(let place) = recovery.ending { damage = place }
        let tail = LogTail(
            LogTail.Position(
                lengthBytes: recovery.lengthBytes, nextSeq: recovery.nextSeq, isEnded: true))
        return LogReader(path: path, file: file, tail: tail, damage: damage)
    }

    /// The commits that hold the records from `seq` on, up to what is committed now.
    ///
    /// The first one is given whole. Reading blocks on the file.
    package func blocks(from seq: Int = 0) -> LogBlocks {
        LogBlocks(reader: self, from: seq)
    }

    /// The same, going on as the log grows, until it ends.
    package func follow(from seq: Int = 0) -> LogFollower {
        LogFollower(reader: self, from: seq)
    }
}

/// The commits of a log in order, read as they are asked for.
package struct LogBlocks: ~Copyable {
    private let reader: LogReader
    private let firstSeq: Int
    private let limit: Int
    private var cursor: MemberCursor

    init(reader: LogReader, from seq: Int) {
        self.reader = reader
        firstSeq = seq
        limit = reader.tail.position.lengthBytes
        cursor = MemberCursor(path: reader.path, file: reader.file)
    }

    /// The next commit, nil after the last one.
    ///
    /// - Throws: `LogError.corrupt` at the first member that is not sound.
    package mutating func next() throws(LogError) -> LogBlock? {
        while let block = try cursor.next(before: limit) {
            if block.endSeq > firstSeq && block.count > 0 { return block }
        }
        if let damage = reader.damage { throw .corrupt(damage) }
        return nil
    }
}
