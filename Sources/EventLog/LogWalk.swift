package import Storage

/// Reads all of a log's file, over any damage, and tells of each commit and each bad place.
///
/// It looks at the bytes that the file has when the walk begins, so a log that is being written
/// may be walked. Its memory does not depend on the log's length.
package struct LogWalk: ~Copyable {
    /// What comes next in the file.
    package enum Step: Sendable {
        /// A sound commit; `member` is nil behind damage, where members cannot be counted.
        case commit(LogBlock, member: Int?)
        /// Damage, and the sound commits behind it from `resumesAt` on; nil where none follow.
        case damage(LogDamage, resumesAt: CommitStart?)
        /// The beginnings of a commit that was never acknowledged; the last step.
        case torn(LogDamage)
    }

    /// The file.
    package let path: String
    /// How many of its bytes are looked at.
    package let sizeBytes: Int
    /// Whether the end-of-file member was met, which ends a log in its final form.
    package private(set) var hasEndOfFileMember = false

    private let file: any OpenFile
    private var cursor: MemberCursor
    private var search: SoundMemberSearch
    private var isOver = false

    /// Starts at the beginning of the file at `path`.
    ///
    /// - Throws: `LogError.file`.
    package init(
        _ path: String, in fileSystem: any FileSystem = PosixFileSystem()
    ) throws(LogError) {
        let file = try asLogError { () throws(FileError) in
            try fileSystem.open(path, forWriting: false)
        }
        let size = try asLogError { () throws(FileError) in try file.size() }
        self.path = path
        self.file = file
        sizeBytes = size
        cursor = MemberCursor(path: path, file: file)
        search = SoundMemberSearch(file, size: size)
    }

    /// The next step; nil at the end of the file.
    ///
    /// - Throws: `LogError.file`, or `.notALog` where the first bytes are another format's.
    package mutating func next() throws(LogError) -> Step? {
        guard !isOver else { return nil }
        let member = cursor.member
        let block: LogBlock?
        do throws(LogError) {
            block = try cursor.next(before: sizeBytes)
        } catch {
            guard case .corrupt(let damage) = error else { throw error }
            return try step(over: damage)
        }
        guard let block else { return nil }
        if block.count > 0 { return .commit(block, member: member) }
        hasEndOfFileMember = true
        guard cursor.offset < sizeBytes else { return nil }
        return try step(
            over: LogDamage(
                path: path, member: cursor.member, offsetBytes: cursor.offset, seq: cursor.seq,
                expected: "the end of the sealed log",
                found: "\(sizeBytes - cursor.offset) more bytes"))
    }

    /// Goes on with the first sound commit behind a bad place.
    private mutating func step(over damage: LogDamage) throws(LogError) -> Step {
        var from = damage.offsetBytes
        while let run = try search.next(from: from) {
            let isWhereItFailed =
                run.offsetBytes == damage.offsetBytes && run.firstSeq == damage.seq
            if run.endSeq > run.firstSeq, !isWhereItFailed {
                let place = CommitStart(offsetBytes: run.offsetBytes, seq: run.firstSeq)
                cursor = MemberCursor(path: path, file: file, at: place)
                return .damage(damage, resumesAt: place)
            }
            from = run.endOffsetBytes
        }
        isOver = true
        let rest = sizeBytes - damage.offsetBytes
        let isFollowed = try LogRecovery.hasSoundMember(
            in: file, from: damage.offsetBytes,
            to: min(sizeBytes, damage.offsetBytes + 2 * Member.maxBytes))
        if damage.offsetBytes == 0, !isFollowed {
            try LogRecovery.refuseForeignFile(file, path: path)
        }
        // Nothing is ever written behind the end-of-file member.
        return rest <= Member.maxBytes && !isFollowed && !hasEndOfFileMember
            ? .torn(damage) : .damage(damage, resumesAt: nil)
    }
}
