import NIOCore
import NIOEmbedded
import NIOHTTP1
import Testing

@testable import StreamServer

struct OldClientsTests {
    /// What a client gets for a request of a version, and what is seen of the request above.
    private func exchange(
        _ version: String, headers: String = "", length: Int? = nil
    ) throws -> (seen: HTTPRequestHead, answer: String) {
        let channel = EmbeddedChannel()
        try channel.pipeline.syncOperations.configureHTTPServerPipeline(
            withPipeliningAssistance: false, withErrorHandling: false)
        OldClients.serve(on: channel.pipeline)
        try channel.connect(to: SocketAddress(ipAddress: "127.0.0.1", port: 1)).wait()
        try channel.writeInbound(ByteBuffer(string: "GET / HTTP/\(version)\r\n\(headers)\r\n"))
        guard case .head(let seen)? = try channel.readInbound(as: HTTPServerRequestPart.self) else {
            throw CancellationError()
        }
        var head = HTTPResponseHead(version: .http1_1, status: .ok)
        if let length { head.headers.add(name: "Content-Length", value: "\(length)") }
        try channel.writeOutbound(HTTPServerResponsePart.head(head))
        try channel.writeOutbound(
            HTTPServerResponsePart.body(.byteBuffer(ByteBuffer(string: "abc"))))
        try channel.writeOutbound(HTTPServerResponsePart.end(nil))
        var answer = ""
        while let bytes = try channel.readOutbound(as: ByteBuffer.self) {
            answer += String(buffer: bytes)
        }
        return (seen, answer.lowercased())
    }

    @Test(arguments: ["", "Connection: keep-alive\r\n"])
    func aClientOfHTTP10GetsNoChunksAndIsToldThatTheEndOfTheConnectionIsTheEnd(
        _ headers: String
    ) throws {
        let (seen, answer) = try exchange("1.0", headers: headers + "Expect: 100-continue\r\n")
        #expect(seen.headers["connection"] == ["close"])
        #expect(seen.headers["host"] == ["localhost"])
        #expect(!seen.headers.contains(name: "expect"))
        #expect(answer.hasPrefix("http/1.0 200 ok\r\n"))
        #expect(answer.contains("connection: close\r\n"))
        #expect(!answer.contains("transfer-encoding"))
        #expect(answer.hasSuffix("\r\n\r\nabc"))
    }

    @Test func theLengthOfABodyIsStillTold() throws {
        let (_, answer) = try exchange("1.0", length: 3)
        #expect(answer.contains("content-length: 3\r\n"))
        #expect(answer.hasSuffix("\r\n\r\nabc"))
    }

    @Test func aClientOfHTTP11IsServedAsBefore() throws {
        let (seen, answer) = try exchange("1.1", headers: "Host: a\r\nExpect: 100-continue\r\n")
        #expect(!seen.headers.contains(name: "connection"))
        #expect(seen.headers.contains(name: "expect"))
        #expect(answer.hasPrefix("http/1.1 200 ok\r\n"))
        #expect(answer.contains("transfer-encoding: chunked\r\n"))
        #expect(!answer.contains("connection: close"))
    }
}
