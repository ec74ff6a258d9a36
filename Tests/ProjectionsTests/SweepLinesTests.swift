import Projections
import ScanEvents
import Testing

@Suite struct SweepLinesTests {
    private func lines(of events: [ScanEvent]) throws -> [String] {
        var lines = ProgressLines()
        var texts: [String] = []
        for line in ScriptedScan(events).lines {
            texts += lines.apply(try RecordedEvent(line), in: line).map(\.text)
        }
        return texts + [lines.closingLine].compactMap(\.self)
    }

    @Test func linesTellPaceBestAndVerdict() throws {
        #expect(
            try lines(of: ScriptedSweep.whole) == [
                "Trading from 2013-03-01 on, in all sets",
                "Progress: 22.2% (4/18 trials) - 4.0 trials/s - ETA: 3.5s - "
                    + "Best: Sharpe 1.50 (period=20 factor=1)",
                "Progress: 33.3% (6/18 trials) - 4.0 trials/s - ETA: 3.0s - "
                    + "Best: Sharpe 2.50 (period=20 factor=2)",
                "Failed: B - high below low",
                "Progress: 66.7% (12/18 trials) - 3.0 trials/s - ETA: 2.0s - "
                    + "Best: Sharpe 2.50 (period=20 factor=2)",
                "Progress: 100.0% (18/18 trials) - 4.0 trials/s - ETA: 0.0s - "
                    + "Best: Sharpe 2.50 (period=20 factor=2)",
                "Complete! 12 trials. Total time: 6.0s - "
                    + "Best: Sharpe 1.25 (period=20 factor=2) - Verdict: luck",
            ])
    }

    @Test(arguments: [
        (
            ScanEvent.cancelled(.init(elapsed: 4)),
            "Cancelled after 4 of 18 trials. Total time: 4.0s - "
                + "Best so far: Sharpe 1.50 (period=20 factor=1)"
        ),
        (
            .interrupted(.init(code: .timeout, message: "no answer", elapsed: 4)),
            "Interrupted after 4 of 18 trials: no answer. Total time: 4.0s - "
                + "Best so far: Sharpe 1.50 (period=20 factor=1)"
        ),
        (
            .failed(.init(code: .internal, message: "disk full", elapsed: 4)),
            "Failed: disk full. Total time: 4.0s - "
                + "Best so far: Sharpe 1.50 (period=20 factor=1)"
        ),
    ])
    func finalLineSaysHowTheSweepEnded(end: ScanEvent, line: String) throws {
        let events = ScriptedSweep.start + [ScriptedSweep.trials("A", 0..<4), end]
        #expect(try ScriptedScan(events).state().finalLine == line)
    }

    @Test func allStocksFailingIsNoResult() throws {
        let failures = ScriptedSweep.tickers.map { ScriptedSweep.failed($0) }
        var judged = ScanEvent.SweepJudged()
        judged.elapsed = 6
        let state = try ScriptedScan(
            ScriptedSweep.start + failures + [
                .sweepJudged(judged),
                .sweepCompleted(.init(successful: 0, failed: 3, trials: 0, elapsed: 6)),
            ]
        ).state()
        #expect(state.hasOnlyFailures)
        #expect(state.finalLine == "No result: all 3 stocks failed. Total time: 6.0s")
        #expect(state.summary.contains("Failed: 3 by bad_data: A, B, C"))
    }

    @Test func summaryHasTheBestSetsTheVerdictAndTheHeatmap() throws {
        let lines = try ScriptedScan(ScriptedSweep.whole).state().summary
        #expect(
            lines == [
                "6 sets of bollinger_bands on 2 of 3 stocks, 2013-02-08 to the last, trading from "
                    + "2013-03-01, when every set can decide",
                "12 trials; sets left out: 1 dropped by conditions",
                "Holding the same stocks: return 7.12%, Sharpe 0.5",
                "Best  period  factor  Sharpe  Neighbours  Return  Drawdown  Trades",
                "1         20       2    1.25        0.62   5.50%     5.00%      12",
                "2         20     1.5    1.00        0.62   4.50%     6.00%      10",
                "3         10       2    0.50        0.62   2.50%     8.00%       6",
                "4         10     1.5    0.25        0.62   1.50%     9.00%       4",
                "5         10       1    0.00           -   0.50%    10.00%       2",
                "6         20       1       -        0.62   3.50%     7.00%       8",
                "Verdict: luck",
                "  Best of 6 sets: Sharpe 1.25 a year\u{fffd}",
                "Heatmap: best Sharpe by period (up) and factor",
                "20 |  %%@@",
                "10 |..::==",
                "    1    2",
                "Scale: . 0.00 to @ 1.25",
                "Failed: 1 by bad_data: B",
                "  high below low",
                "Prices: 402 rows read, 2 dropped as incomplete or repeated, 0 kept with open or "
                    + "close outside low…high",
            ])
        let narrow = try ScriptedScan(ScriptedSweep.whole).state().summary(columns: 40)
        #expect(narrow[3] == "Best  period  factor  Sharpe  Neighbours")
    }

    @Test func heatmapFitsAndTellsBestMeanAndFixed() throws {
        var listed = ScanEvent.SetsListed()
        listed.inputs = ["a", "long", "b"]
        (listed.total, listed.offset) = (400, 0)
        listed.values = [
            (0..<400).map { Double($0 / 200) }, (0..<400).map { Double($0 % 100) },
            (0..<400).map { Double($0 / 100 % 2) },
        ]
        var trials = ScanEvent.TrialsCompleted()
        (trials.ticker, trials.bars) = ("A", 1)
        trials.pnl = (0..<400).map { Double($0 / 100) }
        trials.sharpeRatios = trials.pnl.map { $0 }
        trials.maxDrawdowns = trials.pnl
        (trials.trades, trials.barsHeld) = (
            Array(repeating: 1, count: 400), Array(repeating: 0, count: 400)
        )
        let sweep = try #require(
            try ScriptedScan([
                ScriptedSweep.requested(stocks: 1, sets: 400), .setsListed(listed),
                .sweepStarted(.init(tickers: ["A"])), .trialsCompleted(trials),
            ]).state().sweep)
        for width in [40, 60, 80, 200] {
            let lines = try #require(SweepHeatmap(sweep, columns: width)).lines
            #expect(lines.allSatisfy { $0.count <= min(80, width) }, "\(width)")
            #expect(lines.count == 5)
        }
        let best = try #require(SweepHeatmap(sweep))
        #expect(best.across == "long" && best.down == "a")
        #expect(best.lines.last == "Scale: . 1.00 to @ 3.00", "a row is the better half of four")
        let mean = try #require(SweepHeatmap(sweep, choice: .mean))
        #expect(mean.lines.last == "Scale: . 0.50 to @ 2.50")
        let fixed = try #require(SweepHeatmap(sweep, choice: .fixed(["b": 0])))
        #expect(fixed.lines.last == "Scale: . 0.00 to @ 2.00")
        let least = try #require(SweepHeatmap(sweep, figure: .maxDrawdown))
        #expect(least.lines.last == "Scale: . 2.00% to @ 0.00%", "the least drawdown is best")
        #expect(least.lines[1].hasSuffix("."))
    }

    @Test func oneInputGivesARowAndASingleSetNone() throws {
        var listed = ScanEvent.SetsListed()
        (listed.inputs, listed.total, listed.values) = (["period"], 2, [[10, 20]])
        let two = [
            ScriptedSweep.requested(sets: 2), .setsListed(listed), ScriptedSweep.trials("A", 0..<2),
        ]
        let sweep = try #require(try ScriptedScan(two).state().sweep)
        #expect(
            try #require(SweepHeatmap(sweep)).lines == [
                "Heatmap: best Sharpe by period", " |..@@", "  10 20", "Scale: . 0.00 to @ 0.50",
            ])
        (listed.total, listed.values) = (1, [[10]])
        let one = [ScriptedSweep.requested(sets: 1), .setsListed(listed)]
        #expect(SweepHeatmap(try #require(try ScriptedScan(one).state().sweep)) == nil)
    }
}
