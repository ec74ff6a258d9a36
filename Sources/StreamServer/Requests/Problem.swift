internal import EventLog
package import HTTPTypes
internal import Hummingbird
internal import JSONText
internal import NIOCore
package import ScanEvents
internal import Tapes

/// An error that says what problem it is to a client.
package protocol ProblemConvertible: Error {
    /// The problem.
    var problem: Problem { get }
}

/// An error as a client gets it: a problem document (RFC 9457).
package struct Problem: Error, HTTPResponseError {
    let status: HTTPResponse.Status
    /// What went wrong, for a person; also what clients of the older API show.
    let detail: String
    /// What is wrong with each field of the request.
    var errors: [RequestProblem] = []
    /// What a client needs to know beside it, such as when to come back.
    var headers: HTTPFields = [:]
    /// What the log is told, and the client is not, as it may name files.
    var cause: String?

    /// Makes a problem of what the client gets and what the log is told.
    package init(
        status: HTTPResponse.Status, detail: String, errors: [RequestProblem] = [],
        headers: HTTPFields = [:], cause: String? = nil
    ) {
        self.status = status
        self.detail = detail
        self.errors = errors
        self.headers = headers
        self.cause = cause
    }

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
                        if let mistake = error.mistake { json.members(of: mistake) }
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

extension JSONWriter {
    /// Writes where a mistake is, and which.
    fileprivate mutating func members(of mistake: TextMistake) {
        member("line", mistake.line)
        member("column", mistake.column)
        member("length", mistake.length)
        member("code", mistake.code)
        member("message", mistake.message)
    }
}

extension Problem {
    /// A field that will not do: a parameter of the query, a header, or a place in the body.
    package init(
        _ detail: String, at pointer: String,
        status: HTTPResponse.Status = .unprocessableContent
    ) {
        self.init(
            status: status, detail: detail,
            errors: [RequestProblem(pointer: pointer, detail: detail)])
    }

    /// A fault of the service, which its operator can read of in the log.
    package init(failedBecause error: any Error) {
        self.init(
            status: .internalServerError, detail: "the service has failed; its log tells why",
            cause: "\(error)")
    }
}

extension InvalidRequest: ProblemConvertible {
    /// The problem that an invalid request is to its client.
    package var problem: Problem {
        Problem(status: .unprocessableContent, detail: description, errors: problems)
    }
}

extension TapeError: ProblemConvertible {
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
