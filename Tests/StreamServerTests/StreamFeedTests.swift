import EventLog
import TestSupport
import Testing

@testable import StreamServer

@Suite(.timeLimit(.minutes(3)))
struct StreamFeedTests {
    /// Runs `body` with a feed of the stage's tape from the start, and a hub that follows it.
    private func withFeed(
        _ stage: StreamStage, _ body: (StreamFeed, StreamHub) async throws -> Void
    ) async throws {
        let feed = StreamFeed(
            stage.key(), SharedReaders.Tape(stage.writer.reader), from: 0)
        let hub = StreamHub(on: stage.loop, feeds: stage.feeds, heartbeat: StreamStage.heartbeat)
        _ = try #require(feed.join(at: 0, hub))
        try await withThrowingTaskGroup(of: Void.self) { group in
            group.addTask { try? await feed.run() }
            defer { _ = feed.leave(hub) }
            try await body(feed, hub)
        }
    }

    @Test func whoJoinsWithinABlockGetsTheRestOfIt() async throws {
        try await StreamStage.run { stage in
            try await stage.append(3)
            try await withFeed(stage) { feed, hub in
                try await eventually { feed.coveredSeq == 3 }
                for seq in 1...2 {
                    let cursor = try #require(feed.join(at: seq, hub))
                    #expect(cursor.index == 1)
                    #expect(cursor.seq == 3)
                    #expect(try cursor.remainder == stage.whole(from: seq))
                }
                let start = try #require(feed.join(at: 0, hub))
                #expect(start.index == 0 && start.seq == 0 && start.remainder.isEmpty)
                let end = try #require(feed.join(at: 3, hub))
                #expect(end.index == 1 && end.seq == 3 && end.remainder.isEmpty)
            }
        }
    }

    @Test func nobodyJoinsBehindWhatIsCovered() async throws {
        try await StreamStage.run { stage in
            try await stage.append(3)
            try await withFeed(stage) { feed, hub in
                try await eventually { feed.coveredSeq == 3 }
                #expect(feed.join(at: 4, hub) == nil)
            }
        }
    }

    @Test func encodingWaitsUntilSomebodyTakesABlock() async throws {
        try await StreamStage.run { stage in
            for _ in 0..<40 { try await stage.append(bytes: 60_000) }
            try await withFeed(stage) { feed, hub in
                let ahead = 512 * 1024 / 60_000 + 1
                try await eventually { feed.coveredSeq >= ahead }
                for _ in 0..<10_000 { await Task.yield() }
                #expect(feed.coveredSeq == ahead)
                feed.take(through: 1)
                try await eventually { feed.coveredSeq == ahead + 1 }
                feed.take(through: 40)
                try await eventually { feed.hasBlocks(from: ahead + 2) }
            }
        }
    }

    @Test func onlyTheLatestPartIsKept() async throws {
        try await StreamStage.run { stage in
            for _ in 0..<100 { try await stage.append(bytes: 60_000) }
            try await withFeed(stage) { feed, hub in
                for index in 0..<100 {
                    try await eventually { feed.hasBlocks(from: index) }
                    feed.take(through: index + 1)
                }
                #expect(feed.join(at: 0, hub) == nil)
                let supply = feed.supply(from: 0)
                #expect(supply.firstIndex > 0 && supply.endIndex == 100)
                #expect(supply.blocks.reduce(0) { $0 + $1.countBytes } <= 1024 * 1024)
                let cursor = try #require(feed.join(at: supply.firstIndex, hub))
                #expect(cursor.index == supply.firstIndex)
            }
        }
    }

    @Test func aFeedThatNobodyFollowsEndsAndTakesNobody() async throws {
        try await StreamStage.run { stage in
            // So much that its encoder waits for somebody to take some.
            for _ in 0..<20 { try await stage.append(bytes: 60_000) }
            let feed = StreamFeed(
                stage.key(), SharedReaders.Tape(stage.writer.reader), from: 0)
            let hubs = (0..<2).map { _ in
                StreamHub(on: stage.loop, feeds: stage.feeds, heartbeat: StreamStage.heartbeat)
            }
            for hub in hubs { _ = try #require(feed.join(at: 0, hub)) }
            let run = Task { try await feed.run() }
            try await eventually { feed.coveredSeq >= 9 }
            #expect(!feed.leave(hubs[0]))
            #expect(feed.join(at: 0, hubs[0]) != nil)
            #expect(!feed.leave(hubs[0]))
            #expect(feed.leave(hubs[1]))
            try await run.value
            #expect(feed.join(at: 0, hubs[0]) == nil)
        }
    }

    @Test func aTapeThatCannotBeReadFurtherFailsItsFeed() async throws {
        try await withTemporaryDirectory { directory in
            try await StreamStage.run { stage in
                try await stage.append(bytes: 1_000)
                let second = stage.writer.reader.lengthBytes
                for _ in 0..<2 { try await stage.append(bytes: 1_000) }
                var bytes = try readFile(stage.writer.path)
                bytes[second + 40] ^= 0x10
                try writeFile(bytes, to: directory + "/damaged")
                let reader = try LogReader.open(directory + "/damaged")
                let feed = StreamFeed(stage.key(), SharedReaders.Tape(reader), from: 0)
                let hub = StreamHub(
                    on: stage.loop, feeds: stage.feeds, heartbeat: StreamStage.heartbeat)
                _ = try #require(feed.join(at: 0, hub))
                await #expect(throws: LogError.self) { try await feed.run() }
                let supply = feed.supply(from: 0)
                #expect(supply.end == .failed)
                // What is sound before the damage is served.
                #expect(supply.blocks.count == 1)
                #expect(feed.leave(hub))
            }
        }
    }
}
