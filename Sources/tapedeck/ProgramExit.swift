import ArgumentParser

/// The codes with which the program ends, each for one thing.
enum ProgramExit: Int32, CaseIterable {
    case done = 0
    case failed = 1
    case cancelledElsewhere = 3
    case lostSight = 4
    case wrongCommand = 64
    case cancelled = 130

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
        case .wrongCommand: "a wrong command or request"
        case .cancelled: "ended by Ctrl-C or SIGTERM"
        }
    }

    /// For `throw`.
    var error: ExitCode { ExitCode(rawValue) }
}
