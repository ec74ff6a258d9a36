import ArgumentParser
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
            return try printResult(state.completeMessage + [UInt8(ascii: "\n")])
        }
        try printSummary(of: state, tape: tape)
    }
}

/// Prints the outcome of a scan on standard output, no wider than that is, and where its tape is.
func printSummary(of state: ScanState, tape: String?) throws {
    let columns = terminalColumns(STDOUT_FILENO) ?? .max
    let lines = state.summary(columns: columns) + (tape.map { ["Tape: \($0)"] } ?? [])
    try printResult(lines)
}

/// What calls for an exit code of its own.
struct VerdictOptions: ParsableArguments {
    @Option(
        help: ArgumentHelp(
            "End with code \(ProgramExit.stocksFailed.rawValue) where more stocks than this "
                + "failed: a number, or a share such as 5%. Unless told, where all did; 100% lets "
                + "that pass, too.", valueName: "n|p%"))
    var maxFailed: FailureLimit?

    /// The exit code that a scan of this process has earned; tells of too many failures on
    /// standard error.
    func exit(of state: ScanState) -> ProgramExit {
        switch state.phase {
        case .completed:
            guard let complaint = (maxFailed ?? .notAll).complaint(about: state) else {
                return .done
            }
            Console.standardError.say("Error: \(complaint)")
            return .stocksFailed
        case .cancelled: return .cancelled
        case .interrupted: return .interrupted
        case .failed, .requested, .running: return .failed
        }
    }
}

extension FailureLimit: ExpressibleByArgument {
    /// Reads a limit from the command line.
    public init?(argument: String) {
        self.init(argument)
    }
}
