internal import Glibc

/// The real file system; nothing but calls.
package struct PosixFileSystem: FileSystem {
    /// Makes the file system.
    package init() {}

    package func create(_ path: String) throws(FileError) -> any OpenFile {
        try PosixFile(path, flags: O_RDWR | O_CREAT | O_EXCL)
    }

    package func open(_ path: String, forWriting: Bool) throws(FileError) -> any OpenFile {
        try PosixFile(path, flags: forWriting ? O_RDWR : O_RDONLY)
    }

    package func rename(_ path: String, to target: String) throws(FileError) {
        try ensure(unsafe Glibc.rename(path, target), "rename", path)
    }

    package func remove(_ path: String) throws(FileError) {
        try ensure(unsafe unlink(path), "unlink", path)
    }

    package func synchronizeDirectory(_ path: String) throws(FileError) {
        let directory = try PosixFile(path, flags: O_RDONLY | O_DIRECTORY)
        try ensure(fsync(directory.descriptor), "fsync", path)
    }

    package func createDirectory(_ path: String) throws(FileError) {
        if unsafe mkdir(path, 0o755) == 0 { return }
        switch errno {
        case EEXIST:
            return
        case ENOENT:
            let parent = path.split(separator: "/", omittingEmptySubsequences: false).dropLast()
            guard !parent.isEmpty else { fallthrough }
            try createDirectory(parent.joined(separator: "/"))
            try ensure(unsafe mkdir(path, 0o755), "mkdir", path)
        default:
            throw FileError(operation: "mkdir", path: path, code: errno)
        }
    }

    package func names(inDirectory path: String) throws(FileError) -> [String] {
        guard let directory = unsafe opendir(path) else {
            throw FileError(operation: "opendir", path: path, code: errno)
        }
        defer { unsafe closedir(directory) }
        var names: [String] = []
        while let entry = unsafe readdir(directory) {
            let name = unsafe withUnsafePointer(to: &entry.pointee.d_name) { field in
                unsafe field.withMemoryRebound(to: CChar.self, capacity: 256) {
                    unsafe String(cString: $0)
                }
            }
            if name != "." && name != ".." { names.append(name) }
        }
        return names.sorted()
    }

    package func exists(_ path: String) -> Bool {
        unsafe access(path, F_OK) == 0
    }

    package func lock(_ path: String) throws(FileError) -> any OpenFile {
        let file = try PosixFile(path, flags: O_RDWR | O_CREAT)
        try ensure(flock(file.descriptor, LOCK_EX | LOCK_NB), "flock", path)
        return file
    }
}

private final class PosixFile: OpenFile {
    let path: String
    let descriptor: Int32

    init(_ path: String, flags: Int32) throws(FileError) {
        self.path = path
        let isDirectory = flags & O_DIRECTORY != 0
        var status = stat()
        // Looked at first, as opening a pipe or a device may already change something.
        if !isDirectory, unsafe stat(path, &status) == 0 { try Self.check(status, path) }
        descriptor = unsafe Glibc.open(path, flags | O_CLOEXEC | O_NONBLOCK | O_NOCTTY, 0o644)
        try ensure(descriptor, "open", path)
        guard !isDirectory else { return }
        try Self.check(try self.status(), path)
    }

    private static func check(_ status: stat, _ path: String) throws(FileError) {
        let found: String
        switch status.st_mode & S_IFMT {
        case S_IFREG: return
        case S_IFDIR: found = "a directory"
        case S_IFIFO: found = "a pipe"
        case S_IFSOCK: found = "a socket"
        default: found = "a device"
        }
        throw FileError(path: path, found: found)
    }

    private func status() throws(FileError) -> stat {
        var status = stat()
        try ensure(unsafe fstat(descriptor, &status), "fstat", path)
        return status
    }

    func read(at offset: Int, count: Int) throws(FileError) -> [UInt8] {
        var failure: FileError?
        let bytes = [UInt8](capacity: count) { target in
            unsafe target.withUnsafeMutableBufferPointer { buffer, filled in
                while filled < count, let base = buffer.baseAddress {
                    let step = unsafe pread(
                        descriptor, base + filled, count - filled, off_t(offset + filled))
                    if step < 0 && errno == EINTR { continue }
                    if step < 0 {
                        failure = FileError(operation: "pread", path: path, code: errno)
                    }
                    if step <= 0 { return }
                    filled += step
                }
            }
        }
        if let failure { throw failure }
        return bytes
    }

    func write(_ bytes: Span<UInt8>, at offset: Int) throws(FileError) -> Int {
        while true {
            let written = unsafe bytes.withUnsafeBufferPointer { buffer in
                unsafe pwrite(descriptor, buffer.baseAddress, buffer.count, off_t(offset))
            }
            if written < 0 && errno == EINTR { continue }
            guard written > 0 else {
                throw FileError(
                    operation: "pwrite", path: path, code: written < 0 ? errno : ENOSPC)
            }
            return written
        }
    }

    func synchronize() throws(FileError) {
        try ensure(fdatasync(descriptor), "fdatasync", path)
    }

    func truncate(to size: Int) throws(FileError) {
        try ensure(ftruncate(descriptor, off_t(size)), "ftruncate", path)
    }

    func size() throws(FileError) -> Int {
        let end = lseek(descriptor, 0, SEEK_END)
        guard end >= 0 else { throw FileError(operation: "lseek", path: path, code: errno) }
        return Int(end)
    }

    func permissions() throws(FileError) -> UInt32 {
        try status().st_mode & 0o7777
    }

    func setPermissions(_ permissions: UInt32) throws(FileError) {
        try ensure(fchmod(descriptor, permissions), "fchmod", path)
    }

    func isStill(at path: String) -> Bool {
        var named = stat()
        guard unsafe stat(path, &named) == 0, let own = try? status() else { return false }
        return named.st_ino == own.st_ino && named.st_dev == own.st_dev
    }

    deinit {
        // A child that is being started shares the file until it runs: closing would not do.
        flock(descriptor, LOCK_UN)
        close(descriptor)
    }
}

@discardableResult
private func ensure(
    _ result: Int32, _ operation: String, _ path: String
) throws(FileError) -> Int32 {
    guard result >= 0 else { throw FileError(operation: operation, path: path, code: errno) }
    return result
}

extension FileError {
    /// The error in words, with the system's own text and what the user can do.
    package var description: String {
        path + (found == nil ? ": " : " ") + words
    }

    /// The same without the path, for those who may not know it.
    package var words: String {
        if let found { return "is \(found), where a regular file must be; move it elsewhere" }
        let reason = unsafe String(cString: strerror(code))
        let advice =
            switch code {
            case ENOSPC, EDQUOT: "; free some space"
            case EACCES, EPERM, EROFS: "; check the owner and permissions"
            case ENOENT: "; check the path"
            case EMFILE, ENFILE: "; raise the limit of open files (ulimit -n)"
            default: ""
            }
        return "\(operation) failed: \(reason)\(advice)"
    }

    /// Whether the disk or the quota is full.
    package var isNoSpace: Bool { code == ENOSPC || code == EDQUOT }
    /// Whether something else stands where a regular file must be.
    package var isOddFile: Bool { found != nil }
    /// Whether the file does not exist.
    package var isMissing: Bool { code == ENOENT }
    /// Whether there is a file of that name already.
    package var isTaken: Bool { code == EEXIST }
    /// Whether another process holds the lock.
    package var isLocked: Bool { code == EWOULDBLOCK }
}
