internal import HTTPTypes
internal import Hummingbird
internal import NIOCore
internal import NIOHTTPTypes

extension Request {
    /// Tells a client that waits for it to send the body (RFC 9110, section 10.1.1).
    ///
    /// For a request that is let in; one that is refused gets its answer instead, and keeps its
    /// body.
    ///
    /// - Throws: `Problem`, 417 for what else a client may expect.
    func answerExpectation(on channel: any Channel) async throws {
        guard let expected = headers[.expect] else { return }
        guard expected.lowercased() == "100-continue" else {
            throw Problem(
                status: .expectationFailed, detail: "there is no Expect but 100-continue")
        }
        try await channel.writeAndFlush(HTTPResponsePart.head(HTTPResponse(status: .continue)))
    }
}
