import EventLog
import Storage
import TestSupport
import Testing

/// A log goes on after a fault of the disk that passes, and its followers with it.
@Suite(.timeLimit(.minutes(3)))
struct PassingFaultTests {
    private static let records = 6

    /// Records and seals, going on after each error where the log is found, until all is done.
    private func record(with first: LogWriter) async throws -> Int {
        var (writer, attempts) = (first, 0)
        while true {
            do {
                while writer.reader.tail.position.nextSeq < Self.records {
                    try await writer.append(body(writer.reader.tail.position.nextSeq))
                }
                try await writer.seal()
                return attempts
            } catch {
                attempts += 1
                try #require(attempts < 20, "\(error)")
            }
            do {
                writer = try await writer.reopened()
            } catch LogError.ended {
                // The seal was complete, but for the directory.
                return attempts
            } catch {
                continue
            }
        }
    }

    /// What a follower gets from the first record to the end.
    private func followed(_ reader: LogReader) async throws -> [String] {
        var lines: [String] = []
        for try await block in reader.follow() {
            #expect(block.firstSeq == lines.count)
            for seq in block.firstSeq..<block.endSeq {
                lines.append(String(decoding: block.payload[block.range(of: seq)], as: UTF8.self))
            }
        }
        return lines
    }

    @Test(arguments: [SimulatedDisk.Fault.noSpace, .inputOutput])
    func everyRecordIsThereOnceAfterAFaultAtAnyCallThatPasses(
        _ fault: SimulatedDisk.Fault
    ) async throws {
        let calm = SimulatedDisk()
        let writer = try LogWriter.create(logPath, in: calm, now: ManualClock().now)
        let start = calm.calls.count
        #expect(try await record(with: writer) == 0)
        let calls = calm.calls.count
        var tally = Tally()
        for index in start..<calls {
            for length in 1...4 {
                let disk = SimulatedDisk()
                let writer = try LogWriter.create(logPath, in: disk, now: ManualClock().now)
                disk.plan = Dictionary(
                    uniqueKeysWithValues: (index..<index + length).map { ($0, fault) })
                async let followed = followed(writer.reader)
                tally.add("errors", try await record(with: writer))
                let lines = try await followed
                #expect(lines.count == Self.records + 1, "\(length) faults at call \(index)")
                let contents = try LogContents(LogReader.open(logPath, in: disk))
                #expect(contents.bodies == (0..<Self.records).map { body($0) })
                #expect(contents.seal?.count == Self.records)
                tally.add("logs")
            }
        }
        print("\(fault) that passes: \(tally)")
    }

    @Test func aWriterThatIsReplacedTakesNothingMore() async throws {
        let disk = SimulatedDisk()
        let writer = try LogWriter.create(logPath, in: disk, now: ManualClock().now)
        try await writer.append(body(0))
        let next = try await writer.reopened()
        #expect(try await writer.reopened() === next)
        await #expect(throws: LogError.ended(path: logPath)) {
            try await writer.append(body(1)) as Int
        }
        #expect(try await next.append(body(1)) == 1)
        #expect(writer.reader.tail.position.nextSeq == 2)
    }

    @Test func whereAcknowledgedRecordsAreGoneNothingIsWrittenUntilTheyAreBack() async throws {
        try await withTemporaryDirectory { directory in
            let path = directory + "/log.ndjson.gz"
            let writer = try LogWriter.create(path, now: ManualClock().now)
            try await writer.append(body(0))
            let first = try readFile(path)
            try await writer.append(body(1))
            let whole = try readFile(path)
            // A whole commit less, a torn one, a damaged one.
            for lost in [first, Array(whole.dropLast()), Array(whole.dropLast(9)) + [0, 0]] {
                try overwrite(path, lost)
                await #expect(throws: LogError.self) { try await writer.reopened() }
                #expect(try readFile(path) == lost)
            }
            try overwrite(path, whole)
            let next = try await writer.reopened()
            #expect(try await next.append(body(2)) == 2)
        }
    }

    private func overwrite(_ path: String, _ bytes: [UInt8]) throws {
        let file = try PosixFileSystem().open(path, forWriting: true)
        try file.truncate(to: 0)
        try file.writeAll(bytes, at: 0)
    }
}
