import EventLog
import TestSupport
import Testing

@Suite(.timeLimit(.minutes(3)))
struct LogFollowerTests {
    private let clock = ManualClock()

    private func body(_ index: Int) -> [UInt8] {
        Array(#""type":"test","index":\#(index)"#.utf8)
    }

    @Test func everyFollowerSeesEveryRecordOnceWhereverItStarts() async throws {
        try await withTemporaryDirectory { directory in
            let writer = try LogWriter.create(directory + "/log", now: clock.now)
            let total = 2_000
            try await withThrowingTaskGroup(of: Void.self) { group in
                for follower in 0..<24 {
                    let first = follower * 50
                    group.addTask {
                        // Some start before the log has got so far, some long after.
                        while writer.reader.tail.position.nextSeq < first { await Task.yield() }
                        var next = first
                        for try await block in writer.reader.follow(from: first) {
                            #expect(block.endSeq > next)
                            #expect(block.firstSeq <= next)
                            next = block.endSeq
                        }
                        #expect(next == total)
                    }
                }
                group.addTask {
                    for index in 0..<total { try await writer.append(body(index)) }
                    await writer.close()
                }
                try await group.waitForAll()
            }
        }
    }

    @Test func theHandOverFromReplayToLiveHasNoGapAndNoDuplicate() async throws {
        let (rounds, followers, records) = (3_000, 5, 6)
        for round in 0..<rounds {
            let writer = try LogWriter.create(
                "/var/log-\(round)", in: SimulatedDisk(), now: clock.now)
            try await withThrowingTaskGroup(of: Void.self) { group in
                group.addTask {
                    for index in 0..<records { try await writer.append(body(index)) }
                    await writer.close()
                }
                for follower in 0..<followers {
                    group.addTask {
                        let first = (round + follower) % records
                        var seqs: [Int] = []
                        for try await block in writer.reader.follow(from: first) {
                            seqs += (block.firstSeq..<block.endSeq).filter { $0 >= first }
                        }
                        try #require(seqs == Array(first..<records), "round \(round)")
                    }
                }
                try await group.waitForAll()
            }
        }
        print("hand-over from replay to live: \(rounds) rounds, \(followers) followers each")
    }

    @Test func aFollowerThatLagsCatchesUpFromTheFile() async throws {
        try await withTemporaryDirectory { directory in
            let writer = try LogWriter.create(directory + "/log", now: clock.now)
            var follower = writer.reader.follow().makeAsyncIterator()
            // More than is kept at hand for those that keep up.
            let large = body(0) + Array(#","pad":"\#(String(repeating: "x", count: 50_000))""#.utf8)
            for _ in 0..<40 { try await writer.append(large) }
            for seq in 0..<40 { #expect(try await follower.next()?.firstSeq == seq) }
            await writer.close()
            #expect(try await follower.next() == nil)
        }
    }

    @Test func aWaitingFollowerEndsWhenItsTaskIsCancelled() async throws {
        try await withTemporaryDirectory { directory in
            let writer = try LogWriter.create(directory + "/log", now: clock.now)
            try await writer.append(body(0))
            let reader = writer.reader
            let task = Task { () -> Int in
                var count = 0
                for try await block in reader.follow() { count += block.count }
                return count
            }
            task.cancel()
            #expect(try await task.value <= 1)
        }
    }

    @Test func whatIsSoundBeforeDamageIsSeenThoughItIsReadTogetherWithIt() async throws {
        try await withTemporaryDirectory { directory in
            let path = directory + "/log"
            let writer = try LogWriter.create(path, now: clock.now)
            let filling = String(repeating: "x", count: 10_000)
            for index in 0..<40 {
                try await writer.append(
                    Array(#""type":"test","filling":"\#(filling)\#(index)""#.utf8))
            }
            try await writer.seal()
            var starts: [(offset: Int, seq: Int)] = []
            var blocks = try LogReader.open(path).blocks()
            while let block = try blocks.next() {
                starts.append((block.offsetBytes, block.firstSeq))
            }
            try #require(starts.count > 5)
            let sound = try readFile(path)
            for damaged in 0..<starts.count - 1 {
                var bytes = sound
                bytes[starts[damaged].offset + 30] ^= 0x40
                let copy = "\(directory)/damaged-\(damaged)"
                try writeFile(bytes, to: copy)
                var next = 0
                await #expect(throws: LogError.self) {
                    for try await block in try LogReader.open(copy).follow() {
                        #expect(block.firstSeq == next)
                        next = block.endSeq
                    }
                }
                #expect(next == starts[damaged].seq)
            }
        }
    }
}
