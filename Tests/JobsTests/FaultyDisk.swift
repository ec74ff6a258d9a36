import EventLog
import Glibc
import Storage
import Synchronization

/// The real disk, of which calls that change something fail where it is told so.
final class FaultyDisk: FileSystem {
    private struct State {
        var calls = 0
        var failing: Range<Int> = 0..<0
        var code = EIO
        var longestWrite = Int.max
    }

    private let disk = PosixFileSystem()
    private let state = Mutex(State())

    /// How many calls would have changed something.
    var calls: Int { state.withLock { $0.calls } }

    /// Lets the calls in `range`, counted from now on, fail with an error number.
    func fail(_ range: Range<Int>, with code: Int32) {
        state.withLock { state in
            state.failing = state.calls + range.lowerBound..<state.calls + range.upperBound
            state.code = code
        }
    }

    /// Lets writes of more than so many bytes fail, as on a disk with room in one last block.
    func fillUp(to bytes: Int) { state.withLock { $0.longestWrite = bytes } }

    /// Lets no call fail from now on.
    func heal() {
        state.withLock { state in
            state.failing = 0..<0
            state.longestWrite = .max
        }
    }

    fileprivate func call(writing bytes: Int, _ path: String) throws(FileError) {
        try call("pwrite", path)
        if bytes > state.withLock(\.longestWrite) {
            throw FileError(operation: "pwrite", path: path, code: ENOSPC)
        }
    }

    fileprivate func call(_ operation: String, _ path: String) throws(FileError) {
        let code = state.withLock { state -> Int32? in
            defer { state.calls += 1 }
            return state.failing.contains(state.calls) ? state.code : nil
        }
        if let code { throw FileError(operation: operation, path: path, code: code) }
    }

    func create(_ path: String) throws(FileError) -> any OpenFile {
        try call("open", path)
        return FaultyFile(try disk.create(path), path, self)
    }

    func open(_ path: String, forWriting: Bool) throws(FileError) -> any OpenFile {
        if forWriting { try call("open", path) }
        return FaultyFile(try disk.open(path, forWriting: forWriting), path, self)
    }

    func rename(_ path: String, to target: String) throws(FileError) {
        try call("rename", path)
        try disk.rename(path, to: target)
    }

    func remove(_ path: String) throws(FileError) { try disk.remove(path) }

    func synchronizeDirectory(_ path: String) throws(FileError) {
        try call("fsync", path)
        try disk.synchronizeDirectory(path)
    }

    func createDirectory(_ path: String) throws(FileError) { try disk.createDirectory(path) }

    func names(inDirectory path: String) throws(FileError) -> [String] {
        try disk.names(inDirectory: path)
    }

    func exists(_ path: String) -> Bool { disk.exists(path) }

    func lock(_ path: String) throws(FileError) -> any OpenFile { try disk.lock(path) }
}

private final class FaultyFile: OpenFile {
    private let file: any OpenFile
    private let path: String
    private let disk: FaultyDisk

    init(_ file: any OpenFile, _ path: String, _ disk: FaultyDisk) {
        self.file = file
        self.path = path
        self.disk = disk
    }

    func read(at offset: Int, count: Int) throws(FileError) -> [UInt8] {
        try file.read(at: offset, count: count)
    }

    func write(_ bytes: Span<UInt8>, at offset: Int) throws(FileError) -> Int {
        try disk.call(writing: bytes.count, path)
        return try file.write(bytes, at: offset)
    }

    func synchronize() throws(FileError) {
        try disk.call("fdatasync", path)
        try file.synchronize()
    }

    func truncate(to size: Int) throws(FileError) {
        try disk.call("ftruncate", path)
        try file.truncate(to: size)
    }

    func size() throws(FileError) -> Int { try file.size() }

    func permissions() throws(FileError) -> UInt32 { try file.permissions() }

    func setPermissions(_ permissions: UInt32) throws(FileError) {
        try disk.call("fchmod", path)
        try file.setPermissions(permissions)
    }
}
