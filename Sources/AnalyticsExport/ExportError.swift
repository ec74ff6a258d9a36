package import Storage

/// Why nothing was exported.
package enum ExportError: Error, Equatable, CustomStringConvertible {
    /// A tape is not what was recorded.
    case unsound(path: String, finding: String)
    /// Two tapes are of the same scan.
    case twice(job: String)
    /// The target cannot be written or replaced.
    case target(path: String, reason: String)
    /// The system refused a file operation.
    case file(FileError)
    /// The database refused.
    case database(path: String, reason: String)
    /// The sweeps vary more inputs than a table has columns.
    case tooManyInputs(Int)
    /// The disk has no more room for exports.
    case noRoom(path: String)

    package var description: String {
        switch self {
        case .unsound(let path, let finding):
            "\(path): \(finding); nothing was exported; run `tapedeck-replay audit`"
        case .twice(let job):
            "scan \(job) comes twice; name each scan once"
        case .target(let path, let reason):
            "\(path): \(reason)"
        case .file(let error):
            error.description
        case .database(let path, let reason):
            "\(path): \(reason)"
        case .tooManyInputs(let most):
            "the sweeps vary more than \(most) inputs together; export fewer of them at once"
        case .noRoom(let path):
            "\(path): there is no more room for exports on the disk; free some space"
        }
    }
}

/// Runs a file operation; its error becomes the export's.
func asExportError<Value>(_ operation: () throws(FileError) -> Value) throws -> Value {
    do throws(FileError) {
        return try operation()
    } catch {
        throw ExportError.file(error)
    }
}
