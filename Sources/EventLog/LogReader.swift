internal import Zlib
package import Storage

/// Reads a log, from any record on; any number of readers may do so at once.
package struct LogReader: Sendable {
    /// The log's file.
    package let path: String
    /// How far the log is committed.
    package let tail: LogTail
    /// Damage behind the committed length, which reading stops at with an error; nil if none.
    package let damage: LogDamage?
    /// Whether the file is in its final form.
    package let isSealed: Bool

    let file: any OpenFile

    init(
        path: String, file: any OpenFile, tail: LogTail, damage: LogDamage? = nil,
        isSealed: Bool = false
    ) {
        self.path = path
        self.file = file
        self.tail = tail
        self.damage = damage
        self.isSealed = isSealed
    }

    /// Opens a log that no writer of this process has open; the file is only read.
    ///
    /// A sealed log is opened by its end alone, at any length, and checked as it is read. Any
    /// other is checked in whole: a torn tail is ignored, as it was never acknowledged, and
    /// where the log is corrupt, its sound prefix is served and `damage` tells the place.
    ///
    /// - Throws: `LogError.file` or `.notALog`.
    package static func open(
        _ path: String, in fileSystem: any FileSystem = PosixFileSystem()
    ) throws(LogError) -> LogReader {
        let file = try asLogError { () throws(FileError) in
            try fileSystem.open(path, forWriting: false)
        }
        if let end = try sealedEnd(of: file) {
            return LogReader(path: path, file: file, tail: LogTail(endedAt: end), isSealed: true)
        }
        let recovery = try LogRecovery.read(file, path: path)
        let end = CommitStart(offsetBytes: recovery.lengthBytes, seq: recovery.nextSeq)
        return LogReader(
            path: path, file: file, tail: LogTail(endedAt: end), damage: recovery.damage,
            isSealed: recovery.ending == .sealed)
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

    /// The committed bytes of the file.
    ///
    /// A log that is being written keeps the file that it had when the reader was made.
    package var lengthBytes: Int { tail.position.lengthBytes }

    /// The bytes of the log as a file of its own: with the mark at the end of a sealed one.
    ///
    /// Throws where the file cannot be read.
    package var fileBytes: Int {
        get throws(LogError) {
            guard isSealed else { return lengthBytes }
            return try asLogError { () throws(FileError) in try file.size() }
        }
    }

    /// Some of the file's bytes as they stand, at least one and at most 256 KiB, off the calling
    /// thread.
    ///
    /// - Throws: `LogError.file`.
    package func bytes(at offset: Int, before end: Int) async throws -> [UInt8] {
        precondition(offset < end, "there is nothing to read")
        let (file, count) = (file, min(end - offset, 256 * 1024))
        let bytes = try await BlockingExecutor.run {
            Result { try file.read(at: offset, count: count) }
        }.get()
        guard !bytes.isEmpty else {
            throw LogError.corrupt(
                LogDamage(
                    path: path, member: nil, offsetBytes: offset, seq: 0,
                    expected: "\(count) bytes", found: "the end of the file"))
        }
        return bytes
    }

    /// The seal of a log that ends with one, nil for any other.
    ///
    /// - Throws: `LogError` where the end cannot be read.
    package func seal() throws(LogError) -> LogSeal? {
        let last = tail.position.nextSeq - 1
        guard last >= 0 else { return nil }
        var blocks = blocks(from: last)
        return try blocks.next()?.seal
    }

    /// A place at or shortly before the commit that holds record `seq`, or the end of the log.
    func place(before seq: Int) throws(LogError) -> CommitStart {
        let position = tail.position
        let end = CommitStart(offsetBytes: position.lengthBytes, seq: position.nextSeq)
        if seq == 0 { return .ofLog }
        if seq >= end.seq { return end }
        var search = LogSearch(file)
        return try search.place(before: seq, end: end)
    }

    /// Whether the log at `path` is in its final form, judged by its end.
    static func isSealed(
        _ path: String, in fileSystem: any FileSystem
    ) throws(LogError) -> Bool {
        let file = try asLogError { () throws(FileError) in
            try fileSystem.open(path, forWriting: false)
        }
        return try sealedEnd(of: file) != nil
    }

    /// Where the records of a sealed log end, by its last two members; nil where the file does
    /// not end like a sealed log.
    private static func sealedEnd(of file: any OpenFile) throws(LogError) -> CommitStart? {
        let marker = Member.endOfFile
        let size = try asLogError { () throws(FileError) in try file.size() }
        let start = max(0, size - marker.count - Member.maxBytes)
        let bytes = try asLogError { () throws(FileError) in
            try file.read(at: start, count: size - start)
        }
        guard bytes.count > marker.count, bytes.suffix(marker.count).elementsEqual(marker) else {
            return nil
        }
        let end = bytes.count - marker.count
        var inflater = Inflater()
        var payload: [UInt8] = []
        for offset in stride(from: end - Member.headerBytes, through: 0, by: -1)
        where Member.size(in: bytes, at: offset) == end - offset {
            guard
                Member.decode(
                    bytes, at: offset, size: end - offset, with: &inflater, into: &payload) == nil,
                let first = RecordFrame.seq(in: payload, at: 0),
                case .success(let lineEnds) = RecordFrame.lineEnds(in: payload, firstSeq: first)
            else { return nil }
            return CommitStart(offsetBytes: start + end, seq: first + lineEnds.count)
        }
        return nil
    }
}

extension LogRecovery {
    /// The damage to what had been durable, nil if there is none.
    package var damage: LogDamage? {
        if case .corrupt(let damage) = ending { damage } else { nil }
    }
}

/// The commits of a log in order, read as they are asked for.
package struct LogBlocks: ~Copyable {
    private let reader: LogReader
    private let firstSeq: Int
    private let limit: Int
    private var cursor: MemberCursor?

    init(reader: LogReader, from seq: Int) {
        self.reader = reader
        firstSeq = seq
        limit = reader.tail.position.lengthBytes
    }

    /// The next commit, nil after the last one.
    ///
    /// - Throws: `LogError.corrupt` at the first member that is not sound.
    package mutating func next() throws(LogError) -> LogBlock? {
        if cursor == nil {
            cursor = MemberCursor(
                path: reader.path, file: reader.file, at: try reader.place(before: firstSeq))
        }
        while let block = try cursor?.next(before: limit) {
            if block.endSeq > firstSeq && block.count > 0 { return block }
        }
        if let damage = reader.damage { throw .corrupt(damage) }
        return nil
    }
}
