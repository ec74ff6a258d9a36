import MarketData
import ScanEvents
import Sweeps
import Testing

@Suite struct WalkForwardTests {
    @Test(arguments: ["2y/6m", "1w/1d", "9999d/12m"]) func lengthsAreRead(text: String) {
        #expect(WalkForward(text)?.text == text)
    }

    @Test(arguments: [
        "", "2y", "2y/", "/6m", "2y/6m/1d", "0y/6m", "2y/6", "-2y/6m", "2.5y/6m", "2y / 6m",
        "10000d/6m", "2Y/6m", "y/m", "２y/6m", "+2y/6m",
    ])
    func otherTextsAreNot(text: String) {
        #expect(WalkForward(text) == nil)
    }

    private func date(_ year: Int, _ month: Int, _ day: Int) throws -> CalendarDate {
        try #require(CalendarDate(year: year, month: month, day: day))
    }

    @Test func windowsFollowTheCalendarAndAdjoin() throws {
        let days = JudgementSupport.days(1258)
        let windows = try #require(WalkForward("2y/6m")).windows(over: days)
        #expect(windows.count == 6)
        #expect(days[windows[0].train.lowerBound] == (try date(2013, 1, 1)))
        #expect(days[windows[0].test.lowerBound] == (try date(2015, 1, 1)))
        #expect(days[windows[0].test.upperBound] == (try date(2015, 7, 1)))
        #expect(days[windows[1].train.lowerBound] == (try date(2013, 7, 1)))
        for (window, next) in zip(windows, windows.dropFirst()) {
            #expect(window.train.upperBound == window.test.lowerBound)
            #expect(window.test.upperBound == next.test.lowerBound)
            #expect(next.train.lowerBound > window.train.lowerBound)
        }
        #expect(windows.last?.test.upperBound == 1258)
    }

    @Test func monthsThatAreTooShortDoNotDrift() throws {
        let first = try date(2015, 1, 31)
        let days = (0..<200).compactMap { CalendarDate(dayNumber: first.dayNumber + $0) }
        let windows = try #require(WalkForward("1m/1m")).windows(over: days)
        let begins = windows.map { days[$0.test.lowerBound] }
        let expected = [
            try date(2015, 2, 28), try date(2015, 3, 28), try date(2015, 4, 30),
        ]
        #expect(Array(begins.prefix(3)) == expected)
    }

    @Test func windowsAreBounded() throws {
        let days = JudgementSupport.days(1000)
        #expect(try #require(WalkForward("1w/1d")).windows(over: days).count == 200)
        #expect(try #require(WalkForward("9y/1d")).windows(over: days).isEmpty)
        #expect(try #require(WalkForward("1y/1y")).windows(over: []).isEmpty)
        let apart = [try date(2000, 1, 1), try date(2050, 1, 1)]
        #expect(try #require(WalkForward("1y/1d")).windows(over: apart).count == 1)
        #expect(try #require(WalkForward("9999y/9999y")).windows(over: apart).isEmpty)
        let last = [try date(9990, 1, 1), .latest]
        #expect(try #require(WalkForward("1y/6m")).windows(over: last).count == 1)
    }

    @Test func cuttingLaterDaysChangesNothingBefore() throws {
        let days = JudgementSupport.days(900)
        let walk = try #require(WalkForward("1y/3m"))
        let whole = walk.windows(over: days)
        for length in stride(from: 20, to: 900, by: 37) {
            let cut = walk.windows(over: Array(days.prefix(length)))
            for (left, right) in zip(cut, whole) {
                #expect(left.train == right.train)
                #expect(left.test == right.test.clamped(to: 0..<length))
            }
            #expect(cut.count == whole.count { $0.test.lowerBound < length })
        }
    }

    @Test(arguments: [SweepObjective.sharpe, .returnPct, .maxDrawdown])
    func chosenSetsNeverSeeALaterBar(objective: SweepObjective) throws {
        let seed: UInt64 = 11
        var random = SplitMix64(seed: seed)
        let days = JudgementSupport.days(700)
        let sets = (0..<9).map { _ in
            JudgementSupport.curve(
                JudgementSupport.normals(700, &random).map { $0 * 0.01 + 0.0003 })
        }
        let whole = try judged(objective, days, sets)
        for length in [300, 417, 555, 699] {
            let cut = try judged(
                objective, Array(days.prefix(length)), sets.map { Array($0.prefix(length)) })
            for (left, right) in zip(cut.choices, whole.choices) {
                #expect(left.set == right.set, "seed \(seed)")
                #expect(left.trainFigure == right.trainFigure, "seed \(seed)")
                if left.window == right.window { #expect(left.testFigure == right.testFigure) }
            }
        }
        // Other values behind the training of the last window change no choice.
        let last = try #require(whole.choices.last).window.train.upperBound
        let changed = try judged(
            objective, days,
            sets.map { values in
                values.enumerated().map { $0.offset < last ? $0.element : 2000 - $0.element / 9 }
            })
        #expect(changed.choices.map(\.set) == whole.choices.map(\.set), "seed \(seed)")
        #expect(changed.choices.map(\.trainFigure) == whole.choices.map(\.trainFigure))
    }

    private func judged(
        _ objective: SweepObjective, _ days: [CalendarDate], _ sets: [[Double]]
    ) throws -> WalkForwardJudgement {
        var judge = SweepJudge(
            objective: objective, days: days, periodsPerYear: 252, start: 1000,
            walkForward: WalkForward("1y/3m"),
            sets: JudgementSupport.line(sets.count), isRandom: false)
        for values in sets { judge.add(values) }
        let objectives = sets.map { values in values.last.map { $0 - 1000 } }
        return try #require(judge.judge(objectives: objectives)?.walkForward)
    }

    @Test func joinedCurveHasTheSlicesOfTheChosenSets() throws {
        let seed: UInt64 = 12
        var random = SplitMix64(seed: seed)
        let days = JudgementSupport.days(600)
        let returns = (0..<5).map { _ in
            JudgementSupport.normals(600, &random).map { $0 * 0.01 }
        }
        let sets = returns.map { JudgementSupport.curve($0) }
        let walk = try judged(.returnPct, days, sets)
        var joined = JoinedCurve(walk.choices, start: 1000, periodsPerYear: 252)
        #expect(Set(joined.sets) == Set(walk.choices.compactMap(\.set)))
        for set in joined.sets.reversed() { joined.add(sets[set], of: set) }
        let plain = try walk.choices.flatMap { choice in
            returns[try #require(choice.set)][choice.window.test]
        }
        let expected = JudgementSupport.curve(plain)
        #expect(joined.values.count == joined.periods.count)
        for (left, right) in zip(joined.values, expected) {
            #expect((left / right - 1).magnitude < 1e-12, "seed \(seed)")
        }
        #expect(joined.figures == walk.outOfSample)
        let sharpe = try #require(walk.outOfSample.sharpeRatio)
        #expect((sharpe - (try #require(JudgementSupport.sharpe(plain)))).magnitude < 1e-9)
        var always = JoinedCurve(walk.choices, always: 2, start: 1000, periodsPerYear: 252)
        #expect(always.sets == [2])
        always.add(sets[2], of: 2)
        #expect(
            (try #require(always.values.last)
                / (1000 * sets[2][599] / sets[2][always.periods.lowerBound - 1]) - 1).magnitude
                < 1e-12)
    }

    @Test func aTrainedSliceThatNobodyHasLeavesCash() throws {
        let days = JudgementSupport.days(600)
        let flat = [Double](repeating: 1000, count: 600)
        var judge = SweepJudge(
            objective: .sharpe, days: days, periodsPerYear: 252, start: 1000,
            walkForward: WalkForward("1y/3m"), sets: JudgementSupport.line(2),
            isRandom: false)
        judge.add(flat)
        judge.add(flat)
        let walk = try #require(judge.judge(objectives: [1, 1])?.walkForward)
        #expect(walk.choices.allSatisfy { $0.set == nil && $0.testFigure == nil })
        #expect(walk.outOfSample.returnPct == 0)
        #expect(walk.outOfSample.sharpeRatio == nil)
    }
}
