internal import EventLog
internal import HTTPTypes
internal import Hummingbird
internal import Jobs
internal import Projections
internal import ScanEvents
internal import StreamServer
internal import Tapes
internal import TapeStreams

extension TapeRoutes {
    /// What a scan holds and orders at the end of the bars, and what has changed since another.
    @Sendable
    func signals(_ request: Request, _ context: ServiceContext) async throws -> Response {
        let job = try context.job()
        try request.refuseParameters(butFor: ["diff"])
        let state = try await stateWithSignals(of: job, at: nil)
        var earlier: ScanState?
        if let name = request.uri.queryParameters["diff"] {
            guard let other = JobID(String(name)) else {
                throw Problem("diff must be the name of a scan", at: "/diff")
            }
            earlier = try await stateWithSignals(of: other, at: "/diff")
        }
        let subject = LargeAnswers.Subject(
            job: job, kind: "signals since \(earlier?.requested?.jobID ?? "-")",
            records: state.nextSeq)
        let response = try await answers.response(subject, context) { [state, earlier] in
            state.signalsDocument(since: earlier).map { LongText($0) }
        }
        guard let response else { preconditionFailure("the scan has signals") }
        return response
    }

    /// The state of a scan that tells its signals.
    ///
    /// - Throws: `Problem`, 409 where the scan does not tell them yet, 404 where it never will.
    private func stateWithSignals(of job: JobID, at pointer: String?) async throws -> ScanState {
        let state = try await service.state(of: job, try await service.reader(of: job))
        guard state.signals == nil else { return state }
        let status: HTTPResponse.Status = state.isFinished ? .notFound : .conflict
        guard let pointer else { throw Problem(status: status, detail: state.whyNoSignals) }
        throw Problem(state.whyNoSignals, at: pointer, status: status)
    }
}
