import Dispatch
import Storage
import Synchronization

/// The real file system, but that the second sync of a file waits until the test lets it go on.
struct GatedFileSystem: FileSystem {
    private let base = PosixFileSystem()
    /// Lets the sync go on.
    let gate = DispatchSemaphore(value: 0)
    /// Says that a sync waits.
    let waiting = DispatchSemaphore(value: 0)

    func create(_ path: String) throws(FileError) -> any OpenFile {
        GatedFile(try base.create(path), self)
    }

    func open(_ path: String, forWriting: Bool) throws(FileError) -> any OpenFile {
        try base.open(path, forWriting: forWriting)
    }

    func rename(_ path: String, to target: String) throws(FileError) {
        try base.rename(path, to: target)
    }

    func remove(_ path: String) throws(FileError) {
        try base.remove(path)
    }

    func synchronizeDirectory(_ path: String) throws(FileError) {
        try base.synchronizeDirectory(path)
    }

    func createDirectory(_ path: String) throws(FileError) {
        try base.createDirectory(path)
    }

    func names(inDirectory path: String) throws(FileError) -> [String] {
        try base.names(inDirectory: path)
    }

    func exists(_ path: String) -> Bool {
        base.exists(path)
    }

    func lock(_ path: String) throws(FileError) -> any OpenFile {
        try base.lock(path)
    }
}

private final class GatedFile: OpenFile {
    private let base: any OpenFile
    private let system: GatedFileSystem
    private let syncs = Atomic(0)

    init(_ base: any OpenFile, _ system: GatedFileSystem) {
        self.base = base
        self.system = system
    }

    func read(at offset: Int, count: Int) throws(FileError) -> [UInt8] {
        try base.read(at: offset, count: count)
    }

    func write(_ bytes: Span<UInt8>, at offset: Int) throws(FileError) -> Int {
        try base.write(bytes, at: offset)
    }

    func synchronize() throws(FileError) {
        // The first one belongs to the creation.
        if syncs.add(1, ordering: .relaxed).newValue == 2 {
            system.waiting.signal()
            system.gate.wait()
        }
        try base.synchronize()
    }

    func truncate(to size: Int) throws(FileError) {
        try base.truncate(to: size)
    }

    func size() throws(FileError) -> Int {
        try base.size()
    }

    func permissions() throws(FileError) -> UInt32 { try base.permissions() }

    func setPermissions(_ permissions: UInt32) throws(FileError) {
        try base.setPermissions(permissions)
    }
}
