import TapeStreams
import EventLog
import NIOCore
import NIOEmbedded
import Tapes
import ServerSentEvents
import Testing
import Zlib

@testable import StreamServer

@Suite(.timeLimit(.minutes(3)))
struct StreamHubTests {
    @Test func whatPiledUpIsJoinedToOneWrite() async throws {
        try await StreamStage.run { stage in
            try await stage.append()
            let client = try await stage.follow()
            let probe = try await stage.follow()
            let begin = try stage.whole().count
            for follower in [client, probe] { try await follower.bytes(begin) }
            await client.take(false)
            for _ in 0..<3 { try await stage.append() }
            let whole = try stage.whole()
            try await probe.bytes(whole.count)
            #expect(try await client.writes().count == 1)
            await client.take(true)
            let writes = try await client.writes()
            #expect(writes.count == 2)
            #expect(writes.flatMap { $0 } == whole)
        }
    }

    @Test func aClientWhoseConnectionTakesNothingGetsNothingAndCatchesUp() async throws {
        try await StreamStage.run { stage in
            try await stage.append()
            let client = try await stage.follow()
            let quick = try await stage.follow()
            try await client.bytes(try stage.whole().count)
            await client.take(false)
            // More than a feed keeps, so that the part which the client needs is gone.
            for _ in 0..<90 { try await stage.append(bytes: 60_000) }
            let whole = try stage.whole()
            try await quick.bytes(whole.count)
            #expect(try await client.writes().count == 1)
            await client.take(true)
            #expect(try await client.bytes(whole.count) == whole)
            // Once it has caught up, the two are served from the same feed.
            try await eventually { stage.feeds.feedCount == 1 }
            try await stage.append()
            let longer = try stage.whole()
            for follower in [client, quick] {
                #expect(try await follower.bytes(longer.count) == longer)
            }
        }
    }

    @Test func aClientThatTakesNothingForTooLongIsClosed() async throws {
        try await StreamStage.run { stage in
            try await stage.append()
            let client = try await stage.follow()
            try await client.bytes(1)
            await client.take(false)
            await stage.loop.advanceTime(by: StreamStage.writeTimeout - .milliseconds(1))
            #expect(client.channel.isActive)
            await stage.loop.advanceTime(by: .milliseconds(1))
            #expect(!client.channel.isActive)
            #expect(try await client.end() == .stalled)
            #expect(stage.feeds.feedCount == 0)
        }
    }

    @Test func aClientThatTakesSomethingInTimeIsKept() async throws {
        try await StreamStage.run { stage in
            try await stage.append()
            let client = try await stage.follow()
            try await client.bytes(1)
            try await client.hold(true)
            await client.take(false)
            // Each time it has taken some of what waits for it, though never all.
            for round in 1...3 {
                await stage.loop.advanceTime(by: StreamStage.writeTimeout - .milliseconds(1))
                try await client.writeAndLetThrough(round)
                await stage.loop.advanceTime(by: .milliseconds(1))
                #expect(client.channel.isActive)
            }
            await stage.loop.advanceTime(by: StreamStage.writeTimeout)
            #expect(try await client.end() == .stalled)
        }
    }

    @Test func anIdleStreamShowsThatItLives() async throws {
        try await StreamStage.run { stage in
            try await stage.append()
            let client = try await stage.follow()
            let begin = try stage.whole()
            try await client.bytes(begin.count)
            await stage.loop.advanceTime(by: StreamStage.heartbeat - .seconds(1))
            #expect(try await client.bytes(0) == begin)
            await stage.loop.advanceTime(by: .seconds(2))
            let beats = try await client.bytes(begin.count + 2)
            #expect(beats == begin + ServerSentEvent.heartbeat)
        }
    }

    @Test func aStreamBeginsWithThePauseBeforeComingBack() async throws {
        try await StreamStage.run(pauseMilliseconds: { 1700 }) { stage in
            try await stage.append(2)
            let begin = Array("retry: 1700\n".utf8)
            let client = try await stage.follow(from: 1)
            let tail = try stage.whole(from: 1)
            #expect(try await client.bytes(begin.count + tail.count) == begin + tail)
            let packed = try await stage.follow(.gzip)
            try await packed.bytes(20)
            await stage.writer.close()
            #expect(try await packed.end() == .finished)
            let plain = try gunzip(try await packed.bytes(0), limitBytes: 1_000_000)
            #expect(plain == begin + (try stage.whole()))
        }
    }

    @Test func aStreamEndsWithItsTape() async throws {
        try await StreamStage.run { stage in
            try await stage.append(3)
            let client = try await stage.follow(from: 1)
            let tail = try stage.whole(from: 1)
            try await client.bytes(tail.count)
            await stage.writer.close()
            #expect(try await client.end() == .finished)
            // The response is ended by whoever began it.
            #expect(client.channel.isActive)
            #expect(try await client.bytes(0) == tail)
            try await eventually { stage.feeds.feedCount == 0 }
        }
    }

    @Test func aStreamInGzipIsOneFileHoweverItBeganAndEnded() async throws {
        try await StreamStage.run { stage in
            try await stage.append(3)
            let elder = try await stage.follow(.gzip)
            try await elder.bytes(20)
            // It begins within a block that the other had whole.
            let client = try await stage.follow(from: 1, .gzip)
            try await client.bytes(20)
            try await stage.append()
            await stage.loop.advanceTime(by: StreamStage.heartbeat + .seconds(1))
            await stage.writer.close()
            #expect(try await client.end() == .finished)
            let plain = try gunzip(try await client.bytes(0), limitBytes: 1_000_000)
            #expect(
                Self.withoutHeartbeats(plain) == Self.withoutHeartbeats(try stage.whole(from: 1)))
            #expect(try await elder.end() == .finished)
            #expect(
                try gunzip(try await elder.bytes(0), limitBytes: 1_000_000).count
                    > (try stage.whole().count))
        }
    }

    private static func withoutHeartbeats(_ stream: [UInt8]) -> [ArraySlice<UInt8>] {
        stream.split(separator: UInt8(ascii: "\n"), omittingEmptySubsequences: false)
            .filter { $0 != [UInt8(ascii: ":")] }
    }

    @Test func shuttingDownEndsStreamsAndThoseToCome() async throws {
        try await StreamStage.run { stage in
            try await stage.append()
            let client = try await stage.follow()
            try await client.bytes(1)
            stage.feeds.shutDown()
            #expect(try await client.end() == .shutdown)
            #expect(client.channel.isActive)
            #expect(try await stage.follow().end() == .shutdown)
        }
    }

    @Test func aStreamWhoseTaskIsCancelledEnds() async throws {
        try await StreamStage.run { stage in
            try await stage.append()
            let client = try await stage.follow()
            try await client.bytes(1)
            client.cancel()
            #expect(try await client.end() == .shutdown)
            #expect(stage.feeds.feedCount == 0)
        }
    }

    @Test func aClientThatLeavesTakesNothingWithIt() async throws {
        try await StreamStage.run { stage in
            try await stage.append()
            let leaver = try await stage.follow()
            let stayer = try await stage.follow()
            for client in [leaver, stayer] { try await client.bytes(1) }
            try await leaver.channel.close().get()
            #expect(try await leaver.end() == .left)
            #expect(stage.feeds.feedCount == 1)
            try await stage.append()
            let whole = try stage.whole()
            #expect(try await stayer.bytes(whole.count) == whole)
            // Closing its own side is leaving, too, where a connection is for one client.
            stayer.channel.pipeline.fireUserInboundEventTriggered(ChannelEvent.inputClosed)
            #expect(try await stayer.end() == .left)
            try await eventually { stage.feeds.feedCount == 0 }
        }
    }

    @Test func aClientThatIsGoneAlreadyIsNotFollowed() async throws {
        try await StreamStage.run { stage in
            let client = try await StreamClient(on: stage.loop)
            try await client.channel.close().get()
            let stream = try await ScanStream(
                job: stage.job, tape: SharedReaders.Tape(stage.writer.reader),
                request: StreamRequest(view: .events, start: .beginning), coding: .identity)
            try await client.follow(stream, of: stage.feeds)
            #expect(try await client.end() == .left)
            #expect(stage.feeds.feedCount == 0)
        }
    }
}

@Suite(.timeLimit(.minutes(3)))
struct StreamFeedsTests {
    @Test func thereAreOnlySoManyFollowersAndAPlaceIsGivenBack() async throws {
        try await StreamStage.run(maxFollowers: 2) { stage in
            let (one, other) = (ClientAddress("192.0.2.1"), ClientAddress("192.0.2.2"))
            let first = stage.feeds.admit(one)
            var second = stage.feeds.admit(other)
            #expect(first != nil && second != nil)
            #expect(stage.feeds.admit(other) == nil)
            second = nil
            #expect(stage.feeds.followers == 1)
            // The last place is not for one who has the others.
            #expect(stage.feeds.admit(one) == nil)
            second = stage.feeds.admit(other)
            #expect(second != nil)
        }
    }

    @Test func whereThereAreAsManyFeedsAsMayBeAClientIsClosedToComeBack() async throws {
        try await StreamStage.run(maxFeeds: 1) { stage in
            try await stage.append()
            let client = try await stage.follow()
            try await client.bytes(1)
            let refused = try await stage.follow(.gzip)
            #expect(try await refused.end() == .refused)
            #expect(!refused.channel.isActive)
            // The feed that there is takes any number of followers.
            try await (try await stage.follow()).bytes(1)
            try await client.channel.close().get()
        }
    }

    @Test func aClientWithAllViewsThereAreLeavesFeedsForOthers() async throws {
        try await StreamStage.run(maxFeeds: 18) { stage in
            try await stage.append()
            func admission(_ every: Int, _ client: String) async throws -> StreamFeeds.Admission? {
                let stream = try await ScanStream(
                    job: stage.job, tape: SharedReaders.Tape(stage.writer.reader),
                    request: StreamRequest(view: .progress(every: every), start: .beginning),
                    coding: .identity)
                return stage.feeds.admit(ClientAddress(client), to: stream)
            }
            var held: [StreamFeeds.Admission] = []
            for every in 1...18 {
                if let place = try await admission(every, "192.0.2.1") { held.append(place) }
            }
            #expect(held.count == 16)
            #expect(try await admission(100, "192.0.2.2") != nil)
            #expect(stage.feeds.followers == 16, "whom no feed takes is not counted")
        }
    }

    @Test func clientsThatBeganAtDifferentPlacesShareAFeedOnceTheyAreAtTheSame() async throws {
        try await StreamStage.run { stage in
            try await stage.append(4)
            let late = try await stage.follow(from: 2)
            try await late.bytes(try stage.whole(from: 2).count)
            // What it wants is not in the feed of the other.
            let early = try await stage.follow()
            try await early.bytes(try stage.whole().count)
            try await eventually { stage.feeds.feedCount == 1 }
            try await stage.append()
            let whole = try stage.whole()
            #expect(try await early.bytes(whole.count) == whole)
        }
    }
}
