package import EventLog
internal import Storage

/// The file of a tape that another process writes, or wrote, as a source of its records.
///
/// Where another file took its name, as at the seal or after a repair, that one is read.
package struct TapeFile: TapeSource {
    private static let pause = Duration.milliseconds(50)
    /// So often nothing was new before it is worth to ask whether anybody works on the tape.
    private static let quietLooks = 20

    private let path: String
    private let hasWriter: @Sendable () async -> Bool
    private var file: LogFileWatch?
    /// The record behind the last that was read.
    private var seq = 0
    private var looks = 0

    package var pauses: PauseRange { PauseRange(longest: .seconds(1)) }

    /// The tape at `path`, in a directory of tapes.
    package init(_ path: String) {
        self.init(path) {
            // Where the system does not tell, somebody may go on with it.
            await BlockingExecutor.run { TapeArchive.hasWriter(ofTapeAt: path) } ?? true
        }
    }

    init(_ path: String, hasWriter: @escaping @Sendable () async -> Bool) {
        self.path = path
        self.hasWriter = hasWriter
    }

    package mutating func next(from seq: Int) async throws -> TapeStep {
        if seq < self.seq { file = nil }
        let file = try await openFile()
        let blocks = try await file.newBlocks()
        if let last = blocks.last {
            self.seq = last.endSeq
            looks = 0
            return .records(of: blocks, from: seq)
        }
        if await file.isSealed { return .ended }
        if try await file.isReplaced() {
            self.file = nil
            return .nothing(pause: Self.pause)
        }
        looks += 1
        guard looks >= Self.quietLooks else { return .nothing(pause: Self.pause) }
        guard await hasWriter() else { return .away("no process works on it") }
        looks = 0
        return .nothing(pause: Self.pause)
    }

    private mutating func openFile() async throws -> LogFileWatch {
        if let file { return file }
        let path = path
        let file = try await BlockingExecutor.run { Result { try LogFileWatch(path) } }.get()
        self.file = file
        seq = 0
        return file
    }
}

extension TapeStep {
    /// The records of commits, without those that only have records from long before `seq`.
    ///
    /// The one right before it is given again, so that the follower knows another tape by it.
    package static func records(of blocks: [LogBlock], from seq: Int) -> TapeStep {
        var bytes: [UInt8] = []
        var ranges: [Range<Int>] = []
        for block in blocks where block.endSeq >= seq {
            let start = bytes.count
            bytes += block.payload
            for seq in block.firstSeq..<block.endSeq {
                let range = block.range(of: seq)
                ranges.append(start + range.lowerBound..<start + range.upperBound)
            }
        }
        return ranges.isEmpty ? .nothing(pause: .zero) : .records(bytes, ranges[...])
    }
}
