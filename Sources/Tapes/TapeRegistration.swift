package import EventLog
package import Storage

/// What the registry of a directory says of its tapes, for whoever must not pass on an altered one.
package struct TapeRegistration: Sendable {
    private let registry: ScanRegistry?

    /// Reads the registry of the directory that the tape at `path` is in, if there is one.
    ///
    /// Blocks on the file.
    package init(
        besideTapeAt path: String, in fileSystem: any FileSystem = PosixFileSystem()
    ) throws(TapeError) {
        let directory = path.lastIndex(of: "/").map { String(path[..<$0]) } ?? "."
        let archive = TapeArchive(scansDirectory: directory, fileSystem: fileSystem)
        registry = fileSystem.exists(archive.registryPath) ? try archive.registry() : nil
    }

    /// The seal that a tape must have; nil where it has none yet, or nothing is known of the tape.
    ///
    /// A tape whose file has no scan's name is that of the scan which its first record names.
    /// - Throws: `TapeError.unregistered` for a sealed tape that the registry lacks, `.misnamed`
    ///   for one that has another scan's name.
    package func seal(of reader: LogReader) throws(TapeError) -> LogSeal? {
        try reader.refuseOtherName()
        let name = JobID(tapePath: reader.path) ?? reader.recordedJob.flatMap { JobID($0) }
        guard let registry, let job = name else { return nil }
        guard let entry = registry[job] else {
            if reader.isSealed { throw .unregistered(path: reader.path) }
            return nil
        }
        return entry.seal
    }
}
