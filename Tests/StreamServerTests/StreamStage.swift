import EventLog
import Logging
import NIOCore
import NIOEmbedded
import NIOHTTPTypes
import Tapes
import TapeStreams
import Synchronization
import TestSupport
import Testing

@testable import StreamServer

/// A tape, the feeds that stream it, and an event loop whose time a test makes.
struct StreamStage: Sendable {
    /// How long a client may take nothing here.
    static let writeTimeout = TimeAmount.seconds(30)
    /// How long the rest of a response may take once the service shuts down.
    static let drainTimeout = TimeAmount.seconds(5)
    /// How long a request may take.
    static let requestTimeout = TimeAmount.seconds(20)
    static let heartbeat = TimeAmount.seconds(15)

    let loop = NIOAsyncTestingEventLoop()
    let job: JobID
    let writer: LogWriter
    let feeds: StreamFeeds

    /// Runs `body` on a tape without a record, while the feeds are encoded.
    static func run(
        maxFollowers: Int = 100, maxFeeds: Int = 100,
        pauseMilliseconds: (@Sendable () -> Int)? = nil,
        _ body: (StreamStage) async throws -> Void
    ) async throws {
        try await withTemporaryDirectory { directory in
            let clock = ManualClock()
            let stage = StreamStage(
                job: try #require(JobID("20261128-080000-0000000a")),
                writer: try LogWriter.create(directory + "/log", now: clock.now),
                feeds: StreamFeeds(
                    heartbeat: heartbeat, maxFollowers: maxFollowers, maxFeeds: maxFeeds,
                    pauseMilliseconds: pauseMilliseconds,
                    metrics: ServiceMetrics(), logger: Logger(label: "test")))
            try await withThrowingTaskGroup(of: Void.self) { group in
                group.addTask { try await stage.feeds.run() }
                do {
                    try await body(stage)
                } catch {
                    await stage.end()
                    throw error
                }
                await stage.end()
                group.cancelAll()
            }
        }
    }

    /// Ends what is left of the streams, so that no encoder waits for a follower.
    private func end() async {
        feeds.shutDown()
        await loop.run()
        await writer.close()
    }

    /// Appends records as one commit, each of at least so many bytes.
    func append(_ count: Int = 1, bytes: Int = 0) async throws {
        let filling = String(repeating: "x", count: bytes)
        let body = Array(#""type":"test","filling":"\#(filling)""#.utf8)
        _ = try await writer.append(contentsOf: Array(repeating: body, count: count))
    }

    /// The name of the stream.
    func key(
        _ view: StreamView = .events, _ coding: StreamCoding = .identity
    ) -> StreamFeed.Key {
        StreamFeed.Key(job: job, view: view, coding: coding)
    }

    /// What the stream is from a record on, as far as the tape goes.
    func whole(from seq: Int = 0) throws -> [UInt8] {
        var transcript = StreamTranscript(.events, from: seq)
        var blocks = writer.reader.blocks(from: seq)
        var bytes: [UInt8] = []
        while let block = try blocks.next() { bytes += try transcript.encode(block).bytes }
        return bytes
    }

    /// A client that begins to follow at a record.
    func follow(
        from seq: Int = 0, _ coding: StreamCoding = .identity, view: StreamView = .events
    ) async throws -> StreamClient {
        let client = try await StreamClient(on: loop)
        let stream = try await ScanStream(
            job: job, tape: SharedReaders.Tape(writer.reader),
            request: StreamRequest(
                view: view, start: .place(StreamPlace(seq: seq), text: "\(seq)")),
            coding: coding)
        try await client.follow(stream, of: feeds)
        return client
    }
}

/// A client's connection, as the service sees it.
final class StreamClient: Sendable {
    let channel: NIOAsyncTestingChannel
    private let wire = Wire()
    private let following = Mutex<Task<Void, Never>?>(nil)
    private let ended = Ended()
    private let taken = Mutex<[[UInt8]]>([])

    /// Connects.
    init(on loop: NIOAsyncTestingEventLoop) async throws {
        channel = NIOAsyncTestingChannel(loop: loop)
        let (channel, wire) = (channel, wire)
        try await loop.executeInContext {
            let pipeline = channel.pipeline.syncOperations
            try pipeline.addHandler(wire)
            try pipeline.addHandler(
                ConnectionHandler(
                    writeTimeout: StreamStage.writeTimeout,
                    drainTimeout: StreamStage.drainTimeout,
                    deadline: RequestDeadline(limit: StreamStage.requestTimeout)))
        }
        try await channel.connect(to: SocketAddress(ipAddress: "127.0.0.1", port: 1)).get()
    }

    /// Follows a stream.
    func follow(_ stream: ScanStream, of feeds: StreamFeeds) async throws {
        let (channel, ended) = (channel, ended)
        let client = ClientAddress("192.0.2.1")
        guard let admission = feeds.admit(client, to: stream) else {
            // As the route does.
            try await channel.close().get()
            ended.value.withLock { $0 = .refused }
            return
        }
        following.withLock { following in
            following = Task {
                let end = await feeds.follow(stream, admission, on: channel)
                ended.value.withLock { $0 = end }
            }
        }
    }

    /// How the service came to an end with it.
    func end() async throws -> StreamFollower.End? {
        try await eventually { ended.value.withLock { $0 != nil } }
        return ended.value.withLock { $0 }
    }

    /// Cancels what serves it.
    func cancel() {
        following.withLock { $0 }?.cancel()
    }

    /// Lets its connection take bytes, or not.
    func take(_ isWritable: Bool) async {
        channel.isWritable = isWritable
        channel.pipeline.fireChannelWritabilityChanged()
        await channel.testingEventLoop.run()
    }

    /// Lets what is flushed reach it, or not.
    func hold(_ isHeld: Bool) async throws {
        wire.isHeld.withLock { $0 = isHeld }
        if !isHeld { channel.flush() }
        await channel.testingEventLoop.run()
    }

    /// Lets one write through though there is another behind it that it does not take.
    func writeAndLetThrough(_ count: Int) async throws {
        let (channel, wire) = (channel, wire)
        try await channel.testingEventLoop.executeInContext {
            wire.isHeld.withLock { $0 = false }
            channel.flush()
            wire.isHeld.withLock { $0 = true }
            let rest = ByteBuffer(string: String(repeating: "x", count: count))
            channel.writeAndFlush(HTTPResponsePart.body(rest), promise: nil)
        }
    }

    /// The writes that have reached it so far.
    func writes() async throws -> [[UInt8]] {
        while let bytes = try await channel.readOutbound(as: ByteBuffer.self) {
            taken.withLock { $0.append(Array(bytes.readableBytesView)) }
        }
        return taken.withLock { $0 }
    }

    /// All bytes that have reached it, once there are as many as that.
    @discardableResult
    func bytes(_ count: Int) async throws -> [UInt8] {
        try await eventually { try await writes().reduce(0) { $0 + $1.count } >= count }
        return try await writes().flatMap { $0 }
    }
}

/// How the service came to an end with a client, once it has.
private final class Ended: Sendable {
    let value = Mutex<StreamFollower.End?>(nil)
}

/// The socket of a connection, which turns responses to bytes.
private final class Wire: ChannelOutboundHandler, Sendable {
    typealias OutboundIn = HTTPResponsePart
    typealias OutboundOut = ByteBuffer

    let isHeld = Mutex(false)

    func write(context: ChannelHandlerContext, data: NIOAny, promise: EventLoopPromise<Void>?) {
        let bytes =
            switch unwrapOutboundIn(data) {
            case .head: ByteBuffer(string: "head ")
            case .body(let bytes): bytes
            case .end: ByteBuffer(string: "end ")
            }
        context.write(wrapOutboundOut(bytes), promise: promise)
    }

    func flush(context: ChannelHandlerContext) {
        if !isHeld.withLock({ $0 }) { context.flush() }
    }
}

/// Waits until a condition holds; what never does fails the test in the end.
///
/// After far longer than it could take: tests that compute may keep both threads of the pool busy
/// for minutes.
func eventually(
    _ condition: () async throws -> Bool, sourceLocation: SourceLocation = #_sourceLocation
) async throws {
    let deadline = ContinuousClock.now + .seconds(600)
    while try await !condition() {
        try #require(ContinuousClock.now < deadline, sourceLocation: sourceLocation)
        await Task.yield()
    }
}
