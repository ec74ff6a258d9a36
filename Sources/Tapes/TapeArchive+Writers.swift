internal import Storage

extension TapeArchive {
    /// Whether a process has the directory of the tape at `path` open for writing; nil where the
    /// system does not say.
    ///
    /// Blocks on the file system.
    package static func hasWriter(ofTapeAt path: String) -> Bool? {
        var parts = path.split(separator: "/", omittingEmptySubsequences: false).dropLast()
        parts.append("..")
        parts.append("lock")
        return PosixFileSystem.isLocked(parts.joined(separator: "/"))
    }
}
