internal import EventLog
package import Logging
package import NIOCore
internal import ServiceLifecycle
internal import Storage
internal import Synchronization

/// The feeds that are being followed, and the hubs that write them.
package final class StreamFeeds: Service {
    private struct State {
        var feeds: [StreamFeed.Key: [StreamFeed]] = [:]
        var hubs: [ObjectIdentifier: StreamHub] = [:]
        var feedCount = 0
        var isShutDown = false
    }

    private let heartbeat: TimeAmount
    private let followerShares: Shares
    private let feedShares: Shares
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
    package init(
        heartbeat: TimeAmount, maxFollowers: Int, maxFeeds: Int = 512,
        pauseMilliseconds: (@Sendable () -> Int)? = nil, metrics: ServiceMetrics, logger: Logger
    ) {
        self.heartbeat = heartbeat
        followerShares = Shares(maxFollowers) { metrics.refused("streams") }
        feedShares = Shares(maxFeeds) { metrics.refused("feeds") }
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
                        group.addTask(executorPreference: WorkExecutor.shared) {
                            await self.encode(feed)
                        }
                    }
                    group.cancelAll()
                }
            }
        } onGracefulShutdown: {
            self.shutDown()
        }
    }

    /// A follower's place among those that there may be, and that of a feed where it needs a new
    /// one; given back when nobody holds them any more, also where its client is gone before the
    /// stream has begun.
    package final class Admission: Sendable {
        let client: ClientAddress
        private let permit: Shares.Permit
        private let feedPermit: Mutex<Shares.Permit?>

        fileprivate init(
            _ client: ClientAddress, _ permit: Shares.Permit, feedPermit: Shares.Permit?
        ) {
            self.client = client
            self.permit = permit
            self.feedPermit = Mutex(feedPermit)
        }

        /// The place for a feed, which can be had once.
        fileprivate func takeFeedPermit() -> Shares.Permit? { feedPermit.withLock { $0.take() } }

        /// Gives back the place for a feed, as there is one already.
        fileprivate func giveBackFeedPermit() { _ = takeFeedPermit() }
    }

    /// Takes places for one more follower.
    ///
    /// - Parameters:
    ///   - client: who follows.
    ///   - stream: what it follows; nil for what is not there yet, and needs a feed of its own.
    /// - Returns: nil where there are as many followers or feeds as there may be, or as this
    ///   client may have.
    func admit(_ client: ClientAddress, to stream: ScanStream? = nil) -> Admission? {
        guard let permit = followerShares.take(for: client) else { return nil }
        if let stream, hasFeed(of: stream) {
            return Admission(client, permit, feedPermit: nil)
        }
        guard let feedPermit = feedShares.take(for: client) else { return nil }
        return Admission(client, permit, feedPermit: feedPermit)
    }

    private func hasFeed(of stream: ScanStream) -> Bool {
        state.withLock { state in
            (state.feeds[stream.key] ?? []).contains { $0.reaches(stream.firstSeq) }
        }
    }

    /// Writes a stream to a client that was admitted, until one of the two ends it.
    func follow(
        _ stream: ScanStream, _ admission: Admission, on channel: any Channel
    ) async -> StreamFollower.End {
        let end = await hub(of: channel.eventLoop).follow(stream, admission, on: channel)
        metrics.streamClosed(end)
        return end
    }

    /// How many feeds are encoded for them.
    var feedCount: Int { state.withLock { $0.feedCount } }

    /// How many clients follow streams.
    package var followers: Int { followerShares.taken }

    /// How many records the follower furthest behind has to get.
    package func lag() async -> Int {
        var lag = 0
        for hub in state.withLock({ Array($0.hubs.values) }) { lag = max(lag, await hub.lag()) }
        return lag
    }

    /// Finds a feed in which record `seq` of a stream is at hand, or starts one there.
    ///
    /// - Returns: nil where there are as many feeds as there may be, or as this client may have.
    func join(
        _ stream: ScanStream, _ admission: Admission, at seq: Int, _ hub: StreamHub
    ) -> (StreamFeed, StreamFeed.Cursor)? {
        let key = stream.key
        return state.withLock { state in
            for feed in state.feeds[key] ?? [] {
                if let cursor = feed.join(at: seq, hub) {
                    admission.giveBackFeedPermit()
                    return (feed, cursor)
                }
            }
            guard
                let feedPermit = admission.takeFeedPermit()
                    ?? feedShares.take(for: admission.client)
            else { return nil }
            state.feedCount += 1
            let feed = StreamFeed(key, stream.tape, from: seq, permit: feedPermit)
            guard let cursor = feed.join(at: seq, hub) else {
                preconditionFailure("a new feed starts where it is to start")
            }
            state.feeds[key, default: []].append(feed)
            start.yield(feed)
            return (feed, cursor)
        }
    }

    /// Finds an older feed of the same stream in which record `seq` is at hand, too, so that
    /// followers who began at different places are served together once they are at the same.
    func joinElder(
        of feed: StreamFeed, at seq: Int, _ hub: StreamHub
    ) -> (StreamFeed, StreamFeed.Cursor)? {
        state.withLock { state in
            for elder in state.feeds[feed.key] ?? [] {
                if elder === feed { return nil }
                if let cursor = elder.join(at: seq, hub) { return (elder, cursor) }
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
