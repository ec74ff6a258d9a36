import Foundation
import JSONText
import Projections
import ScanEvents
import Testing

@Suite struct ProgressStreamTests {
    /// The guide's own loop over the script, its figures from Python's `round`, `json`,
    /// `statistics` and numpy; a line has the id and the message.
    @Test(arguments: [5, 1])
    func streamIsTheGoldenOneToTheByte(every: Int) throws {
        let golden = try Self.golden("progress-every-\(every).txt")
        let messages = try ScriptedScan.twelve.messages(every: every)
        let lines = messages.map { "\($0.id) \($0.text)" }
        for (line, expected) in zip(lines, golden) { #expect(line == expected) }
        #expect(lines.count == golden.count)
    }

    @Test(arguments: [
        (1, Array(1...12)), (2, [2, 4, 6, 8, 10, 12]), (5, [5, 10, 12]), (7, [7, 12]),
        (12, [12]), (13, [12]), (1_000_000, [12]),
    ])
    func progressIsDueAtMultiplesAndAtTheLast(every: Int, counts: [Int]) throws {
        let progress = try ScriptedScan.twelve.messages(every: every).map { try $0.json }
            .filter { $0["type"] == .string("progress") }
        #expect(progress.map { $0["current"] } == counts.map { .number(Double($0)) })
    }

    @Test(arguments: [1, 2, 5, 12, 1_000_000])
    func everyFailureIsAnErrorThatComesBeforeItsProgress(every: Int) throws {
        let messages = try ScriptedScan.twelve.messages(every: every)
        let errors = try messages.filter { try $0.json["type"] == .string("error") }
        #expect(
            try errors.map { try $0.json["ticker"] } == ["ABC", "ADI", "AIV"].map { .string($0) })
        for id in Set(messages.map(\.id)) {
            let types = try messages.filter { $0.id == id }.map { try $0.json["type"] }
            #expect(
                types.count == 1 || types == [.string("error"), .string("progress")], "id \(id)")
        }
        #expect(messages.last?.id == 18)
        #expect(messages.map(\.id) == messages.map(\.id).sorted())
    }

    @Test(arguments: [
        (
            ScanEvent.cancelled(.init(elapsed: 4.06)),
            #"{"type":"cancelled","job_id":"job-1","current":2,"total":4,"progress_pct":50.0,"#
                + #""elapsed_time":4.1,"successful":1,"failed":1,"current_pnl":7.25}"#
        ),
        (
            .failed(.init(code: .internal, message: "disk \"full\"", elapsed: 9)),
            #"{"type":"failed","job_id":"job-1","error":"disk \"full\"","code":"internal","#
                + #""current":2,"total":4,"progress_pct":50.0,"elapsed_time":9.0,"#
                + #""successful":1,"failed":1,"current_pnl":7.25}"#
        ),
    ])
    func endedScanHasOneLastMessage(end: ScanEvent, text: String) throws {
        let scan = ScriptedScan([
            .requested(stocks: 4), .started(4), .done("A", pnl: 7.25), .lost("B"), end,
        ])
        let messages = try scan.messages(every: 5)
        #expect(messages.last?.id == 4)
        #expect(messages.last?.text == text)
        #expect(messages.count == 3)
    }

    @Test(arguments: [
        ScanEvent.completed(.init(successful: 0, failed: 0, elapsed: 1)),
        .cancelled(.init(elapsed: 1)),
        .failed(.init(code: .timeout, message: "m", elapsed: 1)),
    ])
    func nothingFollowsTheLastMessage(end: ScanEvent) throws {
        var scan = ScriptedScan([.requested(stocks: 2), .started(2), end])
        let count = try scan.messages(every: 1).count
        for event: ScanEvent in [
            .done("A", pnl: 1), .lost("B"), .stockSlow(.init(ticker: "C", seconds: 1, elapsed: 1)),
            .resumed(.init(remaining: 1, elapsed: 1)), .cancelled(.init(elapsed: 2)), .started(2),
            .failed(.init(code: .internal, message: "m", elapsed: 2)),
            .completed(.init(successful: 1, failed: 1, elapsed: 2)),
            .sealed(.init(count: 11, root: "00")),
        ] { scan.append(event) }
        #expect(try scan.messages(every: 1).count == count)
        #expect(count == 2)
    }

    @Test func recordOfALaterVersionAddsNoMessage() throws {
        var scan = ScriptedScan([.requested(stocks: 1), .started(1)])
        scan.append(body: #""type":"scan_muted","elapsed":"long""#)
        scan.append(.done("A", pnl: 1))
        #expect(try scan.messages().map(\.id) == [1, 3])
        #expect(try scan.state().nextSeq == 4)
    }

    /// Whoever folds the first records in silence and listens then gets the rest of the stream.
    @Test(arguments: [1, 5])
    func resumingAfterAnyRecordGivesTheRestOfTheStream(every: Int) throws {
        let lines = ScriptedScan.twelve.lines
        let whole = try ScriptedScan.twelve.messages(every: every)
        let records = try lines.map { try RecordedEvent($0) }
        for k in 0...lines.count {
            var silent = ProgressStream(every: every)
            for index in 0..<k { _ = silent.apply(records[index], in: lines[index]) }
            var copy = silent
            let rest = (k..<lines.count).flatMap { copy.apply(records[$0], in: lines[$0]) }
            #expect(rest == whole.filter { $0.id >= k }, "after \(k) records")
            #expect(silent.state.nextSeq == k, "the copy leaves it as it was")
            #expect(copy.state.status == (try ScriptedScan.twelve.state().status))
        }
    }

    static func golden(_ name: String) throws -> [String] {
        let folder = try #require(Bundle.module.url(forResource: "Golden", withExtension: nil))
        let text = try String(contentsOf: folder.appending(path: name), encoding: .utf8)
        return text.split(separator: "\n").map(String.init)
    }
}
