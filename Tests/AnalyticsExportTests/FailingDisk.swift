import Glibc
import Storage
import Synchronization

/// The real disk, but it is full after so many bytes.
final class FailingDisk: FileSystem {
    private let disk = PosixFileSystem()
    private let room: Atomic<Int>

    init(room: Int) {
        self.room = Atomic(room)
    }

    func create(_ path: String) throws(FileError) -> any OpenFile {
        FullFile(try disk.create(path), path: path, self)
    }

    func open(_ path: String, forWriting: Bool) throws(FileError) -> any OpenFile {
        try disk.open(path, forWriting: forWriting)
    }

    func rename(_ path: String, to target: String) throws(FileError) {
        try disk.rename(path, to: target)
    }

    func remove(_ path: String) throws(FileError) { try disk.remove(path) }

    func synchronizeDirectory(_ path: String) throws(FileError) {
        try disk.synchronizeDirectory(path)
    }

    func createDirectory(_ path: String) throws(FileError) { try disk.createDirectory(path) }

    func names(inDirectory path: String) throws(FileError) -> [String] {
        try disk.names(inDirectory: path)
    }

    func exists(_ path: String) -> Bool { disk.exists(path) }

    func lock(_ path: String) throws(FileError) -> any OpenFile { try disk.lock(path) }

    fileprivate func take(_ bytes: Int) -> Bool {
        room.subtract(bytes, ordering: .relaxed).newValue >= 0
    }
}

private final class FullFile: OpenFile {
    private let file: any OpenFile
    private let path: String
    private let disk: FailingDisk

    init(_ file: any OpenFile, path: String, _ disk: FailingDisk) {
        self.file = file
        self.path = path
        self.disk = disk
    }

    func read(at offset: Int, count: Int) throws(FileError) -> [UInt8] {
        try file.read(at: offset, count: count)
    }

    func write(_ bytes: Span<UInt8>, at offset: Int) throws(FileError) -> Int {
        guard disk.take(bytes.count) else {
            throw FileError(operation: "pwrite", path: path, code: ENOSPC)
        }
        return try file.write(bytes, at: offset)
    }

    func synchronize() throws(FileError) { try file.synchronize() }
    func truncate(to size: Int) throws(FileError) { try file.truncate(to: size) }
    func size() throws(FileError) -> Int { try file.size() }
    func permissions() throws(FileError) -> UInt32 { try file.permissions() }

    func setPermissions(_ permissions: UInt32) throws(FileError) {
        try file.setPermissions(permissions)
    }
}
