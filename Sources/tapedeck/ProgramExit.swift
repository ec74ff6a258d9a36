import ArgumentParser

/// The codes with which the program ends, each for one thing.
enum ProgramExit: Int32, CaseIterable {
    case done = 0
    case failed = 1
    case cancelledElsewhere = 3
    case lostSight = 4
    case stocksFailed = 5
    case interrupted = 6
    case wrongCommand = 64
    case cancelled = 130
    case closedPipe = 141

    /// All of them, for the help.
    static let help =
        "Exit codes: "
        + allCases.map { "\($0.rawValue) \($0.meaning)" }.joined(separator: ", ") + "."

    private var meaning: String {
        switch self {
        case .done: "done"
        case .failed: "the scan or the program failed"
        case .cancelledElsewhere: "`watch` saw that the scan was cancelled"
        case .lostSight: "`watch` gave up before the scan had ended"
        case .stocksFailed: "all stocks failed, or more than --max-failed allows"
        case .interrupted: "the price source answers nobody; `tapedeck resume` goes on"
        case .wrongCommand: "a wrong command or request"
        case .cancelled: "ended by Ctrl-C or SIGTERM"
        case .closedPipe: "nobody reads the output any more"
        }
    }

    /// For `throw`.
    var error: ExitCode { ExitCode(rawValue) }

    /// Ends the program with this code, unless all is well.
    func throwUnlessDone() throws {
        if self != .done { throw error }
    }
}
