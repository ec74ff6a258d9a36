import HTTPTypes
import NIOCore
import NIOEmbedded
import NIOHTTPTypes
import Testing

@testable import StreamServer

// Not optimised: Swift 6.3.1's code for them then dies letting go of an array; why was not found.
@Suite(.timeLimit(.minutes(3)))
struct UnaskedBytesTests {
    private let channel = EmbeddedChannel(handler: UnaskedBytes())
    private let piece = HTTPRequestPart.body(ByteBuffer(repeating: 0x20, count: 4_096))

    init() throws {
        try channel.connect(to: SocketAddress(ipAddress: "127.0.0.1", port: 1)).wait()
    }

    @_optimize(none)
    private func head(_ method: HTTPRequest.Method, filling: Int = 0) -> HTTPRequestPart {
        var request = HTTPRequest(method: method, scheme: "http", authority: "a", path: "/")
        request.headerFields[.userAgent] = String(repeating: "x", count: filling)
        return .head(request)
    }

    @_optimize(none)
    private func answer() throws {
        try channel.writeOutbound(HTTPResponsePart.head(HTTPResponse(status: .ok)))
        try channel.writeOutbound(HTTPResponsePart.end(nil))
    }

    @_optimize(none)
    @Test func aBodyThatIsReadMayBeLong() throws {
        try channel.writeInbound(head(.post))
        for _ in 0..<100 { try channel.writeInbound(piece) }
        try channel.writeInbound(HTTPRequestPart.end(nil))
        #expect(channel.isActive)
    }

    @_optimize(none)
    @Test func aBodyBehindARequestThatHasNoneIsShort() throws {
        try channel.writeInbound(head(.get))
        for _ in 0..<4 { try channel.writeInbound(piece) }
        #expect(channel.isActive)
        try channel.writeInbound(piece)
        #expect(!channel.isActive)
    }

    @_optimize(none)
    @Test func theRestOfABodyWhoseRequestIsAnsweredIsThrownAway() throws {
        try channel.writeInbound(head(.get))
        try answer()
        for _ in 0..<100 { try channel.writeInbound(piece) }
        #expect(channel.isActive)
    }

    @_optimize(none)
    @Test func requestsBehindOneThatIsNotAnsweredAreFewOrShort() throws {
        try channel.writeInbound(head(.get))
        for _ in 0..<50 {
            try channel.writeInbound(head(.get, filling: 100))
            try channel.writeInbound(HTTPRequestPart.end(nil))
        }
        #expect(channel.isActive)
        for _ in 0..<51 { try answer() }
        // What was answered counts no more.
        for _ in 0..<50 {
            try channel.writeInbound(head(.get, filling: 100))
            try channel.writeInbound(HTTPRequestPart.end(nil))
        }
        #expect(channel.isActive)
        try channel.writeInbound(head(.get, filling: 16_000))
        #expect(!channel.isActive)
    }
}
