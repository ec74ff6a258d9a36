internal import Storage
internal import Zlib

extension LogWriter {
    /// Ends the log for good.
    ///
    /// The last record states how many come before it and their tree hash. Then the same lines
    /// are written in full blocks to `PATH.sealing`, with the end-of-file member; commits that are
    /// nearly full and hardly compress are copied as they stand. That file is synced and renamed over
    /// the log, and the directory is synced. Those who could read the log can read it, and nobody can
    /// write to it. A crash at any step leaves the old file or the new one, whole; this call on the
    /// log as it is found then finishes the work. Costs a reading of the log for the hash and one for the blocks.
    /// The reader's `seal` tells the seal then; it is not returned from here, as Swift 6.3.1
    /// miscompiles asynchronous calls that throw a typed error and return so large a value.
    ///
    /// - Throws: `LogError`; where only the rewriting failed, the log is ended, sound and can be
    ///   sealed again later.
    package func seal() throws(LogError) {
        try commitSeal()
        close()
        try rewriteInFullBlocks()
    }

    /// Makes the seal the last record, unless it is that already.
    private func commitSeal() throws(LogError) {
        if try reader.seal() != nil { return }
        // Records whose commit is still to come belong under the seal, too.
        try appendNow([])
        var hasher = MerkleTreeHasher()
        var blocks = reader.blocks()
        while let block = try blocks.next() {
            for seq in block.firstSeq..<block.endSeq {
                hasher.append(MerkleHash.leaf(block.payload[block.range(of: seq)]))
            }
        }
        let seal = LogSeal(count: hasher.count, root: hasher.root)
        try appendNow([seal.recordBody])
    }

    private static let writePermissions: UInt32 = 0o222

    private func rewriteInFullBlocks() throws(LogError) {
        let workPath = path + ".sealing"
        let fileSystem = fileSystem
        let file = try asLogError { () throws(FileError) in
            if fileSystem.exists(workPath) { try fileSystem.remove(workPath) }
            return try fileSystem.create(workPath)
        }
        do throws(LogError) {
            try asLogError { () throws(FileError) in
                try file.setPermissions(try reader.file.permissions() & ~Self.writePermissions)
            }
            try writeFullBlocks(to: file)
            try asLogError { () throws(FileError) in
                try file.synchronize()
                try fileSystem.rename(workPath, to: path)
                try fileSystem.synchronizeDirectory(Self.directory(of: path))
            }
        } catch {
            // Of no use to anyone, and it may be what fills the disk.
            try? fileSystem.remove(workPath)
            throw error
        }
    }

    private func writeFullBlocks(to file: any OpenFile) throws(LogError) {
        var output = BlockFile(file)
        let reader = reader
        var blocks = reader.blocks()
        while let block = try blocks.next() {
            if Member.isDense(block) {
                let (start, end) = (block.offsetBytes, block.endOffsetBytes)
                let bytes = try asLogError { () throws(FileError) in
                    try reader.file.read(at: start, count: end - start)
                }
                if Member.size(in: bytes, at: 0) == end - start, bytes.count == end - start {
                    try output.append(member: bytes)
                    continue
                }
            }
            for seq in block.firstSeq..<block.endSeq {
                let range = block.range(of: seq)
                try output.append(block.payload[range.lowerBound...range.upperBound])
            }
        }
        try output.finish()
    }
}

/// A sealed log in the making: lines, packed into members as full as they go.
private struct BlockFile: ~Copyable {
    private static let writeBytes = 1024 * 1024

    private let file: any OpenFile
    private var deflater = Deflater(level: 5, for: .numbers)
    private var payload: [UInt8] = []
    private var output: [UInt8] = []
    private var offset = 0

    init(_ file: any OpenFile) {
        self.file = file
    }

    /// Appends a line with its line feed.
    mutating func append(_ line: ArraySlice<UInt8>) throws(LogError) {
        if payload.count + line.count > Member.maxPayloadBytes { try flush() }
        payload.append(contentsOf: line)
    }

    /// Appends a whole member, as it stands.
    mutating func append(member: [UInt8]) throws(LogError) {
        if !payload.isEmpty { try flush() }
        output.append(contentsOf: member)
        if output.count >= Self.writeBytes { try write() }
    }

    /// Writes what is left and the end-of-file member.
    mutating func finish() throws(LogError) {
        if !payload.isEmpty { try flush() }
        output.append(contentsOf: Member.endOfFile)
        try write()
    }

    private mutating func flush() throws(LogError) {
        Member.encode(payload, with: &deflater, appendingTo: &output)
        payload.removeAll(keepingCapacity: true)
        if output.count >= Self.writeBytes { try write() }
    }

    private mutating func write() throws(LogError) {
        let (bytes, start) = (output, offset)
        try asLogError { () throws(FileError) in try file.writeAll(bytes, at: start) }
        offset += bytes.count
        output.removeAll(keepingCapacity: true)
    }
}
