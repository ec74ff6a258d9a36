/// The few file operations that a log needs, so that tests can put a faulty disk beneath it.
///
/// All calls block. Offsets, counts and sizes are bytes.
package protocol FileSystem: Sendable {
    /// Creates `path` for reading and writing; fails with `EEXIST` where it exists.
    func create(_ path: String) throws(FileError) -> any OpenFile
    /// Opens an existing regular file, without waiting; anything else of that name is refused.
    func open(_ path: String, forWriting: Bool) throws(FileError) -> any OpenFile
    /// Replaces `target` by `path` in one step.
    func rename(_ path: String, to target: String) throws(FileError)
    /// Deletes a file.
    func remove(_ path: String) throws(FileError)
    /// Makes the entries of a directory durable.
    func synchronizeDirectory(_ path: String) throws(FileError)
    /// Creates a directory and those above it; an existing one is left alone.
    func createDirectory(_ path: String) throws(FileError)
    /// The names in a directory, sorted.
    func names(inDirectory path: String) throws(FileError) -> [String]
    /// Whether a file exists.
    func exists(_ path: String) -> Bool
    /// Takes the exclusive lock of a file, creating it; `EWOULDBLOCK` where another holds it.
    ///
    /// The lock lasts as long as the returned file lives, and never longer than the process.
    func lock(_ path: String) throws(FileError) -> any OpenFile
}

/// An open file, closed when the last reference to it goes.
package protocol OpenFile: AnyObject, Sendable {
    /// Reads up to `count` bytes at `offset`, fewer only at the end of the file.
    func read(at offset: Int, count: Int) throws(FileError) -> [UInt8]
    /// Writes from the start of `bytes` at `offset`.
    /// - Returns: how many were written, possibly fewer than given, never zero.
    func write(_ bytes: Span<UInt8>, at offset: Int) throws(FileError) -> Int
    /// Makes all written bytes and the size durable (`fdatasync`).
    func synchronize() throws(FileError)
    /// Cuts the file to `size`.
    func truncate(to size: Int) throws(FileError)
    /// The present size.
    func size() throws(FileError) -> Int
    /// Who may read, write and run the file, such as `0o640`.
    func permissions() throws(FileError) -> UInt32
    /// Says who may read, write and run the file.
    func setPermissions(_ permissions: UInt32) throws(FileError)
    /// Whether `path` names this very file.
    func isStill(at path: String) -> Bool
}

extension OpenFile {
    /// A file of a disk that nobody else works on stays where it is.
    package func isStill(at path: String) -> Bool { true }

    /// Writes all of `bytes` at `offset`, in as many steps as the file system takes.
    package func writeAll(_ bytes: [UInt8], at offset: Int) throws(FileError) {
        var written = 0
        while written < bytes.count {
            let rest = bytes.span.extracting(written...)
            written += try write(rest, at: offset + written)
        }
    }
}

/// A file operation that the system refused.
package struct FileError: Error, Equatable, CustomStringConvertible {
    /// The operation, as in the manual's section 2: `open`, `pwrite`, `fdatasync`.
    package let operation: String
    /// The file.
    package let path: String
    /// The system's error number; 0 where `found` tells what is wrong.
    package let code: Int32
    /// What stands where a regular file must be, in words; nil where that is not the matter.
    package let found: String?

    /// Notes that `operation` on `path` failed with the error number `code`.
    package init(operation: String, path: String, code: Int32) {
        self.operation = operation
        self.path = path
        self.code = code
        found = nil
    }

    /// Notes that what `path` names is no regular file.
    package init(path: String, found: String) {
        operation = "open"
        self.path = path
        code = 0
        self.found = found
    }
}
