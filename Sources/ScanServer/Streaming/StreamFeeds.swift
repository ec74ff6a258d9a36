internal import EventLog
internal import Logging
internal import NIOCore
internal import ServiceLifecycle
internal import Synchronization

/// The feeds that are being followed, and the hubs that write them.
final class StreamFeeds: Service {
    private struct State {
        var feeds: [StreamFeed.Key: [StreamFeed]] = [:]
        var hubs: [ObjectIdentifier: StreamHub] = [:]
        var feedCount = 0
        var followers = 0
        var isShutDown = false
    }

    private let heartbeat: TimeAmount
    private let maxFollowers: Int
    private let maxFeeds: Int
    let metrics: ServiceMetrics
    /// How long the next client is to wait before it comes back; nil to leave that to it.
    let pauseMilliseconds: (@Sendable () -> Int)?
    /// The tapes that clients follow.
    let tapes = SharedReaders()
    private let logger: Logger
    private let state = Mutex(State())
    /// The feeds that wait for their encoder to run.
    private let new: AsyncStream<StreamFeed>
    private let start: AsyncStream<StreamFeed>.Continuation

    /// Makes an empty set.
    ///
    /// - Parameters:
    ///   - heartbeat: how often an idle stream shows that it lives.
    ///   - maxFollowers: how many clients may follow at once.
    ///   - maxFeeds: how many feeds there may be at once, each of which may keep some megabytes.
    ///   - pauseMilliseconds: how long the next client is to wait before it comes back from a
    ///     lost connection, one of a few values; nil to leave that to it.
    ///   - metrics: counts what is streamed.
    ///   - logger: is told of tapes that cannot be read.
    init(
        heartbeat: TimeAmount, maxFollowers: Int, maxFeeds: Int = 512,
        pauseMilliseconds: (@Sendable () -> Int)? = nil, metrics: ServiceMetrics, logger: Logger
    ) {
        self.heartbeat = heartbeat
        self.maxFollowers = maxFollowers
        self.maxFeeds = maxFeeds
        self.pauseMilliseconds = pauseMilliseconds
        self.metrics = metrics
        self.logger = logger
        (new, start) = AsyncStream.makeStream()
    }

    /// Encodes the feeds until the service shuts down, which ends all streams.
    func run() async throws {
        await withGracefulShutdownHandler {
            await cancelWhenGracefulShutdown {
                await withDiscardingTaskGroup { group in
                    for await feed in self.new {
                        group.addTask { await self.encode(feed) }
                    }
                    group.cancelAll()
                }
            }
        } onGracefulShutdown: {
            self.shutDown()
        }
    }

    /// A follower's place among those that there may be; given back when nobody holds it any more,
    /// also where its client is gone before the stream has begun.
    final class Admission: Sendable {
        private let feeds: StreamFeeds

        fileprivate init(_ feeds: StreamFeeds) {
            self.feeds = feeds
        }

        deinit {
            feeds.state.withLock { $0.followers -= 1 }
        }
    }

    /// Takes a place for one more follower.
    ///
    /// - Returns: nil where there are as many as there may be.
    func admit() -> Admission? {
        let isFree = state.withLock { state in
            guard state.followers < maxFollowers else { return false }
            state.followers += 1
            return true
        }
        return isFree ? Admission(self) : nil
    }

    /// Writes a stream to a client that was admitted, until one of the two ends it.
    func follow(_ stream: ScanStream, on channel: any Channel) async -> StreamFollower.End {
        let end = await hub(of: channel.eventLoop).follow(stream, on: channel)
        metrics.streamClosed(end)
        return end
    }

    /// How many feeds are encoded for them.
    var feedCount: Int { state.withLock { $0.feedCount } }

    /// How many clients follow streams.
    var followers: Int { state.withLock { $0.followers } }

    /// How many records the follower furthest behind has to get.
    func lag() async -> Int {
        var lag = 0
        for hub in state.withLock({ Array($0.hubs.values) }) { lag = max(lag, await hub.lag()) }
        return lag
    }

    /// Finds a feed in which record `seq` of a stream is at hand, or starts one there.
    ///
    /// - Returns: nil where there are as many feeds as there may be.
    func join(
        _ key: StreamFeed.Key, reader: LogReader, at seq: Int, _ hub: StreamHub
    ) -> (StreamFeed, StreamFeed.Place)? {
        state.withLock { state in
            for feed in state.feeds[key] ?? [] {
                if let place = feed.join(at: seq, hub) { return (feed, place) }
            }
            guard state.feedCount < maxFeeds else { return nil }
            state.feedCount += 1
            let feed = StreamFeed(key, reader: reader, from: seq)
            guard let place = feed.join(at: seq, hub) else {
                preconditionFailure("a new feed starts where it is to start")
            }
            state.feeds[key, default: []].append(feed)
            start.yield(feed)
            return (feed, place)
        }
    }

    /// Finds an older feed of the same stream in which record `seq` is at hand, too, so that
    /// followers who began at different places are served together once they are at the same.
    func joinElder(
        of feed: StreamFeed, at seq: Int, _ hub: StreamHub
    ) -> (StreamFeed, StreamFeed.Place)? {
        state.withLock { state in
            for elder in state.feeds[feed.key] ?? [] {
                if elder === feed { return nil }
                if let place = elder.join(at: seq, hub) { return (elder, place) }
            }
            return nil
        }
    }

    /// Notes that a hub has no follower of a feed any more.
    func leave(_ feed: StreamFeed, _ hub: StreamHub) {
        state.withLock { state in
            guard feed.leave(hub) else { return }
            state.feedCount -= 1
            state.feeds[feed.key]?.removeAll { $0 === feed }
            if state.feeds[feed.key]?.isEmpty == true { state.feeds[feed.key] = nil }
        }
    }

    private func encode(_ feed: StreamFeed) async {
        do {
            try await feed.run()
        } catch {
            logger.error("stream ended: \(error)", metadata: ["job_id": "\(feed.key.job)"])
        }
    }

    private func hub(of eventLoop: any EventLoop) -> StreamHub {
        state.withLock { state in
            if let hub = state.hubs[ObjectIdentifier(eventLoop)] { return hub }
            let hub = StreamHub(on: eventLoop, feeds: self, heartbeat: heartbeat)
            if state.isShutDown { hub.shutDown() }
            state.hubs[ObjectIdentifier(eventLoop)] = hub
            return hub
        }
    }

    /// Ends all streams, and those to come.
    func shutDown() {
        let hubs = state.withLock { state in
            state.isShutDown = true
            return Array(state.hubs.values)
        }
        for hub in hubs { hub.shutDown() }
    }
}
