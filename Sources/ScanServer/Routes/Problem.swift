internal import EventLog
internal import HTTPTypes
internal import Hummingbird
internal import JSONText
internal import NIOCore
internal import ScanEvents
internal import ScanHistory
internal import Scanning

/// An error as a client gets it: a problem document (RFC 9457).
struct Problem: Error, HTTPResponseError {
    let status: HTTPResponse.Status
    /// What went wrong, for a person; also what clients of the older API show.
    let detail: String
    /// What is wrong with each field of the request.
    var errors: [RequestProblem] = []
    /// What a client needs to know beside it, such as when to come back.
    var headers: HTTPFields = [:]
    /// What the log is told, and the client is not, as it may name files.
    var cause: String?

    func response(from request: Request, context: some RequestContext) throws -> Response {
        let body = JSONWriter.object { json in
            json.member("type", "about:blank")
            json.member("title", status.reasonPhrase)
            json.member("status", status.code)
            json.member("detail", detail)
            if !errors.isEmpty {
                json.name("errors")
                json.array(errors) { json, error in
                    json.object { json in
                        json.member("pointer", error.pointer)
                        json.member("detail", error.detail)
                    }
                }
            }
        }
        var headers = headers
        headers[.contentType] = "application/problem+json"
        return Response(
            status: status, headers: headers,
            body: ResponseBody(byteBuffer: ByteBuffer(bytes: body)))
    }
}

extension Problem {
    /// A field that will not do: a parameter of the query, a header, or a place in the body.
    init(_ detail: String, at pointer: String) {
        self.init(
            status: .unprocessableContent, detail: detail,
            errors: [RequestProblem(pointer: pointer, detail: detail)])
    }

    /// The problem that a refused scan is to its client.
    init(_ refusal: ScanRefusal) {
        switch refusal {
        case .unknownStrategy:
            self.init(
                status: .notFound, detail: refusal.description,
                errors: [RequestProblem(pointer: "/strategy", detail: refusal.description)])
        case .invalid(let request):
            self.init(request)
        case .noPrices:
            self.init(failedBecause: refusal)
        }
    }

    /// The problem that an invalid request is to its client.
    init(_ invalid: InvalidRequest) {
        self.init(
            status: .unprocessableContent, detail: invalid.description, errors: invalid.problems)
    }

    /// The problem that a tape which cannot be read is to a client.
    init(_ error: HistoryError) {
        switch error {
        case .unknownJob(let job, _):
            self.init(status: .notFound, detail: "there is no scan \(job)")
        case .emptyTape:
            self.init(status: .notFound, detail: "the scan was cut off before it began")
        default:
            self.init(failedBecause: error)
        }
    }

    /// The problem that a scan which cannot be recorded now is to its client.
    init(notRecordedBecause error: HistoryError) {
        switch error {
        case .log(.file), .log(.poisoned):
            self.init(
                status: .serviceUnavailable,
                detail: "the disk takes no tape at present, so no scan is started; try again later",
                headers: [.retryAfter: "5"], cause: "\(error)")
        default:
            self.init(error)
        }
    }

    /// A fault of the service, which its operator can read of in the log.
    init(failedBecause error: any Error) {
        self.init(
            status: .internalServerError, detail: "the service has failed; its log tells why",
            cause: "\(error)")
    }
}
