internal import EventLog
internal import NIOCore
internal import NIOHTTPTypes

/// A client of a stream: a place in a feed, and the connection that the bytes go to.
///
/// It belongs to its hub and is used on the hub's event loop alone.
final class StreamFollower {
    /// How the service came to an end with a client.
    enum End: String, Sendable {
        /// It has had the stream to its end.
        case finished
        /// The tape cannot be read further.
        case failed
        /// The service shuts down.
        case shutdown
        /// The client has left.
        case left
        /// The client did not read for too long.
        case stalled
        /// There are as many streams as there may be.
        case refused
    }

    let stream: ScanStream
    let admission: StreamFeeds.Admission
    let channel: any Channel
    /// What it follows now.
    var feed: StreamFeed?
    /// The first block of the feed that it has not had.
    private(set) var nextIndex = 0
    /// The record after those that it has had.
    private(set) var nextSeq: Int
    /// When bytes were last written.
    private(set) var lastWrite: NIODeadline
    /// Whether blocks are being written right now, perhaps further up the call stack.
    var isDraining = false
    private var checksum = StreamChecksum()
    private var whenOver: CheckedContinuation<End, Never>?

    /// Makes a follower of `stream`; `whenOver` is told how it ends.
    init(
        _ stream: ScanStream, _ admission: StreamFeeds.Admission, on channel: any Channel,
        whenOver: CheckedContinuation<End, Never>
    ) {
        self.stream = stream
        self.admission = admission
        self.channel = channel
        self.whenOver = whenOver
        nextSeq = stream.firstSeq
        lastWrite = channel.eventLoop.now
    }

    /// How many records of the log it has not had; those that added no message count as had.
    var lag: Int {
        let had = feed.map { $0.hasBlocks(from: nextIndex) ? nextSeq : max(nextSeq, $0.coveredSeq) }
        return max(0, stream.reader.tail.position.nextSeq - (had ?? nextSeq))
    }

    /// Whether the service is done with the client.
    var isOver: Bool { whenOver == nil }

    /// Writes what comes before all records, beginning with `greeting`, which others get, too.
    func begin(_ greeting: EncodedBytes?) {
        if stream.key.coding == .gzip { write(ByteBuffer(bytes: FeedEncoder.gzipHeader)) }
        if let greeting { write(greeting) }
        write(plain: stream.opening)
        channel.flush()
    }

    /// Goes over to a place in a feed.
    func move(to cursor: StreamFeed.Cursor, in feed: StreamFeed) {
        self.feed = feed
        nextIndex = cursor.index
        nextSeq = cursor.seq
        write(plain: cursor.remainder)
        if !cursor.remainder.isEmpty { flush() }
    }

    /// Writes what was encoded for more than this client, and sends it.
    func send(_ bytes: EncodedBytes) {
        write(bytes)
        flush()
    }

    /// Writes blocks that were joined to `wire`, and sends them.
    func send(_ wire: ByteBuffer, of blocks: ArraySlice<FeedBlock>) {
        write(wire)
        if stream.key.coding == .gzip {
            for block in blocks { checksum.add(block.encoded.checksum) }
        }
        nextIndex += blocks.count
        nextSeq = blocks.last?.endSeq ?? nextSeq
        flush()
    }

    /// Ends the stream.
    func end(_ end: End) {
        guard let whenOver else { return }
        self.whenOver = nil
        switch end {
        case .finished, .shutdown:
            if stream.key.coding == .gzip {
                write(ByteBuffer(bytes: FeedEncoder.gzipTrailer(checksum)))
                channel.flush()
            }
        case .failed, .left, .stalled, .refused:
            channel.close(promise: nil)
        }
        whenOver.resume(returning: end)
    }

    /// Writes bytes that are for this client alone.
    private func write(plain bytes: [UInt8]) {
        guard !bytes.isEmpty else { return }
        var encoder = FeedEncoder(stream.key.coding)
        write(encoder.encode(ByteBuffer(bytes: bytes)))
    }

    private func write(_ bytes: EncodedBytes) {
        write(bytes.wire)
        checksum.add(bytes.checksum)
    }

    private func write(_ bytes: ByteBuffer) {
        channel.write(HTTPResponsePart.body(bytes), promise: nil)
    }

    private func flush() {
        channel.flush()
        lastWrite = channel.eventLoop.now
    }
}
