internal import Storage
internal import Zlib

/// What reading a whole log file from its start has shown.
package struct LogRecovery: Sendable {
    /// What stands after the last whole commit.
    package enum Ending: Sendable, Equatable {
        /// Nothing: the file ends with a commit.
        case clean
        /// The end-of-file member: the log is sealed.
        case sealed
        /// The beginnings of one commit that was never acknowledged, from this byte on.
        case torn(LogDamage)
        /// Damage to what had been durable; what lies behind it may still be readable.
        case corrupt(LogDamage)
    }

    /// The bytes of the whole, sound commits before the ending.
    package let lengthBytes: Int
    /// Where the last of them starts; `lengthBytes` where there is none.
    package let lastOffsetBytes: Int
    /// How many records these hold.
    package let nextSeq: Int
    /// What comes after them.
    package let ending: Ending
    /// The seal, if the last of the records is one.
    package let seal: LogSeal?

    /// Reads and checks all of `file`.
    ///
    /// A writer has at most one unsynced commit in flight. So a bad member is a torn tail only
    /// if nothing but one commit's worth of bytes follows and no sound member is among them;
    /// everything else is corruption. (What remains undecidable is damage to the very last
    /// commit.)
    ///
    /// - Throws: `LogError.file`, or `.notALog` where the first bytes are another format's.
    static func read(_ file: any OpenFile, path: String) throws(LogError) -> LogRecovery {
        let size = try asLogError { () throws(FileError) in try file.size() }
        var cursor = MemberCursor(path: path, file: file)
        let (damage, seal) = try readCommits(&cursor, before: size)
        if let damage {
            let mayBeTorn = size - damage.offsetBytes <= Member.maxBytes
            let isFollowed = try hasSoundMember(
                in: file, from: damage.offsetBytes,
                to: min(size, damage.offsetBytes + 2 * Member.maxBytes))
            if damage.offsetBytes == 0, !isFollowed {
                try refuseForeignFile(file, path: path)
            }
            let isTorn = mayBeTorn && !isFollowed
            return LogRecovery(
                cursor, ending: isTorn ? .torn(damage) : .corrupt(damage), seal: seal)
        }
        guard cursor.isAtEndOfFileMember else {
            return LogRecovery(cursor, ending: .clean, seal: seal)
        }
        guard cursor.offset == size else {
            let damage = LogDamage(
                path: path, member: cursor.member, offsetBytes: cursor.offset, seq: cursor.seq,
                expected: "the end of the sealed log", found: "\(size - cursor.offset) more bytes")
            return LogRecovery(cursor, ending: .corrupt(damage), seal: seal)
        }
        return LogRecovery(cursor, ending: .sealed, seal: seal)
    }

    private init(_ cursor: borrowing MemberCursor, ending: Ending, seal: LogSeal?) {
        let isAtEnd = cursor.isAtEndOfFileMember
        lengthBytes = isAtEnd ? cursor.lastOffset : cursor.offset
        lastOffsetBytes = cursor.lastOffset
        nextSeq = cursor.seq
        self.ending = ending
        self.seal = seal
    }

    /// Reads up to the end, the end-of-file member or the first damage.
    ///
    /// - Returns: the damage, if any, and the seal, if the last commit holds one.
    private static func readCommits(
        _ cursor: inout MemberCursor, before size: Int
    ) throws(LogError) -> (damage: LogDamage?, seal: LogSeal?) {
        var seal: LogSeal?
        do throws(LogError) {
            while let block = try cursor.next(before: size), block.count > 0 {
                seal = block.seal
            }
            return (nil, seal)
        } catch {
            guard case .corrupt(let damage) = error else { throw error }
            return (damage, seal)
        }
    }

    /// Whether any whole, sound member stands between two offsets.
    static func hasSoundMember(
        in file: any OpenFile, from offset: Int, to end: Int
    ) throws(LogError) -> Bool {
        let bytes = try asLogError { () throws(FileError) in
            try file.read(at: offset, count: end - offset)
        }
        var inflater = Inflater()
        var payload: [UInt8] = []
        var start = 0
        while start + Member.headerBytes <= bytes.count {
            if let size = Member.size(in: bytes, at: start), start + size <= bytes.count,
                Member.decode(bytes, at: start, size: size, with: &inflater, into: &payload) == nil
            {
                return true
            }
            start += 1
        }
        return false
    }

    /// Tells a damaged log from a file that never was one.
    static func refuseForeignFile(_ file: any OpenFile, path: String) throws(LogError) {
        let firstBytes = try asLogError { () throws(FileError) in try file.read(at: 0, count: 4) }
        let isOurs = zip(firstBytes, Member.signature).allSatisfy { $0 == $1 }
        let isZeroed = firstBytes.allSatisfy { $0 == 0 }
        guard isOurs || isZeroed else { throw .notALog(path: path, firstBytes: firstBytes) }
    }
}
