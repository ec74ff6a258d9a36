internal import JSONText
package import EventLog
internal import Projections
internal import ScanEvents

/// Why a scan's tape could not be found or opened.
package enum TapeError: Error, Equatable, CustomStringConvertible {
    /// There is no such scan.
    case unknownJob(String, directory: String)
    /// The registry, and so the list of scans, does not have this one.
    case notListed(String)
    /// A prefix that several scans share.
    case ambiguousJob(String, matches: [String])
    /// There is no scan at all.
    case empty(directory: String)
    /// The tape was begun, but nothing was recorded on it.
    case emptyTape(path: String)
    /// A later version of the program wrote the tape; it can be read, but not written.
    case newerVersion(path: String, schema: Int)
    /// The tape's seal is not the one that was registered; nil if it has none.
    case altered(path: String, expected: LogSeal, found: LogSeal?)
    /// The registry of its directory does not know the sealed tape.
    case unregistered(path: String)
    /// The file of a scan's tape holds that of another scan; nil where it is no scan's.
    case misnamed(path: String, found: String?)
    /// The tape of a scan that was recorded is gone.
    case gone(path: String)
    /// Another process writes to this directory.
    case locked(directory: String)
    /// A record of the tape is no event.
    case unreadableRecord(path: String, seq: Int, reason: String)
    /// The checkpoint of a tape cannot be made.
    case checkpoint(CheckpointError)
    /// The log could not be read or written.
    case log(LogError)

    /// The error that a tape's reading or writing threw, as one of the store's.
    init(_ error: any Error) {
        switch error {
        case let error as TapeError: self = error
        case let error as LogError: self = .log(error)
        default: preconditionFailure("tapes throw no \(error)")
        }
    }

    package var description: String {
        switch self {
        case .unknownJob(let job, let directory):
            "no scan \(job) in \(directory); `tapedeck-replay list` shows those that there are"
        case .notListed(let job):
            "no scan \(job) in the list"
        case .ambiguousJob(let prefix, let matches):
            "\(prefix) could be any of \(matches.prefix(5).joined(separator: ", ")); "
                + "give more of the name"
        case .empty(let directory):
            "there are no scans in \(directory); record one with `tapedeck scan`"
        case .emptyTape(let path):
            "\(path) holds no whole record: its scan was cut off before it began"
        case .newerVersion(let path, let schema):
            "\(path) has events of form \(schema), this program writes form "
                + "\(ScanEvent.schemaVersion): use the later version of the program"
        case .altered(let path, let expected, let found):
            "\(path) is not the tape that was sealed: expected \(expected.count) records with root "
                + "\(expected.root.hex), found "
                + (found.map { "\($0.count) with \($0.root.hex)" } ?? "no seal")
                + "; run `tapedeck-replay audit`"
        case .unregistered(let path):
            "\(path) is not in the registry beside it, in which each tape is entered that is "
                + "recorded there; run `tapedeck-replay audit`"
        case .misnamed(let path, let found?):
            "\(path) holds the tape of scan \(found.harmless): a tape belongs to the scan that its "
                + "first record names; give the file that name, or put the right tape back"
        case .misnamed(let path, nil):
            "\(path) does not begin with a scan's request, so it is no scan's tape; take it away, "
                + "or put the right tape back"
        case .gone(let path):
            "\(path) is gone, though its scan was recorded; run `tapedeck-replay audit`"
        case .locked(let directory):
            "another tapedeck writes to \(directory); stop it or choose another --var"
        case .unreadableRecord(let path, let seq, let reason):
            "\(path): record \(seq) is no event: \(reason); run `tapedeck-replay audit`"
        case .checkpoint(let error):
            error.description
        case .log(let error):
            error.description
        }
    }
}

/// Runs an operation on a log; its error becomes the store's.
package func asTapeError<Value>(
    _ operation: () throws(LogError) -> Value
) throws(TapeError) -> Value {
    do throws(LogError) {
        return try operation()
    } catch {
        throw .log(error)
    }
}
