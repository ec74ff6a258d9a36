internal import NIOCore
internal import ServerSentEvents
internal import Synchronization

/// Writes streams to their followers on one event loop.
///
/// A follower that keeps up gets what is new with one write, in bytes that all followers share;
/// one that does not read costs nothing until its connection takes bytes again.
final class StreamHub: Sendable {
    /// What is on the event loop.
    private final class State {
        var followers: [ObjectIdentifier: StreamFollower] = [:]
        var groups: [ObjectIdentifier: [ObjectIdentifier: StreamFollower]] = [:]
        var tick: RepeatedTask?
        var greetings: [Greeting: EncodedBytes] = [:]
        var isShutDown = false
    }

    /// What a stream begins with, which is encoded once.
    private struct Greeting: Hashable {
        let pauseMilliseconds: Int
        let coding: StreamCoding
    }

    private static let tickInterval = TimeAmount.seconds(1)

    private let eventLoop: any EventLoop
    private let feeds: StreamFeeds
    /// How often an idle stream carries a heartbeat.
    private let heartbeat: TimeAmount
    private let state: NIOLoopBoundBox<State>
    /// The feeds that have something new, until the event loop gets to them.
    private let woken = Mutex<[StreamFeed]>([])

    /// Makes the hub of an event loop.
    init(on eventLoop: any EventLoop, feeds: StreamFeeds, heartbeat: TimeAmount) {
        self.eventLoop = eventLoop
        self.feeds = feeds
        self.heartbeat = heartbeat
        state = .makeBoxSendingValue(State(), eventLoop: eventLoop)
    }

    /// Writes a stream to the client of `channel` until one of the two ends it.
    func follow(
        _ stream: ScanStream, _ admission: StreamFeeds.Admission, on channel: any Channel
    ) async -> StreamFollower.End {
        await withTaskCancellationHandler {
            await withCheckedContinuation { whenOver in
                eventLoop.execute {
                    self.add(StreamFollower(stream, admission, on: channel, whenOver: whenOver))
                }
            }
        } onCancel: {
            eventLoop.execute { self.connection(channel, .shutdown) }
        }
    }

    /// Says that a feed has something new, or has ended; from any thread.
    func wake(_ feed: StreamFeed) {
        let isFirst = woken.withLock { woken in
            if woken.contains(where: { $0 === feed }) { return false }
            woken.append(feed)
            return woken.count == 1
        }
        if isFirst { eventLoop.execute { self.serveWoken() } }
    }

    /// Ends all streams, and those to come.
    func shutDown() {
        eventLoop.execute { [self] in
            state.value.isShutDown = true
            for follower in state.value.followers.values { remove(follower, .shutdown) }
        }
    }

    /// Notes that a connection takes bytes again; on the event loop.
    func connectionIsWritable(_ channel: any Channel) {
        guard let follower = state.value.followers[ObjectIdentifier(channel)] else { return }
        serve(follower)
    }

    /// Ends the stream of a connection, if it has one; on the event loop.
    func connection(_ channel: any Channel, _ end: StreamFollower.End) {
        guard let follower = state.value.followers[ObjectIdentifier(channel)] else { return }
        remove(follower, end)
    }

    /// How many records the follower furthest behind has to get.
    func lag() async -> Int {
        await withCheckedContinuation { continuation in
            eventLoop.execute {
                let lags = self.state.value.followers.values.map(\.lag)
                continuation.resume(returning: lags.max() ?? 0)
            }
        }
    }

    private func add(_ follower: StreamFollower) {
        let state = state.value
        guard !state.isShutDown else { return follower.end(.shutdown) }
        guard ConnectionHandler.connect(follower.channel, to: self) else {
            return follower.end(.left)
        }
        state.followers[ObjectIdentifier(follower.channel)] = follower
        follower.begin(greeting(follower.stream.key.coding))
        join(follower)
        if state.tick == nil {
            state.tick = eventLoop.scheduleRepeatedTask(
                initialDelay: Self.tickInterval, delay: Self.tickInterval
            ) { _ in self.tick() }
        }
    }

    /// Lets a follower go on where it is, in a feed that has its place at hand.
    private func join(_ follower: StreamFollower) {
        // Writing to it, even just now, may have shown that the client has left.
        guard !follower.isOver else { return }
        guard
            let (feed, cursor) = feeds.join(
                follower.stream, follower.admission, at: follower.nextSeq, self)
        else { return remove(follower, .refused) }
        enter(follower, feed, cursor)
        serve(follower)
    }

    private func enter(_ follower: StreamFollower, _ feed: StreamFeed, _ cursor: StreamFeed.Cursor)
    {
        state.value.groups[ObjectIdentifier(feed), default: [:]][
            ObjectIdentifier(follower.channel)] = follower
        follower.move(to: cursor, in: feed)
    }

    /// Lets a follower that has all of its feed go over to an older one, if that has it, too.
    private func joinElder(_ follower: StreamFollower, of feed: StreamFeed) {
        guard let (elder, cursor) = feeds.joinElder(of: feed, at: follower.nextSeq, self) else {
            return
        }
        leave(follower)
        enter(follower, elder, cursor)
        serve(follower)
    }

    private func leave(_ follower: StreamFollower) {
        guard let feed = follower.feed else { return }
        follower.feed = nil
        let group = ObjectIdentifier(feed)
        state.value.groups[group]?[ObjectIdentifier(follower.channel)] = nil
        if state.value.groups[group]?.isEmpty == true {
            state.value.groups[group] = nil
            feeds.leave(feed, self)
        }
    }

    private func remove(_ follower: StreamFollower, _ end: StreamFollower.End) {
        guard !follower.isOver else { return }
        state.value.followers[ObjectIdentifier(follower.channel)] = nil
        leave(follower)
        follower.end(end)
        if state.value.followers.isEmpty {
            state.value.tick?.cancel()
            state.value.tick = nil
        }
    }

    private func serveWoken() {
        let feeds = woken.withLock { woken in
            defer { woken = [] }
            return woken
        }
        for feed in feeds {
            guard let group = state.value.groups[ObjectIdentifier(feed)] else { continue }
            serve(Array(group.values), from: feed)
        }
    }

    private func serve(_ follower: StreamFollower) {
        if let feed = follower.feed { serve([follower], from: feed) }
    }

    /// Writes what there is to followers of one feed.
    private func serve(_ all: [StreamFollower], from feed: StreamFeed) {
        // Flushing may make a connection writable, which leads back here while its follower is
        // being served further up.
        let followers = all.filter { !$0.isDraining }
        guard let lowest = followers.map(\.nextIndex).min() else { return }
        let supply = feed.supply(from: lowest)
        var joined = JoinedBlocks(supply, sharedBy: followers.count)
        var sent = (bytes: 0, messages: 0)
        for follower in followers { write(&joined, of: supply, to: follower, &sent) }
        if sent.messages > 0 { feeds.metrics.streamed(bytes: sent.bytes, events: sent.messages) }
        if let highest = followers.map(\.nextIndex).max() { feed.take(through: highest) }
        for follower in followers where follower.feed === feed {
            if follower.nextIndex < supply.firstIndex {
                // What it needs is not kept any more.
                leave(follower)
                join(follower)
            } else if follower.nextIndex == supply.endIndex {
                if let end = supply.end {
                    remove(follower, end == .finished ? .finished : .failed)
                } else {
                    joinElder(follower, of: feed)
                }
            }
        }
    }

    private func write(
        _ joined: inout JoinedBlocks, of supply: StreamFeed.Supply, to follower: StreamFollower,
        _ sent: inout (bytes: Int, messages: Int)
    ) {
        guard follower.nextIndex >= supply.firstIndex else { return }
        follower.isDraining = true
        defer { follower.isDraining = false }
        while !follower.isOver, follower.nextIndex < supply.endIndex {
            guard follower.channel.isWritable else { return }
            let next = joined.blocks(from: follower.nextIndex)
            follower.send(next.wire, of: next.blocks)
            sent.bytes += next.wire.readableBytes
            sent.messages += next.messages
        }
    }

    /// Shows idle clients that the stream lives.
    private func tick() {
        let now = eventLoop.now
        var heartbeats: [StreamCoding: EncodedBytes] = [:]
        for follower in Array(state.value.followers.values) {
            guard follower.channel.isWritable, now - follower.lastWrite >= heartbeat else {
                continue
            }
            let coding = follower.stream.key.coding
            let bytes = heartbeats[coding] ?? Self.heartbeat(coding)
            heartbeats[coding] = bytes
            follower.send(bytes)
        }
    }

    /// Tells a client how long to wait before it comes back.
    private func greeting(_ coding: StreamCoding) -> EncodedBytes? {
        guard let pause = feeds.pauseMilliseconds?() else { return nil }
        let greeting = Greeting(pauseMilliseconds: pause, coding: coding)
        if let bytes = state.value.greetings[greeting] { return bytes }
        var encoder = FeedEncoder(coding)
        let bytes = encoder.encode(
            ByteBuffer(bytes: ServerSentEvent.retry(milliseconds: pause)))
        state.value.greetings[greeting] = bytes
        return bytes
    }

    private static func heartbeat(_ coding: StreamCoding) -> EncodedBytes {
        var encoder = FeedEncoder(coding)
        return encoder.encode(ByteBuffer(bytes: ServerSentEvent.heartbeat))
    }
}
