package import EventLog
package import Storage

/// The tapes of a directory, for reading only; needs no lock and disturbs no writer.
package struct TapeArchive: Sendable {
    /// What the name of a tape's file ends with.
    package static let suffix = ".ndjson.gz"
    /// What the name of a file ends with that shows for a moment whether the disk takes a commit.
    static let probeSuffix = ".probe"

    /// Where the tapes are.
    package let directory: String
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

    /// Where it is tried out whether the disk takes a commit of a scan.
    func probePath(of job: JobID) -> String { path(of: job) + Self.probeSuffix }

    /// What the registry says of the scans; empty where there is none.
    package func registry() throws(TapeError) -> ScanRegistry {
        guard fileSystem.exists(registryPath) else { return ScanRegistry() }
        return try ScanRegistry(
            asTapeError { () throws(LogError) in
                try LogReader.open(registryPath, in: fileSystem)
            })
    }

    /// Opens the tape at `path`, which has a record at least.
    package func reader(at path: String) throws(TapeError) -> LogReader {
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
        let outcome = await BlockingExecutor.run { () -> Result<LogReader, TapeError> in
            do throws(TapeError) {
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
