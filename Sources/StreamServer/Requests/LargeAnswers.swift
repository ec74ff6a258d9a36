internal import HTTPTypes
package import Hummingbird
package import NIOCore
package import Projections
package import Tapes
internal import Synchronization

/// Answers that grow with what they tell: of all that are being sent there are only so many bytes,
/// and those who ask for the same at the same time get the same.
package final class LargeAnswers: Sendable {
    /// What an answer tells.
    package struct Subject: Hashable, Sendable {
        let job: JobID
        /// Which of the answers about a scan.
        let kind: String
        /// How many records it is made of.
        let records: Int

        /// Names the answer of a `kind` about `job` that is made of so many records.
        package init(job: JobID, kind: String, records: Int) {
            self.job = job
            self.kind = kind
            self.records = records
        }
    }

    /// An answer, in memory as long as it is being sent to anybody.
    private final class Document: Sendable {
        let text: LongText
        private let permit: Shares.Permit

        init(_ text: LongText, _ permit: Shares.Permit) {
            self.text = text
            self.permit = permit
        }
    }

    private struct Entry {
        weak let document: Document?
    }

    private let limits: ServiceLimits
    /// How long a client may take with each piece.
    private let pieceTimeout: TimeAmount
    private let entries = Mutex<[Subject: Entry]>([:])

    /// Makes answers within `limits`.
    package init(_ limits: ServiceLimits, pieceTimeout: TimeAmount) {
        self.limits = limits
        self.pieceTimeout = pieceTimeout
    }

    /// An answer in JSON, made by `make` unless the same is being sent already; nil where it makes
    /// none.
    ///
    /// - Throws: `Problem`, 429 where as much is being sent, or made, as may be; what `make`
    ///   throws.
    package func response(
        _ subject: Subject, _ context: ServiceContext, headers: HTTPFields = [:],
        _ make: @escaping @Sendable () throws -> LongText?
    ) async throws -> Response? {
        let client = context.client
        if let found = found(subject) { return try response(to: context, found, headers) }
        let document = try await context.whileClientStays { [self] in
            try await limits.reads.run(for: client) { _ -> Document? in
                if let found = self.found(subject) { return found }
                guard let text = try make() else { return nil }
                return try self.document(text, subject, client)
            }
        }
        return try document.map { try response(to: context, $0, headers) }
    }

    /// An answer in JSON that is for one client alone.
    ///
    /// - Throws: `Problem`, 429 where as much is being sent as may be.
    package func response(
        _ context: ServiceContext, json: [UInt8], headers: HTTPFields = [:],
        status: HTTPResponse.Status = .ok
    ) throws -> Response {
        var response = try response(
            to: context, try document(LongText(json), nil, context.client), headers)
        response.status = status
        return response
    }

    private func found(_ subject: Subject) -> Document? {
        entries.withLock { $0[subject]?.document }
    }

    private func document(
        _ text: LongText, _ subject: Subject?, _ client: ClientAddress
    ) throws -> Document {
        guard let permit = limits.answers.take(text.heldBytes, for: client) else {
            throw Problem.manyAnswers
        }
        let document = Document(text, permit)
        guard let subject else { return document }
        return entries.withLock { entries in
            if let found = entries[subject]?.document { return found }
            entries = entries.filter { $0.value.document != nil }
            entries[subject] = Entry(document: document)
            return document
        }
    }

    private func response(
        to context: ServiceContext, _ document: Document, _ headers: HTTPFields
    ) throws -> Response {
        var headers = headers
        headers[.contentType] = "application/json"
        let count = document.text.count
        let buffer = limits.answers.take(min(count, ResponseBody.pieceBytes), for: context.client)
        guard let buffer else { throw Problem.manyAnswers }
        return Response(
            status: .ok, headers: headers,
            body: .inPieces(count, to: context.channel, within: pieceTimeout) { offset, length in
                defer { withExtendedLifetime(buffer) {} }
                return ByteBuffer(bytes: document.text.bytes(at: offset, count: length))
            })
    }
}

extension Problem {
    /// So much is being sent that there is no memory for more.
    package static var manyAnswers: Problem {
        Problem(
            status: .tooManyRequests,
            detail: "as many large answers are being sent as may be; try again in a moment",
            headers: [.retryAfter: "1"])
    }
}

extension ResponseBody {
    /// The most bytes of a piece.
    package static let pieceBytes = 256 * 1024

    /// A body of `count` bytes that is sent piece by piece to a client that must take each of them
    /// within a time; `piece` gives the bytes, at least one, at an offset and at most so many.
    package static func inPieces(
        _ count: Int, to channel: any Channel, within limit: TimeAmount,
        _ piece: @escaping @Sendable (_ offset: Int, _ length: Int) async throws -> ByteBuffer
    ) -> ResponseBody {
        ResponseBody(contentLength: count) { writer in
            var offset = 0
            while offset < count {
                let bytes = try await piece(offset, min(pieceBytes, count - offset))
                guard bytes.readableBytes > 0 else { throw CancellationError() }
                offset += bytes.readableBytes
                let deadline = channel.eventLoop.scheduleTask(in: limit) {
                    channel.close(promise: nil)
                }
                defer { deadline.cancel() }
                // Returns when most of the piece before has been taken.
                try await writer.write(bytes)
            }
            try await writer.finish(nil)
        }
    }
}
