import ArgumentParser
import EventLog
import Glibc
import Storage

/// Writes a result on standard output, all of it at once.
///
/// - Throws: `Failure` where it cannot be written; `ExitCode` alone where nobody reads any more,
///   as after `| head`.
func printResult(_ bytes: [UInt8]) throws {
    do {
        try writeAll(bytes, to: STDOUT_FILENO, named: "standard output")
    } catch {
        throw error.isClosedPipe ? ProgramExit.closedPipe.error : Failure(error)
    }
}

/// Writes lines of a result on standard output.
func printResult(_ lines: [String]) throws {
    try printResult(Array(lines.map { $0 + "\n" }.joined().utf8))
}
