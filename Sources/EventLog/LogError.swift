package import Storage

/// Why a log could not be written, opened or read.
package enum LogError: Error, Equatable, CustomStringConvertible {
    /// The system refused a file operation.
    case file(FileError)
    /// Bytes of the log are not what was written.
    case corrupt(LogDamage)
    /// A record does not fit into one commit.
    case recordTooLarge(path: String, bytes: Int, limitBytes: Int)
    /// The file is no log; its first bytes are told.
    case notALog(path: String, firstBytes: [UInt8])
    /// An earlier error of the disk ended this writer; the log is as durable as it was then.
    case poisoned(path: String, cause: FileError)
    /// The log would grow beyond its limit.
    case logTooLarge(path: String, limitBytes: Int)
    /// The log is sealed or closed and takes no more records.
    case ended(path: String)

    package var description: String {
        switch self {
        case .file(let error):
            return error.description
        case .corrupt(let damage):
            return damage.description
        case .recordTooLarge(let path, let bytes, let limit):
            return "\(path): a record of \(bytes) bytes is over the limit of \(limit); "
                + "split it into several"
        case .notALog(let path, let firstBytes):
            let shown = firstBytes.map { [$0].hexadecimal }
            return "\(path): not a tape: it starts with "
                + (shown.isEmpty ? "nothing" : shown.joined(separator: " "))
                + " where a BGZF block starts with 1f 8b 08 04"
        case .poisoned(let path, let cause):
            return "\(path): no longer written after an error of the disk (\(cause)); "
                + "what was acknowledged before it is safe; check the disk"
        case .logTooLarge(let path, let limit):
            return "\(path): the log has reached its limit of \(limit) bytes; start another"
        case .ended(let path):
            return "\(path): the log is ended and takes no more records"
        }
    }
}

/// A place in a log whose bytes are not what was written there.
package struct LogDamage: Error, Equatable, Sendable, CustomStringConvertible {
    /// The log's file.
    package let path: String
    /// The index of the gzip member, from 0; nil where the members before it were not counted.
    package var member: Int?
    /// The offset of that member in the file, in bytes.
    package let offsetBytes: Int
    /// The sequence number that the member's first record must have.
    package let seq: Int
    /// What must stand there.
    package let expected: String
    /// What stands there.
    package let found: String

    package var description: String {
        "\(path): member \(member.map(String.init) ?? "unknown"), byte \(offsetBytes), seq \(seq): "
            + "expected \(expected), found \(found); run `tapedeck-replay audit`"
    }
}

/// Runs a file operation; its error becomes the log's.
func asLogError<Value>(
    _ operation: () throws(FileError) -> Value
) throws(LogError) -> Value {
    do throws(FileError) {
        return try operation()
    } catch {
        throw .file(error)
    }
}
