import JSONText
import Projections
import ScanEvents
import Testing

@Suite struct SweepStreamTests {
    private static let whole = ScriptedScan(ScriptedSweep.whole)

    @Test func streamTellsStartProgressErrorAndResult() throws {
        let messages = try Self.whole.messages()
        let types = try messages.map { try $0.json["type"] }
        #expect(
            types
                == ["start", "progress", "progress", "error", "progress", "progress", "complete"]
                .map { .string($0) })
        #expect(
            messages[0].text
                == #"{"type":"start","job_id":"job-1","total":18,"total_stocks":3,"total_sets":6,"#
                + #""strategy":"bollinger_bands","message":"Starting sweep of 6 sets on 3 stocks"}"#
        )
        #expect(
            messages[1].text
                == #"{"type":"progress","job_id":"job-1","current":4,"total":18,"#
                + #""progress_pct":22.2,"ticker":"A","elapsed_time":3.0,"eta_seconds":3.5,"#
                + #""total_sets":6,"total_stocks":3,"stocks_done":0,"successful":0,"failed":0,"#
                + #""trials_per_second":4.0,"best_so_far":{"set":3,"parameters":"#
                + #"{"factor":1.0,"period":20.0,"stop":5.0},"figure":"sharpe_ratio","value":1.5}}"#)
        #expect(messages.last?.id == Self.whole.lines.count - 1)
    }

    @Test func everyDoesNotChangeTheStreamOfASweep() throws {
        let messages = try Self.whole.messages(every: 1)
        for every in [2, 5, 1_000_000] {
            #expect(try Self.whole.messages(every: every) == messages)
        }
    }

    @Test func progressComesOncePerWholePerCentAtMost() throws {
        var events: [ScanEvent] = [
            ScriptedSweep.requested(stocks: 1_000), ScriptedSweep.listed(0..<6),
            .sweepStarted(.init(tickers: (0..<1_000).map { "T\($0)" })), ScriptedSweep.prepared(),
        ]
        for stock in 0..<1_000 {
            events.append(ScriptedSweep.trials("T\(stock)", 0..<3, prices: false))
            events.append(ScriptedSweep.trials("T\(stock)", 3..<6, prices: false))
        }
        let progress = try ScriptedScan(events).messages().map { try $0.json }
            .filter { $0["type"] == .string("progress") }
        #expect(progress.count == 100)
        #expect(progress.first?["current"] == .number(60))
        #expect(progress.last?["current"] == .number(6_000))
    }

    @Test(arguments: [
        (
            ScanEvent.cancelled(.init(elapsed: 4.06)),
            #"{"type":"cancelled","job_id":"job-1","current":4,"total":18,"progress_pct":22.2,"#
                + #""elapsed_time":4.1,"successful":0,"failed":0,"best_so_far":{"set":3,"#
                + #""parameters":{"factor":1.0,"period":20.0,"stop":5.0},"#
                + #""figure":"sharpe_ratio","value":1.5}}"#
        ),
        (
            .sweepResumed(.init(remaining: 14, elapsed: 4)),
            #"{"type":"resumed","job_id":"job-1","message":"Resuming sweep with 14 trials to do","#
                + #""remaining":14,"current":4,"total":18}"#
        ),
        (
            .stockSlow(.init(ticker: "B", seconds: 10, elapsed: 4)),
            #"{"type":"slow","job_id":"job-1","ticker":"B","stock_time":10.0,"current":4,"#
                + #""total":18}"#
        ),
    ])
    func otherMessagesAreThoseOfScans(event: ScanEvent, text: String) throws {
        let scan = ScriptedScan(ScriptedSweep.start + [ScriptedSweep.trials("A", 0..<4), event])
        #expect(try scan.messages().last?.text == text)
    }

    @Test func resumingAfterAnyRecordGivesTheRestOfTheStream() throws {
        let lines = Self.whole.lines
        let all = try Self.whole.messages()
        let records = try lines.map { try RecordedEvent($0) }
        for k in 0...lines.count {
            var stream = ProgressStream(every: 5)
            for index in 0..<k { _ = stream.apply(records[index], in: lines[index]) }
            let rest = (k..<lines.count).flatMap { stream.apply(records[$0], in: lines[$0]) }
            #expect(rest == all.filter { $0.id >= k }, "after \(k) records")
        }
    }

    @Test func completeHasTheJudgementAndTheSetsBestFirst() throws {
        let state = try Self.whole.state()
        let message = try JSONValue.parse(state.completeMessage)
        let expected: [(String, JSONValue)] = [
            ("kind", .string("sweep")), ("total", .number(18)), ("total_stocks", .number(3)),
            ("total_sets", .number(6)), ("dropped", .number(1)), ("successful", .number(2)),
            ("failed", .number(1)), ("trials", .number(12)), ("trials_per_second", .number(3)),
            ("trade_from", .string("2013-03-01")), ("portfolio_stocks", .number(2)),
            ("sets_left_out", .number(0)), ("walk_forward", .null), ("end_date", .null),
        ]
        for (name, value) in expected { #expect(message[name] == value, "\(name)") }
        #expect(message["best"]["set"] == .number(5))
        #expect(message["best"]["parameters"]["stop"] == .number(5))
        #expect(message["best"]["return_pct"] == .number(5.5))
        #expect(message["judgement"]["verdict"] == .string("luck"))
        #expect(message["judgement"]["sentences"].elements.count == 1)
        #expect(message["benchmark"]["return_pct"] == .number(7.125))
        #expect(message["sweep"]["objective"] == .string("sharpe_ratio"))
        #expect(message["failed_stocks"].elements.map { $0["ticker"] } == [.string("B")])
        let sets = message["sets"].elements
        #expect(sets.map { $0["set"] } == [5, 4, 2, 1, 0, 3].map { .number($0) })
        let row =
            #""sets":[{"set":5,"inputs":{"period":20.0,"factor":2.0},"return_pct":5.5,"#
            + #""sharpe_ratio":1.25,"max_drawdown":5.0,"trades":12,"exposure_pct":50.0,"#
            + #""gained_pct":100.0,"median_return_pct":5.0,"excess_return_pct":4.0,"#
            + #""neighbours":0.625},"#
        #expect(String(decoding: state.completeMessage, as: UTF8.self).contains(row))
    }

    @Test func statusHasTheResultOnceTheSweepIsCompleted() throws {
        let begun = try ScriptedScan(
            ScriptedSweep.start + [ScriptedSweep.trials("A", 0..<6)]
        ).state()
        let status = try JSONValue.parse(begun.status)
        #expect(status["kind"] == .string("sweep") && status["state"] == .string("running"))
        #expect(status["results"] == .null && status["current"] == .number(6))
        #expect(status["stocks_done"] == .number(1))
        #expect(status["best_so_far"]["value"] == .number(2.5))
        let state = try Self.whole.state()
        let completed = try JSONValue.parse(state.status)
        #expect(completed["results"] == (try JSONValue.parse(state.completeMessage)))
        #expect(completed["eta_seconds"] == .number(0))
        #expect(completed["best_so_far"]["set"] == .number(5))
    }
}
