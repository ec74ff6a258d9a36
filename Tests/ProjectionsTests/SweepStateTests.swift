import JSONText
import Projections
import ScanEvents
import Testing

@Suite struct SweepStateTests {
    private func sweep(_ events: [ScanEvent]) throws -> SweepState {
        try #require(try ScriptedScan(events).state().sweep)
    }

    @Test func aWholeSweepIsFoldedToWhatItsRecordsTell() throws {
        let state = try ScriptedScan(ScriptedSweep.whole).state()
        let sweep = try #require(state.sweep)
        #expect(state.phase == .completed)
        #expect(state.total == 18 && state.done == 18)
        #expect(sweep.trials == 12 && state.successful == 2 && state.failures.count == 1)
        #expect(sweep.inputs == ["period", "factor"] && sweep.listed == 6)
        #expect(sweep.columns == [ScriptedSweep.periods, ScriptedSweep.factors])
        #expect(sweep.parameters(of: 4) == ["period": 20, "factor": 1.5, "stop": 5])
        #expect(sweep.words(of: 4) == "period=20 factor=1.5")
        #expect(sweep.best == SweepBest(set: 5, value: 1.25))
        #expect(sweep.ranking == [5, 4, 2, 1, 0, 3], "without a Sharpe ratio it comes last")
        #expect(sweep.valued?.trades == [2, 4, 6, 8, 10, 12])
        #expect(state.prices.rowsRead == 402, "the prices of a stock count once")
        #expect(state.started?.tickers == ScriptedSweep.tickers)
        #expect(state.requested?.request.strategy == "bollinger_bands")
        #expect(!state.hasOnlyFailures && state.elapsed == 6)
    }

    /// Means over A and C where both are done: (100 + 50) × (i + 1) / 2 of 10,000.
    @Test func runningFiguresAreMeansOverTheStocksThatAreDone() throws {
        let sweep = try sweep(
            ScriptedSweep.start + [
                ScriptedSweep.trials("A", 0..<6), ScriptedSweep.trials("C", 0..<2),
            ])
        #expect(sweep.figure(.returnPct, of: 1) == 1.5)
        #expect(sweep.figure(.returnPct, of: 5) == 6)
        #expect(sweep.figure(.sharpe, of: 0) == 0, "a ratio that does not exist counts as 0")
        #expect(sweep.figure(.maxDrawdown, of: 1) == 9)
        #expect(sweep.figure(.trades, of: 1) == 4)
        #expect(sweep.figure(.exposure, of: 5) == 50)
        #expect(sweep.figure(.gained, of: 1) == 100)
        #expect(sweep.figure(.sharpe, of: 6) == nil)
        #expect(sweep.stocksDone(of: 1) == 2 && sweep.stocksDone(of: 5) == 1)
        #expect(sweep.best == SweepBest(set: 5, value: 2.5))
    }

    @Test(arguments: [
        (SweepObjective.maxDrawdown, 5), (.trades, 5), (.returnPct, 5), (.exposure, 5),
    ])
    func bestSoFarGoesByTheObjective(objective: SweepObjective, best: Int) throws {
        let events =
            [ScriptedSweep.requested(objective: objective)] + ScriptedSweep.start.dropFirst()
        #expect(try sweep(events + [ScriptedSweep.trials("A", 0..<6)]).best?.set == best)
        #expect(try sweep(events).best == nil)
    }

    @Test func equalSetsAreBestByTheirPlaces() throws {
        let events = [ScriptedSweep.requested(objective: .gained)] + ScriptedSweep.start.dropFirst()
        var trials = ScanEvent.TrialsCompleted()
        (trials.ticker, trials.offset, trials.bars) = ("A", 1, 0)
        (trials.pnl, trials.sharpeRatios, trials.maxDrawdowns) = ([5, 5], [nil, nil], [0, 0])
        (trials.trades, trials.barsHeld) = ([1, 1], [3, 3])
        let sweep = try sweep(events + [.trialsCompleted(trials)])
        #expect(sweep.best?.set == 1)
        #expect(sweep.figure(.exposure, of: 1) == 0, "no bar, no exposure")
    }

    @Test func trialsThatComeAgainArePassedOver() throws {
        let once = ScriptedSweep.start + [ScriptedSweep.trials("A", 1..<4)]
        let again =
            once + [
                ScriptedSweep.trials("A", 1..<4, elapsed: 99), ScriptedSweep.trials("A", 2..<3),
            ]
        let state = try ScriptedScan(again).state()
        #expect(state.done == 3 && state.elapsed == 3)
        let overlapping = try ScriptedScan(again + [ScriptedSweep.trials("A", 0..<6)]).state()
        #expect(overlapping.done == 6 && overlapping.successful == 1)
        let sweep = try #require(overlapping.sweep)
        for set in 0..<6 { #expect(sweep.figure(.trades, of: set) == Double(set + 1)) }
    }

    /// Every order of the pieces, some of them overlapping, counts each set once.
    @Test func runsInAnyOrderCountEachSetOnce() throws {
        let pieces = [0..<2, 1..<3, 4..<6, 2..<5, 3..<4]
        for first in pieces.indices {
            for second in pieces.indices {
                let order = [pieces[first], pieces[second]] + pieces
                let state = try ScriptedScan(
                    ScriptedSweep.start + order.map { ScriptedSweep.trials("A", $0) }
                ).state()
                let sweep = try #require(state.sweep)
                #expect(sweep.trials == 6, "\(order)")
                #expect((0..<6).allSatisfy { sweep.stocksDone(of: $0) == 1 }, "\(order)")
                #expect(state.prices.rowsRead == 201)
            }
        }
    }

    @Test func aFailedStockCountsForAllItsSets() throws {
        let events =
            ScriptedSweep.start + [
                ScriptedSweep.trials("A", 0..<4), ScriptedSweep.failed("A"),
                ScriptedSweep.trials("A", 4..<6), ScriptedSweep.failed("A"),
            ]
        let state = try ScriptedScan(events).state()
        #expect(state.done == 6 && state.sweep?.trials == 4)
        #expect(state.successful == 0 && state.failures.count == 1 && state.stocksDone == 1)
        let late = try ScriptedScan(
            ScriptedSweep.start + [ScriptedSweep.trials("C", 0..<6), ScriptedSweep.failed("C")]
        ).state()
        #expect(late.done == 6 && late.successful == 0)
    }

    @Test func aResumedSweepGoesOnAndIsJudgedAnew() throws {
        let begun =
            ScriptedSweep.start + [
                ScriptedSweep.trials("A", 0..<6), ScriptedSweep.valued(0..<6),
                ScriptedSweep.judged(),
                .interrupted(.init(code: .timeout, message: "no answer", elapsed: 7)),
            ]
        #expect(try sweep(begun).judged != nil)
        let resumed = begun + [.sweepResumed(.init(remaining: 12, elapsed: 7))]
        let state = try ScriptedScan(resumed).state()
        #expect(state.phase == .running && state.failureMessage == nil)
        #expect(state.sweep?.judged == nil && state.sweep?.valued == nil)
        #expect(state.done == 6)
        let rest =
            [ScriptedSweep.failed("B"), ScriptedSweep.trials("C", 0..<6)] + ScriptedSweep.end
        let whole = try ScriptedScan(ScriptedSweep.whole).state()
        let both = try ScriptedScan(resumed + rest).state()
        #expect(both.sweep?.valued == whole.sweep?.valued)
        #expect(both.sweep?.best == whole.sweep?.best && both.done == 18)
    }

    @Test func theSetOfASweepThatVariesNothingIsInNoList() throws {
        let sweep = try sweep([
            ScriptedSweep.requested(sets: 1), .sweepStarted(.init(tickers: ScriptedSweep.tickers)),
            ScriptedSweep.trials("A", 0..<1), ScriptedSweep.trials("C", 0..<2),
        ])
        #expect(sweep.listed == 1 && sweep.trials == 2 && sweep.successful == 2)
        #expect(sweep.parameters(of: 0) == ["stop": 5] && sweep.words(of: 0).isEmpty)
        #expect(sweep.best == SweepBest(set: 0, value: 0))
        #expect(SweepHeatmap(sweep) == nil)
    }

    @Test func partsOfWalkForwardAreJoined() throws {
        let part = [ScriptedSweep.walked(0..<2, windows: [ScriptedSweep.window])]
        #expect(try sweep(ScriptedSweep.start + part).walkForward == nil)
        let both = part + [ScriptedSweep.walked(3..<4), ScriptedSweep.walked(2..<4)]
        let walk = try #require(try sweep(ScriptedSweep.start + both).walkForward)
        #expect(walk.times.count == 4 && walk.windows == [ScriptedSweep.window])
        #expect(walk.values == [20_000, 20_001, 20_002, 20_003])
    }

    /// Whatever a tape claims, memory and figures follow what is really there.
    @Test func forgedCountsNeitherEndTheProgramNorTakeMemory() throws {
        var far = ScanEvent.TrialsCompleted()
        (far.ticker, far.offset, far.bars) = ("A", .max - 1, 5)
        (far.pnl, far.sharpeRatios, far.maxDrawdowns) = ([1e308, 1], [1e308, nil], [1e308, 0])
        (far.trades, far.barsHeld, far.idle) = ([.max, 1], [.max, 1], [1])
        var near = far
        near.offset = 0
        let forged: [ScanEvent] = [
            ScriptedSweep.requested(stocks: .max, sets: .max), ScriptedSweep.listed(0..<4),
            .trialsCompleted(far), .trialsCompleted(near), ScriptedSweep.failed("B"),
            ScriptedSweep.failed("C"), ScriptedSweep.valued(0..<2, total: .max),
            ScriptedSweep.valued(4..<6, total: .max), ScriptedSweep.listed(0..<4),
        ]
        let state = try ScriptedScan(forged).state()
        let sweep = try #require(state.sweep)
        #expect(sweep.listed == 4 && sweep.trials == 2 && sweep.valued == nil)
        #expect(state.total == .max && state.done == .max)
        #expect(state.approximateBytes < 100_000)
        _ = (state.status, state.summary, state.progressLine, state.finalLine, state.etaSeconds)
        _ = try ScriptedScan(forged).messages()
        // Without a request for a sweep its records say nothing.
        let scan = try ScriptedScan([.requested(stocks: 1)] + forged.dropFirst().prefix(3)).state()
        #expect(scan.sweep == nil && scan.done == 0)
        // A judgement of a set that is not there.
        var judged = ScanEvent.SweepJudged()
        (judged.best, judged.objective) = (.max, 1)
        let end: [ScanEvent] = [
            .sweepJudged(judged),
            .sweepCompleted(.init(successful: 0, failed: 0, trials: 0, elapsed: 1)),
        ]
        let ended = try ScriptedScan(ScriptedSweep.start + end).state()
        _ = (try JSONValue.parse(ended.status), ended.summary, ended.finalLine)
    }
}
