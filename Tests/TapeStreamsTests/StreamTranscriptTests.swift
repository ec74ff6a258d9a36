import EventLog
import JSONText
import Projections
import ScanEvents
import Tapes
import TapeStreams
import ServerSentEvents
import TestSupport
import Testing

@Suite(.timeLimit(.minutes(3)))
struct StreamTranscriptTests {
    private let clock = ManualClock()

    /// Records a scan of 23 stocks, every fourth of which fails.
    private func record(in directory: String) async throws -> LogReader {
        let store = try await TapeStore.open(variableDirectory: directory, now: clock.now)
        let recorder = try await store.record { job in
            var request = ScanRequest(strategy: "bollinger_bands")
            request.source = "bundled"
            request.universe = "bundled"
            return ScanEvent.Requested(
                jobID: job.description, engine: "tapedeck 0.0.1", request: request, stocks: 23,
                universeDigest: String(repeating: "0", count: 64))
        }
        let tickers = (0..<23).map { "T\($0)" }
        try await recorder.append([.started(ScanEvent.Started(tickers: tickers))])
        for (index, ticker) in tickers.enumerated() {
            let elapsed = Double(index + 1) * 0.25
            try await recorder.append([
                index % 4 == 3
                    ? .stockFailed(
                        ScanEvent.StockFailed(
                            ticker: ticker, code: .noData, message: "none", seconds: 0.25,
                            elapsed: elapsed))
                    : .stockCompleted(completed(ticker, pnl: Double(index) * 10.5, elapsed))
            ])
        }
        try await recorder.append([.completed(.init(successful: 18, failed: 5, elapsed: 6))])
        try await recorder.seal()
        try await SchemaCheck.expectValidTapes(in: directory)
        return try await store.reader(of: recorder.job)
    }

    private func completed(
        _ ticker: String, pnl: Double, _ elapsed: Double
    ) -> ScanEvent.StockCompleted {
        ScanEvent.StockCompleted(
            result: StockResult(
                ticker: ticker, pnl: pnl, returnPct: pnl / 100, totalTrades: 1, winningTrades: 1,
                losingTrades: 0, openTrades: 0, rejectedOrders: 0, sharpeRatio: nil,
                maxDrawdown: 0, grossProfit: pnl, grossLoss: 0, exposurePct: 50,
                startValue: 10_000, endValue: 10_000 + pnl),
            prices: ScanEvent.PriceRecord(
                bars: 1, firstDate: "2026-01-02", lastDate: "2026-01-02",
                barsDigest: String(repeating: "0", count: 64), rowsRead: 1),
            seconds: 0.25, elapsed: elapsed)
    }

    /// One fold of the tape has the messages of every view, from any record on.
    @Test func allViewsOfProgressArePickedFromOneFold() async throws {
        try await withTemporaryDirectory { directory in
            let reader = try await record(in: directory)
            let end = reader.tail.position.nextSeq
            for every in 1...30 {
                for firstSeq in 0...end {
                    var fold = ProgressFold()
                    var bytes: [UInt8] = []
                    var blocks = reader.blocks()
                    while !fold.isFinished(before: fold.nextSeq), let block = try blocks.next() {
                        try fold.fold(block, keeping: .max)
                        bytes +=
                            fold.part(
                                of: block.firstSeq..<block.endSeq, every: every, from: firstSeq
                            ).bytes
                    }
                    let expected = try transcript(reader, .progress(every: every), from: firstSeq)
                    #expect(bytes == expected, "every \(every), from \(firstSeq)")
                }
            }
        }
    }

    @Test func aFoldKeepsTheLatestMessagesWhole() async throws {
        try await withTemporaryDirectory { directory in
            let reader = try await record(in: directory)
            var fold = ProgressFold()
            var blocks = reader.blocks()
            while let block = try blocks.next() { try fold.fold(block, keeping: 3_000) }
            let end = fold.nextSeq
            #expect(end == reader.tail.position.nextSeq && fold.keptFromSeq > 0)
            #expect(!fold.reaches(fold.keptFromSeq - 1) && fold.reaches(fold.keptFromSeq))
            #expect(fold.reaches(end) && !fold.reaches(end + 1))
            for seq in fold.keptFromSeq..<end {
                #expect(
                    try fold.part(of: seq..<end, every: 4, from: seq).bytes
                        == transcript(reader, .progress(every: 4), from: seq))
            }
        }
    }

    private func transcript(
        _ reader: LogReader, _ view: StreamView, from seq: Int, readsAll: Bool = false
    ) throws -> [UInt8] {
        var transcript = StreamTranscript(view, from: seq)
        var blocks = reader.blocks(from: readsAll ? 0 : transcript.readsFromSeq)
        var bytes: [UInt8] = []
        while !transcript.isFinished, let block = try blocks.next() {
            bytes += try transcript.encode(block).bytes
        }
        return bytes
    }

    @Test(arguments: [
        StreamView.progress(every: 1), .progress(every: 5), .progress(every: 100), .events,
    ])
    func aStreamFromAnyRecordIsTheTailOfTheWhole(_ view: StreamView) async throws {
        try await withTemporaryDirectory { directory in
            let reader = try await record(in: directory)
            var parser = ServerSentEventParser()
            let whole = try parser.parse(transcript(reader, view, from: 0))
            #expect(whole.count > 1)
            for seq in 0...reader.tail.position.nextSeq {
                var expected: [UInt8] = []
                for event in whole where try record(of: event) >= seq {
                    event.encode(appendingTo: &expected)
                }
                #expect(try transcript(reader, view, from: seq) == expected)
                // As who plays a tape reads it.
                #expect(try transcript(reader, view, from: seq, readsAll: true) == expected)
            }
        }
    }

    @Test(arguments: [StreamView.progress(every: 1), .progress(every: 4), .events])
    func theRestBehindEachMessageFollowsFromItsID(_ view: StreamView) async throws {
        try await withTemporaryDirectory { directory in
            let reader = try await record(in: directory)
            var parser = ServerSentEventParser()
            let whole = try parser.parse(transcript(reader, view, from: 0))
            #expect(Set(whole.map(\.id)).count == whole.count, "each message has an id of its own")
            #expect(whole.contains { $0.id?.contains(".") == true } == (view != .events))
            for (index, event) in whole.enumerated() {
                var expected: [UInt8] = []
                for event in whole[(index + 1)...] { event.encode(appendingTo: &expected) }
                let place = try #require(StreamPlace(afterID: event.id ?? ""))
                var rest: [UInt8] = []
                if place.skipped > 0 {
                    rest = try #require(try reader.rest(of: place, in: view))
                    rest += try transcript(reader, view, from: place.seq + 1)
                } else {
                    rest = try transcript(reader, view, from: place.seq)
                }
                #expect(rest == expected, "after \(event.id ?? "")")
            }
        }
    }

    @Test func aCommitThatEndsBeforeTheFirstRecordAddsNothing() async throws {
        try await withTemporaryDirectory { directory in
            let path = directory + "/log"
            let writer = try LogWriter.create(path, now: clock.now)
            for _ in 0..<3 { try await writer.append(Array(#""type":"later""#.utf8)) }
            await writer.close()
            var stream = StreamTranscript(.events, from: 2)
            var blocks = try LogReader.open(path).blocks()
            var sizes: [Int] = []
            while let block = try blocks.next() {
                sizes.append(try stream.encode(block).bytes.count)
            }
            #expect(sizes.count == 3 && sizes[0] == 0 && sizes[1] == 0 && sizes[2] > 0)
        }
    }

    @Test func aPlaceInsideARecordThatAddsNoMoreIsNone() async throws {
        try await withTemporaryDirectory { directory in
            let reader = try await record(in: directory)
            // Record 5 is the first failure: with every 4 it gives two messages, with 5 one.
            #expect(
                try reader.rest(of: StreamPlace(seq: 5, skipped: 1), in: .progress(every: 4)) != nil
            )
            for (seq, skipped, every) in [(5, 2, 4), (5, 1, 5), (4, 1, 4), (99, 1, 4)] {
                let place = StreamPlace(seq: seq, skipped: skipped)
                #expect(try reader.rest(of: place, in: .progress(every: every)) == nil)
            }
        }
    }

    @Test(arguments: [
        "", "-1", "+1", "1.", ".1", "1.0", "1.x", "1.10", "1 ", "0x1", "1e3", "1,2", "１",
        "1234567890123456789",
    ])
    func aTextThatIsTheIDOfNoMessageIsNoPlace(_ text: String) {
        #expect(StreamPlace(afterID: text) == nil)
    }

    private func record(of event: ServerSentEvent) throws -> Int {
        try #require((event.id ?? "").split(separator: ".").first.flatMap { Int($0) })
    }

    @Test func theEventsViewHasTheVeryBytesOfTheTape() async throws {
        try await withTemporaryDirectory { directory in
            let reader = try await record(in: directory)
            var expected: [UInt8] = []
            var blocks = reader.blocks()
            while let block = try blocks.next() {
                for seq in block.firstSeq..<block.endSeq {
                    expected += Array("id: \(seq)\ndata: ".utf8)
                    expected += block.payload[block.range(of: seq)]
                    expected += Array("\n\n".utf8)
                }
            }
            #expect(try transcript(reader, .events, from: 0) == expected)
        }
    }

    @Test func theStatusAfterEachRecordAgreesWithTheStream() async throws {
        try await withTemporaryDirectory { directory in
            let reader = try await record(in: directory)
            var parser = ServerSentEventParser()
            let messages = try parser.parse(transcript(reader, .progress(every: 1), from: 0))
            for message in messages {
                let seq = try record(of: message)
                let state = try reader.scanState(before: seq + 1)
                let fields = try object(message.data)
                let status = try object(state.status)
                switch fields["type"] {
                case .string("progress"):
                    for name in [
                        "current", "total", "progress_pct", "ticker", "successful", "failed",
                        "current_pnl", "elapsed_time", "eta_seconds",
                    ] {
                        #expect(status[name] == fields[name], "\(name) after record \(seq)")
                    }
                case .string("complete"):
                    #expect(status["results"] == .object(try members(message.data)))
                    #expect(status["complete"] == .boolean(true))
                default:
                    #expect(status["complete"] == .boolean(false))
                }
                try await checkSchema(state, at: seq)
            }
            try await SchemaCheck.expectValidStream(
                transcript(reader, .progress(every: 1), from: 0))
        }
    }

    /// The first, a middle and the last status stand for all: the check is slow to start.
    private func checkSchema(_ state: ScanState, at seq: Int) async throws {
        if [1, 12, 25].contains(seq) { try await SchemaCheck.expectValidStatus(state.status) }
    }

    private func members(_ json: [UInt8]) throws -> [(name: String, value: JSONValue)] {
        guard case .object(let members) = try JSONValue.parse(json) else {
            Issue.record("expected an object")
            return []
        }
        return members
    }

    private func object(_ json: [UInt8]) throws -> [String: JSONValue] {
        Dictionary(try members(json).map { ($0.name, $0.value) }) { first, _ in first }
    }
}
