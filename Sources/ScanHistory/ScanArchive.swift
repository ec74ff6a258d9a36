package import EventLog

/// The tapes of a directory, for reading only; needs no lock and disturbs no writer.
package struct ScanArchive: Sendable {
    fileprivate static let suffix = ".ndjson.gz"

    /// Where the tapes are.
    let directory: String
    let fileSystem: any FileSystem

    /// Looks at the tapes under `variableDirectory`.
    package init(
        variableDirectory: String, fileSystem: any FileSystem = PosixFileSystem()
    ) {
        self.init(
            scansDirectory: Self.scansDirectory(in: variableDirectory), fileSystem: fileSystem)
    }

    init(scansDirectory: String, fileSystem: any FileSystem) {
        directory = scansDirectory
        self.fileSystem = fileSystem
    }

    static func scansDirectory(in variableDirectory: String) -> String {
        variableDirectory + "/scans"
    }

    /// Where the registry is.
    var registryPath: String { "\(directory)/\(ScanRegistry.fileName)" }

    /// Where a scan's tape is.
    package func path(of job: JobID) -> String {
        "\(directory)/\(job)\(Self.suffix)"
    }

    /// The scans that have a tape, oldest first.
    package func jobs() throws(HistoryError) -> [JobID] {
        do throws(FileError) {
            guard fileSystem.exists(directory) else { return [] }
            return try fileSystem.names(inDirectory: directory).compactMap { name in
                guard name.hasSuffix(Self.suffix), name != ScanRegistry.fileName else {
                    return nil
                }
                return JobID(String(name.dropLast(Self.suffix.count)))
            }
        } catch {
            throw .log(.file(error))
        }
    }

    /// What the registry says of the scans; empty where there is none.
    package func registry() throws(HistoryError) -> ScanRegistry {
        guard fileSystem.exists(registryPath) else { return ScanRegistry() }
        return try ScanRegistry(
            onLog { () throws(LogError) in
                try LogReader.open(registryPath, in: fileSystem)
            })
    }

    /// Finds the tape that a user means.
    ///
    /// - Parameter name: a scan's name or a unique prefix of one, `latest`, or a file's path.
    /// - Returns: the tape's path.
    /// - Throws: `HistoryError.unknownJob`, `.ambiguousJob` or `.empty`.
    package func tape(named name: String) throws(HistoryError) -> String {
        if name.contains("/") || name.hasSuffix(".gz") { return name }
        let jobs = try jobs()
        if name == "latest" {
            guard let latest = jobs.last else { throw .empty(directory: directory) }
            return path(of: latest)
        }
        let matches = jobs.filter { $0.description.hasPrefix(name) }
        if let exact = matches.first(where: { $0.description == name }) { return path(of: exact) }
        guard let match = matches.first else {
            throw .unknownJob(name, directory: directory)
        }
        guard matches.count == 1 else {
            throw .ambiguousJob(name, matches: matches.map(\.description))
        }
        return path(of: match)
    }

    /// Opens the tape at `path`, which has a record at least.
    package func reader(at path: String) throws(HistoryError) -> LogReader {
        let reader: LogReader
        do throws(LogError) {
            reader = try LogReader.open(path, in: fileSystem)
        } catch {
            throw .log(error)
        }
        guard reader.tail.position.nextSeq > 0 || reader.damage != nil else {
            throw .emptyTape(path: path)
        }
        return reader
    }

    /// Opens the tape of a scan, off the calling thread.
    package func reader(of job: JobID) async throws -> LogReader {
        let path = path(of: job)
        let directory = directory
        let outcome = await BlockingExecutor.run { () -> Result<LogReader, HistoryError> in
            do throws(HistoryError) {
                return .success(try reader(at: path))
            } catch {
                if case .log(.file(let file)) = error, file.isMissing {
                    return .failure(.unknownJob(job.description, directory: directory))
                }
                return .failure(error)
            }
        }
        return try outcome.get()
    }
}

extension JobID {
    /// The scan whose tape a file is, by the file's name; nil for another name.
    package init?(tapePath path: String) {
        let name = path.split(separator: "/").last.map(String.init) ?? ""
        guard name.hasSuffix(ScanArchive.suffix) else { return nil }
        self.init(String(name.dropLast(ScanArchive.suffix.count)))
    }
}
