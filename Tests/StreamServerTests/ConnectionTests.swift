import HTTPTypes
import NIOCore
import NIOEmbedded
import NIOHTTPTypes
import NIOTLS
import Synchronization
import Testing

@testable import StreamServer

@Suite(.timeLimit(.minutes(3)))
struct ConnectionTests {
    private let request = HTTPRequestPart.head(
        HTTPRequest(method: .post, scheme: "http", authority: "test", path: "/"))

    @Test func aConnectionIsClosedOnceTheEndOfItsResponseIsSent() async throws {
        let client = try await StreamClient(on: NIOAsyncTestingEventLoop())
        try await client.hold(true)
        client.channel.writeAndFlush(HTTPResponsePart.end(nil), promise: nil)
        let closed = client.channel.eventLoop.makePromise(of: Void.self)
        let again = client.channel.eventLoop.makePromise(of: Void.self)
        for promise in [closed, again] { client.channel.close(promise: promise) }
        await client.channel.testingEventLoop.run()
        #expect(client.channel.isActive)
        try await client.hold(false)
        #expect(!client.channel.isActive)
        #expect(try await client.writes() == [Array("end ".utf8)])
        for promise in [closed, again] { try await promise.futureResult.get() }
    }

    @Test func aConnectionWhoseResponseIsSentIsClosedAtOnce() async throws {
        let client = try await StreamClient(on: NIOAsyncTestingEventLoop())
        try await client.channel.writeAndFlush(HTTPResponsePart.end(nil)).get()
        try await client.channel.close().get()
        #expect(!client.channel.isActive)
    }

    @Test func aClientThatDoesNotTakeTheEndHoldsUpTheClosingForALimitedTime() async throws {
        let loop = NIOAsyncTestingEventLoop()
        let client = try await StreamClient(on: loop)
        try await client.hold(true)
        client.channel.writeAndFlush(HTTPResponsePart.end(nil), promise: nil)
        client.channel.close(promise: nil)
        await loop.advanceTime(by: StreamStage.writeTimeout - .milliseconds(1))
        #expect(client.channel.isActive)
        await loop.advanceTime(by: .milliseconds(1))
        #expect(!client.channel.isActive)
    }

    @Test(arguments: [true, false])
    func atShutdownThatTimeIsShorter(_ isClosedBefore: Bool) async throws {
        let loop = NIOAsyncTestingEventLoop()
        let client = try await StreamClient(on: loop)
        try await client.hold(true)
        client.channel.writeAndFlush(HTTPResponsePart.end(nil), promise: nil)
        if isClosedBefore { client.channel.close(promise: nil) }
        client.channel.pipeline.fireUserInboundEventTriggered(ChannelShouldQuiesceEvent())
        if !isClosedBefore { client.channel.close(promise: nil) }
        await loop.advanceTime(by: StreamStage.drainTimeout - .milliseconds(1))
        #expect(client.channel.isActive)
        await loop.advanceTime(by: .milliseconds(1))
        #expect(!client.channel.isActive)
    }

    @Test func aRequestThatIsNotWholeInTimeIsClosed() async throws {
        let loop = NIOAsyncTestingEventLoop()
        let client = try await StreamClient(on: loop)
        try await client.channel.writeInbound(request)
        // A byte now and then earns next to nothing.
        for _ in 0..<19 {
            await loop.advanceTime(by: .seconds(1))
            try await client.channel.writeInbound(HTTPRequestPart.body(ByteBuffer(string: "x")))
        }
        #expect(client.channel.isActive)
        await loop.advanceTime(by: .seconds(2))
        #expect(!client.channel.isActive)
    }

    @Test func aBodyThatComesEarnsTime() async throws {
        let loop = NIOAsyncTestingEventLoop()
        let client = try await StreamClient(on: loop)
        try await client.channel.writeInbound(request)
        let bytes = ByteBuffer(repeating: 0x20, count: 10 * RequestDeadline.bytesPerSecond)
        try await client.channel.writeInbound(HTTPRequestPart.body(bytes))
        await loop.advanceTime(by: StreamStage.requestTimeout + .seconds(9))
        #expect(client.channel.isActive)
        try await client.channel.writeInbound(HTTPRequestPart.end(nil))
        await loop.advanceTime(by: .seconds(100))
        #expect(client.channel.isActive)
        // The next request of the connection has no more time than the first.
        try await client.channel.writeInbound(request)
        await loop.advanceTime(by: StreamStage.requestTimeout)
        #expect(!client.channel.isActive)
    }

    @Test func whoeverWaitsIsToldOnceThatTheClientHasLeft() async throws {
        let client = try await StreamClient(on: NIOAsyncTestingEventLoop())
        let channel = client.channel
        let told = Counter()
        try await channel.testingEventLoop.executeInContext {
            ConnectionHandler.whenClientLeaves(channel) { told.add() }
        }
        #expect(told.value == 0)
        channel.pipeline.fireUserInboundEventTriggered(ChannelEvent.inputClosed)
        try await channel.close().get()
        #expect(told.value == 1)
        try await channel.testingEventLoop.executeInContext {
            ConnectionHandler.whenClientLeaves(channel) { told.add() }
        }
        #expect(told.value == 2)
    }
}

@Suite(.timeLimit(.minutes(3)))
struct ConnectionFarewellTests {
    private let goodbye: [UInt8] = [0, 0, 8, 7, 0, 0, 0, 0, 0, 0x7f, 0xff, 0xff, 0xff, 0, 0, 0, 0]

    /// A connection that speaks a protocol, with bytes written to it.
    private func connection(
        _ name: String?, writing bytes: [UInt8], on loop: NIOAsyncTestingEventLoop
    ) async throws -> NIOAsyncTestingChannel {
        let channel = NIOAsyncTestingChannel(loop: loop)
        try await loop.executeInContext {
            try channel.pipeline.syncOperations.addHandler(
                ConnectionFarewell(limit: StreamStage.drainTimeout))
        }
        try await channel.connect(to: SocketAddress(ipAddress: "127.0.0.1", port: 1)).get()
        channel.pipeline.fireUserInboundEventTriggered(
            TLSUserEvent.handshakeCompleted(negotiatedProtocol: name))
        try await channel.writeAndFlush(ByteBuffer(bytes: bytes)).get()
        return channel
    }

    @Test func whatIsWrittenIsSentBeforeAConnectionIsClosed() async throws {
        let channel = NIOAsyncTestingChannel()
        try await channel.testingEventLoop.executeInContext {
            try channel.pipeline.syncOperations.addHandler(
                ConnectionFarewell(limit: StreamStage.drainTimeout))
        }
        try await channel.connect(to: SocketAddress(ipAddress: "127.0.0.1", port: 1)).get()
        channel.write(ByteBuffer(string: "the end"), promise: nil)
        try await channel.close().get()
        let sent = try await channel.readOutbound(as: ByteBuffer.self)
        #expect(sent == ByteBuffer(string: "the end"))
    }

    @Test func aClientOfHTTP2ThatDoesNotAnswerTheGoodbyeIsClosedInTime() async throws {
        let loop = NIOAsyncTestingEventLoop()
        let channel = try await connection("h2", writing: goodbye, on: loop)
        await loop.advanceTime(by: StreamStage.drainTimeout - .milliseconds(1))
        #expect(channel.isActive)
        await loop.advanceTime(by: .milliseconds(1))
        #expect(!channel.isActive)
    }

    @Test func otherBytesAndOtherProtocolsAreNoGoodbye() async throws {
        let loop = NIOAsyncTestingEventLoop()
        for (name, bytes) in [
            ("http/1.1", goodbye), (nil, goodbye), ("h2", goodbye + [0]), ("h2", [0]),
            ("h2", Array(goodbye.dropLast())), ("h2", [0, 0, 8, 6] + goodbye.dropFirst(4)),
        ] {
            let channel = try await connection(name, writing: bytes, on: loop)
            await loop.advanceTime(by: StreamStage.drainTimeout + .seconds(1))
            #expect(channel.isActive, "\(name ?? "none") \(bytes)")
        }
    }
}

private final class Counter: Sendable {
    private let count = Mutex(0)

    func add() { count.withLock { $0 += 1 } }
    var value: Int { count.withLock { $0 } }
}
