import Glibc
import Storage
import Synchronization

/// The real file system, which notes what looks at directories and what changes files, and fails at
/// one such change where it is told to.
final class RecordingFileSystem: FileSystem {
    private let base = PosixFileSystem()
    private let state = Mutex<(calls: [String], failing: Int?)>(([], nil))
    private let noted = Mutex<[String]>([])

    /// Fails at the call of that number.
    init(failingAt call: Int? = nil) {
        state.withLock { $0.failing = call }
    }

    /// The calls so far, those that failed among them.
    var calls: [String] { state.withLock { $0.calls } }

    /// The looks so far: `names`, and `exists` with the name of the file.
    var looks: [String] { noted.withLock { $0 } }

    func note(_ call: String, _ path: String) throws(FileError) {
        let fails = state.withLock { state in
            state.calls.append(call)
            return state.failing == state.calls.count - 1
        }
        if fails { throw FileError(operation: call, path: path, code: EIO) }
    }

    func create(_ path: String) throws(FileError) -> any OpenFile {
        try note("create", path)
        return RecordingFile(try base.create(path), self, path)
    }

    func open(_ path: String, forWriting: Bool) throws(FileError) -> any OpenFile {
        try base.open(path, forWriting: forWriting)
    }

    func rename(_ path: String, to target: String) throws(FileError) {
        try note("rename", path)
        try base.rename(path, to: target)
    }

    func remove(_ path: String) throws(FileError) {
        try note("remove", path)
        try base.remove(path)
    }

    func synchronizeDirectory(_ path: String) throws(FileError) {
        try note("synchronizeDirectory", path)
        try base.synchronizeDirectory(path)
    }

    func createDirectory(_ path: String) throws(FileError) { try base.createDirectory(path) }

    func names(inDirectory path: String) throws(FileError) -> [String] {
        noted.withLock { $0.append("names") }
        return try base.names(inDirectory: path)
    }

    func exists(_ path: String) -> Bool {
        noted.withLock { $0.append("exists \(path.split(separator: "/").last ?? "")") }
        return base.exists(path)
    }

    func lock(_ path: String) throws(FileError) -> any OpenFile { try base.lock(path) }
}

private final class RecordingFile: OpenFile {
    private let base: any OpenFile
    private let system: RecordingFileSystem
    private let path: String

    init(_ base: any OpenFile, _ system: RecordingFileSystem, _ path: String) {
        self.base = base
        self.system = system
        self.path = path
    }

    func read(at offset: Int, count: Int) throws(FileError) -> [UInt8] {
        try base.read(at: offset, count: count)
    }

    func write(_ bytes: Span<UInt8>, at offset: Int) throws(FileError) -> Int {
        try system.note("write", path)
        return try base.write(bytes, at: offset)
    }

    func synchronize() throws(FileError) {
        try system.note("synchronize", path)
        try base.synchronize()
    }

    func truncate(to size: Int) throws(FileError) { try base.truncate(to: size) }

    func size() throws(FileError) -> Int { try base.size() }

    func permissions() throws(FileError) -> UInt32 { try base.permissions() }

    func setPermissions(_ permissions: UInt32) throws(FileError) {
        try base.setPermissions(permissions)
    }
}
