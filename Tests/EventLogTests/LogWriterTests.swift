import Dispatch
import EventLog
import JSONText
import Storage
import Synchronization
import TestSupport
import Testing

@Suite(.timeLimit(.minutes(3)))
struct LogWriterTests {
    private let clock = ManualClock()

    private func body(_ text: String) -> [UInt8] {
        Array(#""type":"test","text":"\#(text)""#.utf8)
    }

    @Test func recordsAreFramedWithSeqAndTime() async throws {
        try await withTemporaryDirectory { directory in
            clock.set(1_709_210_096_123_455)
            let writer = try LogWriter.create(directory + "/log", now: clock.now)
            #expect(try await writer.append(body("a")) == 0)
            #expect(try await writer.append(body("b")) == 1)
            #expect(
                try lines(LogReader.open(directory + "/log")) == [
                    #"{"seq":0,"at":"2024-02-29T12:34:56.123456Z","type":"test","text":"a"}"#,
                    #"{"seq":1,"at":"2024-02-29T12:34:56.123457Z","type":"test","text":"b"}"#,
                ])
        }
    }

    @Test(arguments: [
        (Int64(0), "1970-01-01T00:00:00.000000Z"),
        (-1, "1969-12-31T23:59:59.999999Z"),
        (951_782_400_000_000, "2000-02-29T00:00:00.000000Z"),
        (4_107_542_399_999_999, "2100-02-28T23:59:59.999999Z"),
        (4_107_542_400_000_000, "2100-03-01T00:00:00.000000Z"),
    ])
    func timesAreGregorianToTheMicrosecond(_ time: Int64, _ text: String) {
        #expect(timestamp(time) == text)
    }

    @Test func aClockThatGoesBackLeavesTheOrder() async throws {
        try await withTemporaryDirectory { directory in
            let writer = try LogWriter.create(directory + "/log", now: clock.now)
            try await writer.append(body("first"))
            clock.set(0)
            try await writer.append(body("second"))
            let found = try lines(LogReader.open(directory + "/log"))
            #expect(found.count == 2)
            #expect(found.last?.hasPrefix(#"{"seq":1,"at":"1970-"#) == true)
        }
    }

    @Test func appendsThatComeWhileOneSyncsShareACommit() async throws {
        try await withTemporaryDirectory { directory in
            let disk = GatedFileSystem()
            let writer = try LogWriter.create(directory + "/log", in: disk, now: clock.now)
            let started = Started()
            try await withThrowingTaskGroup(of: Void.self) { group in
                group.addTask { try await writer.append(body("first")) }
                await BlockingExecutor.run { disk.waiting.wait() }
                for index in 0..<500 {
                    group.addTask {
                        started.count.add(1, ordering: .relaxed)
                        try await writer.append(body("\(index)"))
                    }
                }
                while started.count.load(ordering: .relaxed) < 500 { await Task.yield() }
                disk.gate.signal()
                try await group.waitForAll()
            }
            let counts = try blocks(LogReader.open(directory + "/log")).map(\.count)
            #expect(counts.reduce(0, +) == 501)
            #expect(counts.first == 1)
            // One for all; one more for a call that had begun, but not got to the log.
            #expect(counts.count <= 4, "\(counts.count) commits for 501 records")
        }
    }

    @Test func aBatchLargerThanACommitBecomesSeveral() async throws {
        try await withTemporaryDirectory { directory in
            let writer = try LogWriter.create(directory + "/log", now: clock.now)
            let text = String(repeating: "x", count: 1_000)
            let seqs = try await writer.append(
                contentsOf: Array(repeating: body(text), count: 200))
            #expect(seqs == 0..<200)
            let blocks = try blocks(LogReader.open(directory + "/log"))
            #expect(blocks.count == 4)
            #expect(blocks.allSatisfy { $0.payload.count <= 65_280 })
        }
    }

    @Test func theLongestRecordFitsAndALongerOneIsRefusedAndLeavesTheLogUsable() async throws {
        try await withTemporaryDirectory { directory in
            let writer = try LogWriter.create(directory + "/log", now: clock.now)
            var random = SeededGenerator(seed: 7)
            let frame = body("").count
            let longest = body(
                String(
                    (0..<LogWriter.maxBodyBytes - frame).map { _ in
                        Character(Unicode.Scalar(UInt8.random(in: 35...90, using: &random)))
                    }))
            try await writer.append(longest)
            await #expect(
                throws: LogError.recordTooLarge(
                    path: directory + "/log", bytes: longest.count + 1,
                    limitBytes: LogWriter.maxBodyBytes)
            ) {
                try await writer.append(longest + [UInt8(ascii: "x")])
            }
            #expect(try await writer.append(body("after")) == 1)
            #expect(try blocks(LogReader.open(directory + "/log")).map(\.count) == [1, 1])
        }
    }

    @Test func anEndedLogTakesNoMore() async throws {
        try await withTemporaryDirectory { directory in
            let writer = try LogWriter.create(directory + "/log", now: clock.now)
            await writer.close()
            await #expect(throws: LogError.ended(path: directory + "/log")) {
                try await writer.append(body("late"))
            }
        }
    }

    @Test func anExistingFileIsNotOverwritten() async throws {
        try await withTemporaryDirectory { directory in
            try writeFile([1, 2, 3], to: directory + "/log")
            #expect(throws: LogError.self) {
                try LogWriter.create(directory + "/log", now: clock.now)
            }
            #expect(try readFile(directory + "/log") == [1, 2, 3])
        }
    }

    @Test func ordinaryToolsReadALogWhileItIsWritten() async throws {
        try await withTemporaryDirectory { directory in
            let path = directory + "/log.gz"
            let writer = try LogWriter.create(path, now: clock.now)
            for index in 0..<20 { try await writer.append(body("\(index)")) }
            let block = try await Program.system("bgzip").run(["-t", path])
            #expect(block.status == 0, "\(block.errors)")
            let text = try await Program.system("zcat").run([path])
            #expect(text.status == 0, "\(text.errors)")
            let seqs = try await Program.system("jq").run([".seq"], input: text.output)
            #expect(seqs.text == (0..<20).map { "\($0)\n" }.joined())
        }
    }
}

/// How many tasks have begun.
private final class Started: Sendable {
    let count = Atomic(0)
}

/// The lines of all records.
func lines(_ reader: LogReader) throws -> [String] {
    try blocks(reader).flatMap { block in
        (block.firstSeq..<block.endSeq).map {
            String(decoding: block.payload[block.range(of: $0)], as: UTF8.self)
        }
    }
}

/// All commits.
func blocks(_ reader: LogReader, from seq: Int = 0) throws -> [LogBlock] {
    var blocks = reader.blocks(from: seq)
    var found: [LogBlock] = []
    while let block = try blocks.next() { found.append(block) }
    return found
}
