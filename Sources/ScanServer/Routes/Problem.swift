internal import EventLog
internal import HTTPTypes
internal import Hummingbird
internal import JSONText
internal import NIOCore
internal import ScanEvents
internal import Tapes

/// An error that says what problem it is to a client.
protocol ProblemConvertible: Error {
    /// The problem.
    var problem: Problem { get }
}

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
    init(
        _ detail: String, at pointer: String,
        status: HTTPResponse.Status = .unprocessableContent
    ) {
        self.init(
            status: status, detail: detail,
            errors: [RequestProblem(pointer: pointer, detail: detail)])
    }

    /// A fault of the service, which its operator can read of in the log.
    init(failedBecause error: any Error) {
        self.init(
            status: .internalServerError, detail: "the service has failed; its log tells why",
            cause: "\(error)")
    }
}

extension InvalidRequest: ProblemConvertible {
    /// The problem that an invalid request is to its client.
    var problem: Problem {
        Problem(status: .unprocessableContent, detail: description, errors: problems)
    }
}

extension HistoryError: ProblemConvertible {
    /// The problem that a tape which cannot be found or read is to a client.
    var problem: Problem {
        switch self {
        case .unknownJob(let job, _):
            Problem(status: .notFound, detail: "there is no scan \(job)")
        case .notListed(let job):
            Problem("there is no scan \(job)", at: "/before")
        case .emptyTape:
            Problem(status: .notFound, detail: "the scan was cut off before it began")
        default:
            Problem(failedBecause: self)
        }
    }
}
