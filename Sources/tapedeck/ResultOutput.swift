import ArgumentParser
import Glibc
import Projections
import Storage

/// Writes a result on standard output, all of it at once: its bytes as they are, but for a
/// terminal, which gets nothing in them that it would obey or hide.
///
/// - Throws: `Failure` where it cannot be written; `ExitCode` alone where nobody reads any more,
///   as after `| head`.
func printResult(_ bytes: [UInt8]) throws {
    guard isatty(STDOUT_FILENO) == 1 else { return try write(bytes) }
    var text = TerminalText()
    try write(text.escape(bytes) + text.finish())
}

/// Writes lines for a person on standard output, whose words may be those of a tape or a file.
func printResult(_ lines: [String]) throws {
    try printResult(rows: lines.map { [$0] })
}

/// Writes rows of such words on standard output, with tabs between those of a row.
func printResult(rows: [[String]]) throws {
    let lines = rows.map { $0.map(\.harmless).joined(separator: "\t") + "\n" }
    try write(Array(lines.joined().utf8))
}

private func write(_ bytes: [UInt8]) throws {
    do {
        try writeAll(bytes, to: STDOUT_FILENO, named: "standard output")
    } catch {
        throw error.isClosedPipe ? ProgramExit.closedPipe.error : Failure(error)
    }
}
