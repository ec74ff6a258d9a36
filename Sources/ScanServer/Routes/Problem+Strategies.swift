internal import StreamServer
internal import HTTPTypes
internal import ScanEvents
internal import Scanning
internal import StrategyFiles

extension StrategyFolderError: ProblemConvertible {
    /// The problem that a strategy which cannot be read or written is to a client.
    var problem: Problem {
        switch self {
        case .notWritable: Problem(status: .forbidden, detail: description)
        case .badName: Problem(description, at: "/name")
        case .builtInName, .full: Problem(status: .conflict, detail: description)
        case .unknown: Problem(status: .notFound, detail: description)
        case .preconditionFailed: Problem(status: .preconditionFailed, detail: description)
        case .problems(let problems):
            InvalidRequest(RequestProblem.all(of: problems, at: "")).problem
        case .file:
            Problem(
                status: .serviceUnavailable, detail: description, headers: [.retryAfter: "5"],
                cause: description)
        }
    }
}
