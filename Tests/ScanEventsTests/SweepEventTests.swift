import JSONText
import ScanEvents
import Testing

/// The records of sweeps beyond what all records have in common.
struct SweepEventTests {
    private func record(_ body: [UInt8]) -> [UInt8] {
        Array(#"{"seq":7,"at":"2026-01-02T03:04:05.000006Z","#.utf8) + body + Array("}".utf8)
    }

    private func read(_ body: String) throws -> ScanEvent {
        try RecordedEvent(record(Array(body.utf8))).event
    }

    /// Tapes are kept for years: their bytes must not change with the program.
    @Test(arguments: [
        (
            1,
            #""type":"sets_listed","inputs":["period","devfactor"],"total":441,"offset":3,"#
                + #""values":[[10.0,15.0],[1.7,-0.001]]"#
        ),
        (
            4,
            #""type":"trials_completed","ticker":"BRK-B","offset":400,"bars":1209,"#
                + #""pnl":[-98.25,0.0,0.3333333333333333],"sharpe_ratios":[-0.125,null,1.75],"#
                + #""max_drawdowns":[12.5,0.0,3.0],"trades":[7,0,1],"bars_held":[300,0,12],"#
                + #""idle":[1],"prices":{"bars":1250,"first_date":"2013-02-08","#
                + #""last_date":"2018-02-07","bars_sha256":"abc0","rows_read":1259,"#
                + #""rows_dropped":9,"rows_outside_range":0,"fetched_at":null},"elapsed":3.75"#
        ),
        (5, #""type":"sweep_resumed","remaining":1250,"elapsed":61.5"#),
        (
            9,
            #""type":"sweep_completed","successful":503,"failed":2,"trials":1006,"#
                + #""elapsed":10.25"#
        ),
    ])
    func recordBodyIsTheFormatToTheByte(index: Int, text: String) {
        #expect(String(decoding: SampleSweep.events[index].recordBody, as: UTF8.self) == text)
    }

    @Test func whatIsLeftOutIsNil() throws {
        guard case .trialsCompleted(var trials) = SampleSweep.events[4] else { return }
        (trials.idle, trials.prices) = (nil, nil)
        let body = String(decoding: ScanEvent.trialsCompleted(trials).recordBody, as: UTF8.self)
        #expect(!body.contains("idle") && !body.contains("prices"))
        #expect(try read(body) == .trialsCompleted(trials))
        let started = ScanEvent.sweepStarted(
            .init(tickers: ["A"], benchmark: SampleSweep.prices))
        #expect(try RecordedEvent(record(started.recordBody)).event == started)
        guard case .sweepRequested(var event) = SampleSweep.events[0] else { return }
        (event.terms.random, event.terms.seed, event.terms.walkForward) = (nil, nil, nil)
        let requested = ScanEvent.sweepRequested(event)
        let text = String(decoding: requested.recordBody, as: UTF8.self)
        #expect(!text.contains("random") && !text.contains("walk_forward"))
        #expect(try read(text) == requested)
    }

    /// A list of another length than the others, or a place that is none.
    @Test(arguments: [
        (1, "[10.0,15.0]", "[10.0]"), (1, #"["period","devfactor"]"#, #"["period"]"#),
        (4, "[-98.25,0.0,", "[0.0,"), (4, "[-0.125,null,", "[null,"),
        (4, "[12.5,0.0,", "[0.0,"), (4, "[7,0,1]", "[7,0,1,2]"), (4, "[300,0,12]", "[]"),
        (4, #""idle":[1]"#, #""idle":[3]"#), (4, #""idle":[1]"#, #""idle":[-1]"#),
        (6, "[0.625,null]", "[0.625]"), (6, "[4096,0]", "[4096]"),
        (7, #"["2018-02-06","2018-02-07"]"#, #"["2018-02-06"]"#),
    ])
    func listsThatDoNotGoTogetherAreRefused(index: Int, from: String, to: String) throws {
        let body = String(decoding: SampleSweep.events[index].recordBody, as: UTF8.self)
        let changed = body.replacing(from, with: to)
        try #require(changed != body, "\(body)")
        #expect(throws: JSONError.self) { try read(changed) }
    }

    /// Whatever place a forged record claims, its sets are a range.
    @Test func placesBeyondAllNumbersAreARange() {
        var trials = ScanEvent.TrialsCompleted()
        (trials.offset, trials.pnl) = (.max, [1, 2])
        #expect(trials.sets.upperBound == .max)
    }
}
