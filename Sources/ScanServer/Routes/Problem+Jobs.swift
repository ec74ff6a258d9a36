internal import StreamServer
internal import EventLog
internal import HTTPTypes
internal import Jobs
internal import ScanEvents
internal import Tapes
internal import Scanning

extension ScanRefusal: ProblemConvertible {
    /// The most bytes of a detail that names all strategies, of which users may have many.
    private static let maxDetailBytes = 2_000

    /// The problem that a refused scan is to its client.
    var problem: Problem {
        switch self {
        case .unknownStrategy:
            Problem(
                description.cut(toBytes: Self.maxDetailBytes), at: "/strategy", status: .notFound)
        case .invalid(let request): request.problem
        case .noPrices: Problem(failedBecause: self)
        }
    }
}

extension JobError: ProblemConvertible {
    /// The problem that a scan which is not taken on is to its client.
    var problem: Problem {
        switch self {
        case .queueFull:
            Problem(
                status: .tooManyRequests, detail: description, headers: [.retryAfter: "5"])
        case .unusableKey:
            Problem(status: .badRequest, detail: description)
        case .keyOfAnotherRequest:
            Problem(status: .unprocessableContent, detail: description)
        case .notRecorded(let cause):
            switch cause {
            case .log(.file), .log(.poisoned):
                Problem(
                    status: .serviceUnavailable,
                    detail: "the disk takes no tape at present, so no scan is started; try again "
                        + "later",
                    headers: [.retryAfter: "5"], cause: description)
            default:
                cause.problem
            }
        }
    }
}
