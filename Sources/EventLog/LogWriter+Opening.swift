package import Storage

extension LogWriter {
    /// Opens a log to append to it; a torn tail is cut back to the last whole commit.
    ///
    /// The bytes that are cut are first saved beside the log, in `PATH.torn`. A log whose last
    /// record is its seal takes no more records, but can be sealed to the end.
    ///
    /// - Returns: the writer, and what was found in the file.
    /// - Throws: `LogError.corrupt` where durable records are damaged (the file is left as it
    ///   is), `.ended` where the log is sealed, `.notALog`, `.file`.
    package static func open(
        _ path: String, in fileSystem: any FileSystem = PosixFileSystem(),
        limitBytes: Int = defaultLimitBytes,
        now: @escaping @Sendable () -> MicrosecondsSinceEpoch,
        observer: CommitReport.Observer? = nil
    ) throws(LogError) -> (writer: LogWriter, recovery: LogRecovery) {
        try refuseFinalForm(path, in: fileSystem)
        let (file, recovery) = try recover(path, in: fileSystem)
        try makeDurable(file, recovery, path: path, in: fileSystem)
        let writer = LogWriter(
            path: path, fileSystem: fileSystem, file: file,
            tail: LogTail(
                LogTail.Position(
                    lengthBytes: recovery.lengthBytes, nextSeq: recovery.nextSeq, isEnded: false)),
            limitBytes: limitBytes, now: now, observer: observer)
        if recovery.seal != nil { writer.tail.end() }
        return (writer, recovery)
    }

    /// Opens the log anew after an error of the disk, for another writer to go on with.
    ///
    /// The file is taken as it is found and recovered as `open` does it; this writer takes no more
    /// records. Readers of this writer wait for the new one's records. It may begin with those of the
    /// append that failed, if they are whole in the file.
    ///
    /// - Returns: the new writer, the same one for each call.
    /// - Throws: `LogError` as `open`; `.corrupt` also where records that were acknowledged are
    ///   gone. It may be called again then.
    package func reopened() throws -> LogWriter {
        if let successor { return successor }
        try Self.refuseFinalForm(path, in: fileSystem)
        let (file, recovery) = try Self.recover(path, in: fileSystem)
        try refuseLoss(recovery)
        try Self.makeDurable(file, recovery, path: path, in: fileSystem)
        tail.advance(lengthBytes: recovery.lengthBytes, nextSeq: recovery.nextSeq)
        let writer = LogWriter(
            path: path, fileSystem: fileSystem, file: file, tail: tail, limitBytes: limitBytes,
            now: now, observer: observer)
        if recovery.seal != nil { tail.end() }
        successor = writer
        return writer
    }

    /// Makes sure that the file holds what readers have seen, and one commit more at most.
    private func refuseLoss(_ recovery: LogRecovery) throws(LogError) {
        let hasNoMore = recovery.lengthBytes == lengthBytes && recovery.nextSeq == committedSeq
        let hasOneMore =
            recovery.lastOffsetBytes == lengthBytes && recovery.nextSeq > committedSeq
        guard hasNoMore || hasOneMore else {
            throw .corrupt(
                LogDamage(
                    path: path, member: nil, offsetBytes: recovery.lengthBytes,
                    seq: recovery.nextSeq, expected: "all \(committedSeq) records that were shown",
                    found: "the end of the sound ones"))
        }
    }

    private static func refuseFinalForm(
        _ path: String, in fileSystem: any FileSystem
    ) throws(LogError) {
        guard try LogReader.isSealed(path, in: fileSystem) else { return }
        // Its rename may not be durable yet.
        try asLogError { () throws(FileError) in
            try fileSystem.synchronizeDirectory(directory(of: path))
        }
        throw .ended(path: path)
    }

    /// Opens a log's file and reads what is sound in it, changing nothing.
    private static func recover(
        _ path: String, in fileSystem: any FileSystem
    ) throws(LogError) -> (file: any OpenFile, recovery: LogRecovery) {
        let file = try asLogError { () throws(FileError) in
            try fileSystem.open(path, forWriting: true)
        }
        let recovery = try LogRecovery.read(file, path: path)
        if let damage = recovery.damage { throw .corrupt(damage) }
        return (file, recovery)
    }

    /// Cuts a torn tail and makes sure of the last commit, before anyone sees it.
    private static func makeDurable(
        _ file: any OpenFile, _ recovery: LogRecovery, path: String,
        in fileSystem: any FileSystem
    ) throws(LogError) {
        try asLogError { () throws(FileError) in
            if case .torn = recovery.ending {
                try cutTornTail(of: file, path: path, at: recovery.lengthBytes, in: fileSystem)
            }
            // What a process left that was killed before its sync, or whose sync failed, is
            // shown from now on, so it has to be made durable first; the file's name, too. Only
            // the last commit can be in doubt. It is written again, as a failed sync may have
            // left its pages marked as clean, and then another would do nothing.
            let last = try file.read(
                at: recovery.lastOffsetBytes,
                count: recovery.lengthBytes - recovery.lastOffsetBytes)
            try file.writeAll(last, at: recovery.lastOffsetBytes)
            try file.synchronize()
            try fileSystem.synchronizeDirectory(directory(of: path))
        }
    }

    private static func cutTornTail(
        of file: any OpenFile, path: String, at length: Int, in fileSystem: any FileSystem
    ) throws(FileError) {
        let torn = try file.read(at: length, count: try file.size() - length)
        let copyPath = path + ".torn"
        if fileSystem.exists(copyPath) { try fileSystem.remove(copyPath) }
        let copy = try fileSystem.create(copyPath)
        try copy.setPermissions(try file.permissions())
        try copy.writeAll(torn, at: 0)
        try copy.synchronize()
        try fileSystem.synchronizeDirectory(directory(of: path))
        try file.truncate(to: length)
    }
}
