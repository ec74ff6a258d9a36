internal import StreamServer
internal import HTTPTypes
internal import Projections
internal import Tapes

extension Problem {
    /// The problem that a scan without a result is to a client that waits for one; nil for a scan
    /// that has one.
    init?(insteadOfResultOf state: ScanState, _ job: JobID, _ headers: HTTPFields) {
        var headers = headers
        headers[.location] = "/market-scan/results/\(job)"
        switch state.phase {
        case .completed where state.hasOnlyFailures:
            let causes = state.failures.countsByCode.map { "\($0.count) by \($0.code)" }
            self.init(
                status: .init(code: 424, reasonPhrase: "Failed Dependency"),
                detail: "all \(state.total) stocks failed: " + causes.joined(separator: ", ")
                    + "; /market-scan/results/\(job) tells of each", headers: headers)
        case .failed:
            self.init(
                status: .internalServerError,
                detail: "the scan failed: \(state.failureMessage ?? "unknown cause")",
                headers: headers)
        case .cancelled:
            self.init(
                status: .conflict,
                detail: "the scan was cancelled after \(state.done) of \(state.total) stocks",
                headers: headers)
        case .completed, .requested, .running, .interrupted:
            return nil
        }
    }

    /// The problem that a scan which has ended for now is to a client that waits for its result: the
    /// service shuts down, or the prices cannot be had.
    init(interrupted job: JobID, _ state: ScanState, awaitsResume: Bool) {
        let cause = state.failureMessage.map { " (\($0))" } ?? ""
        let advice =
            awaitsResume
            ? "POST /market-scan/resume/\(job) goes on" : "it goes on when the service is back"
        self.init(
            status: .serviceUnavailable,
            detail: "the scan was interrupted\(cause); \(advice), and "
                + "/market-scan/results/\(job) has its result then",
            headers: [
                .retryAfter: awaitsResume ? "60" : "5", .location: "/market-scan/results/\(job)",
            ])
    }
}
