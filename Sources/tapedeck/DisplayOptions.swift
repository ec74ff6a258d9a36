import ArgumentParser
import Foundation
import Glibc
import Projections

/// How progress is told.
struct DisplayOptions: ParsableArguments {
    @Option(
        help: "Where there is no bar: a line each time this many stocks more are done.")
    var every: Int?

    func validate() throws {
        if let every, every < 1 { throw ValidationError("--every must be at least 1") }
    }
}

/// How the result is told.
struct OutputOptions: ParsableArguments {
    @Flag(help: "Print the result, one JSON object, on standard output and nothing else.")
    var json = false

    /// Prints what came of a scan on standard output; as JSON only if it is complete.
    func report(_ state: ScanState, tape: String?) throws {
        if json {
            guard state.phase == .completed else { return }
            try FileHandle.standardOutput.write(
                contentsOf: Data(harmlessOutput(state.completeMessage + [UInt8(ascii: "\n")])))
            return
        }
        printSummary(of: state)
        if let tape { print("Tape: \(tape.harmless)") }
    }
}

/// Prints the outcome of a scan on standard output, no wider than that is.
func printSummary(of state: ScanState) {
    let columns = terminalColumns(STDOUT_FILENO) ?? .max
    print(state.summary(columns: columns).map(\.harmless).joined(separator: "\n"))
}
