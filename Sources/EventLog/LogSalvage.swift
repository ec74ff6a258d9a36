internal import Zlib
package import Storage

/// What of a damaged log can still be read: every run of sound commits in the file.
package struct LogSalvage: Sendable {
    /// Sound commits that follow each other without a gap in bytes or sequence numbers.
    package struct Run: Hashable, Sendable {
        /// Where the run starts, in bytes.
        package var offsetBytes: Int
        /// Where it ends.
        package var endOffsetBytes: Int
        /// The sequence number of its first record.
        package var firstSeq: Int
        /// The sequence number after its last record.
        package var endSeq: Int
    }

    /// The runs, in the order of the file.
    package let runs: [Run]

    /// Reads all of a log, over any damage; O(size of the file) in time.
    ///
    /// - Throws: `LogError.file`.
    package static func read(
        _ path: String, in fileSystem: any FileSystem = PosixFileSystem()
    ) throws(LogError) -> LogSalvage {
        let file = try asLogError { () throws(FileError) in
            try fileSystem.open(path, forWriting: false)
        }
        let size = try asLogError { () throws(FileError) in try file.size() }
        var runs: [Run] = []
        var search = SoundMemberSearch(file, size: size)
        var offset = 0
        while let found = try search.next(from: offset) {
            offset = found.endOffsetBytes
            guard found.endSeq > found.firstSeq else { continue }
            if let last = runs.last, last.endOffsetBytes == found.offsetBytes,
                last.endSeq == found.firstSeq
            {
                runs[runs.count - 1].endOffsetBytes = found.endOffsetBytes
                runs[runs.count - 1].endSeq = found.endSeq
            } else {
                runs.append(found)
            }
        }
        return LogSalvage(runs: runs)
    }
}

/// Looks for sound members wherever they stand.
struct SoundMemberSearch: ~Copyable {
    private static let windowBytes = 1024 * 1024

    private let file: any OpenFile
    private let size: Int
    private var window: [UInt8] = []
    private var windowOffset = 0
    private var inflater = Inflater()
    private var payload: [UInt8] = []

    /// Looks at `size` bytes of `file`.
    init(_ file: any OpenFile, size: Int) {
        self.file = file
        self.size = size
    }

    /// The first sound member that starts at `offset` or later.
    mutating func next(from offset: Int) throws(LogError) -> LogSalvage.Run? {
        var offset = offset
        while offset + Member.headerBytes <= size {
            try fill(from: offset)
            // Whoever cuts the file meanwhile takes the rest away.
            guard !window.isEmpty else { return nil }
            let start = offset - windowOffset
            guard let candidate = window[start...].firstIndex(of: Member.signature[0]) else {
                offset = windowOffset + window.count
                continue
            }
            if windowOffset + candidate > offset {
                offset = windowOffset + candidate
                continue
            }
            if let run = soundMember(at: offset) { return run }
            offset += 1
        }
        return nil
    }

    private mutating func soundMember(at offset: Int) -> LogSalvage.Run? {
        let start = offset - windowOffset
        guard let memberSize = Member.size(in: window, at: start),
            start + memberSize <= window.count,
            Member.decode(
                window, at: start, size: memberSize, with: &inflater, into: &payload) == nil
        else { return nil }
        let firstSeq = RecordFrame.seq(in: payload, at: 0) ?? 0
        guard case .success(let ends) = RecordFrame.lineEnds(in: payload, firstSeq: firstSeq)
        else { return nil }
        return LogSalvage.Run(
            offsetBytes: offset, endOffsetBytes: offset + memberSize, firstSeq: firstSeq,
            endSeq: firstSeq + ends.count)
    }

    /// Makes sure that the longest member at `offset` lies in the window, if it is in the file.
    private mutating func fill(from offset: Int) throws(LogError) {
        let wanted = min(Member.maxBytes, size - offset)
        guard offset < windowOffset || offset + wanted > windowOffset + window.count else {
            return
        }
        let count = min(Self.windowBytes, size - offset)
        window = try asLogError { () throws(FileError) in try file.read(at: offset, count: count) }
        windowOffset = offset
    }
}
