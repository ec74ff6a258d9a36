internal import Tapes
internal import TapeStreams
internal import EventLog
package import Storage

/// Copies the sound part of a damaged tape into a new file; the tape itself is only read.
package struct TapeRepair {
    /// What was copied and what was not.
    package struct Outcome: Sendable, Equatable {
        /// The new tape; nil where there was nothing to repair.
        package let target: String?
        /// How many records it has.
        package let records: Int
        /// What was left out: each bad place in words.
        package let leftOut: [String]

        /// The outcome for a person.
        package var lines: [String] {
            guard let target else {
                return ["The tape is sound to its end, \(records) records: nothing to repair"]
            }
            return ["\(target): \(records) records, not sealed", "Left out:"]
                + leftOut.map { "  \($0)" }
        }
    }

    /// Why nothing could be copied.
    package enum Failure: Error, CustomStringConvertible {
        /// The first member is damaged already.
        case nothingSound(path: String)

        package var description: String {
            switch self {
            case .nothingSound(let path):
                "\(path): there is no sound record before the damage; --rest saves those behind it"
            }
        }
    }

    private let path: String
    private let fileSystem: any FileSystem
    private static let copyBytes = 1024 * 1024

    /// Prepares the repair of the tape at `path`.
    package init(_ path: String, in fileSystem: any FileSystem = PosixFileSystem()) {
        self.path = path
        self.fileSystem = fileSystem
    }

    /// Writes the records before the first damage to `target`, durably, and those that can be
    /// read behind it to `rest`, as lines of JSON.
    ///
    /// Blocks. Neither file may exist yet.
    /// - Throws: `LogError` or `Failure`.
    package func run(into target: String, rest: String? = nil) throws -> Outcome {
        var walk = try LogWalk(path, in: fileSystem)
        var soundBytes = 0
        var records = 0
        var leftOut: [String] = []
        var restFile: RestFile?
        while let step = try walk.next() {
            switch step {
            case .commit(let block, _) where leftOut.isEmpty:
                soundBytes = block.endOffsetBytes
                records += block.count
            case .commit(let block, _):
                if let rest {
                    if restFile == nil { restFile = RestFile(try create(rest)) }
                    try restFile?.append(block.payload)
                }
            case .damage(let damage, let start):
                leftOut.append(Self.words(damage, until: start))
                if let start, rest == nil {
                    leftOut.append(
                        "the records from \(start.seq) on that can be read; --rest saves them")
                }
            case .torn(let damage):
                leftOut.append(
                    "\(walk.sizeBytes - damage.offsetBytes) bytes of a commit that was never "
                        + "acknowledged")
            }
        }
        try restFile?.finish()
        if leftOut.isEmpty { return Outcome(target: nil, records: records, leftOut: []) }
        guard records > 0 else { throw Failure.nothingSound(path: path) }
        try copy(soundBytes, to: target)
        return Outcome(target: target, records: records, leftOut: leftOut)
    }

    private func copy(_ count: Int, to target: String) throws(LogError) {
        let file = try onFile { () throws(FileError) in
            try fileSystem.open(path, forWriting: false)
        }
        let copy = try create(target)
        var offset = 0
        while offset < count {
            let wanted = min(Self.copyBytes, count - offset)
            let start = offset
            let bytes = try onFile { () throws(FileError) in
                let bytes = try file.read(at: start, count: wanted)
                try copy.writeAll(bytes, at: start)
                return bytes.count
            }
            guard bytes > 0 else { break }
            offset += bytes
        }
        try onFile { () throws(FileError) in try copy.synchronize() }
    }

    private func create(_ path: String) throws(LogError) -> any OpenFile {
        try onFile { () throws(FileError) in try fileSystem.create(path) }
    }

    private static func words(_ damage: LogDamage, until start: CommitStart?) -> String {
        let end = start.map { "to byte \($0.offsetBytes - 1)" } ?? "to the end"
        let lost =
            switch start {
            case let start? where start.seq > damage.seq:
                "records \(damage.seq) to \(start.seq - 1)"
            case _?: "no record"
            case nil: "all records from \(damage.seq) on"
            }
        return
            "from byte \(damage.offsetBytes) \(end), \(lost): expected \(damage.expected), found "
            + damage.found
    }
}

/// A file that lines are appended to.
private struct RestFile {
    private let file: any OpenFile
    private var offset = 0

    init(_ file: any OpenFile) {
        self.file = file
    }

    mutating func append(_ bytes: [UInt8]) throws(LogError) {
        let start = offset
        try onFile { () throws(FileError) in try file.writeAll(bytes, at: start) }
        offset += bytes.count
    }

    func finish() throws(LogError) {
        try onFile { () throws(FileError) in try file.synchronize() }
    }
}

/// Runs a file operation; its error becomes the log's.
private func onFile<Value>(
    _ operation: () throws(FileError) -> Value
) throws(LogError) -> Value {
    do throws(FileError) {
        return try operation()
    } catch {
        throw .file(error)
    }
}
