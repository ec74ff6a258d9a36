import Testing

@testable import Backtesting

/// What stops and targets do on a bar, row by row of the table in `Schemas/strategy-language.md`.
@Suite struct StopTests {
    /// The order comes at the close of bar 0 and fills at the open of bar 1, at 100.
    private static let enterLong = "enter long when bar_number == 0"
    private static let enterShort = "enter short when bar_number == 0"
    private static let calm: TextRun.Row = (100, 101, 99, 100)

    private static func exits(
        _ rules: String, _ rows: [TextRun.Row],
        _ execution: ExecutionSettings = ExecutionSettings()
    ) throws -> [TextRun.Exit] {
        try TextRun(rules, [calm] + rows, execution: execution).exits
    }

    @Test(
        arguments: [
            ("a gap through the stop fills at the open", (90, 92, 88, 91), 90),
            ("a low below the stop fills at the stop", (99, 100, 94, 98), 95),
            ("a low at exactly the stop fills at it", (99, 100, 95, 98), 95),
            ("a gap through the target fills at the open", (112, 113, 111, 112), 112),
            ("a high above the target fills at the target", (101, 111, 100, 105), 110),
            ("a high at exactly the target fills at it", (101, 110, 100, 105), 110),
            ("of both touched, the stop comes first", (100, 111, 94, 100), 95),
            ("the open comes before all", (112, 113, 94, 100), 112),
            ("neither is touched", (100, 109.99, 95.01, 100), nil),
        ] as [(String, TextRun.Row, Double?)])
    func longPositionIsLeft(name: String, bar: TextRun.Row, price: Double?) throws {
        let rules = "\(Self.enterLong)\nstop 5\ntarget 10"
        let exits = try Self.exits(rules, [Self.calm, bar, Self.calm])
        #expect(exits.first == TextRun.Exit(price == nil ? nil : 2, price), "\(name)")
    }

    @Test(
        arguments: [
            ("a gap through the stop", (112, 113, 108, 109), 112),
            ("a high above the stop", (101, 106, 100, 101), 105),
            ("a high at exactly the stop", (101, 105, 100, 101), 105),
            ("a gap through the target", (88, 89, 87, 88), 88),
            ("a low below the target", (99, 100, 89, 95), 90),
            ("both touched", (100, 106, 89, 100), 105),
            ("the open first", (88, 106, 87, 100), 88),
            ("neither", (100, 104.99, 90.01, 100), nil),
        ] as [(String, TextRun.Row, Double?)])
    func shortPositionIsLeft(name: String, bar: TextRun.Row, price: Double?) throws {
        let rules = "\(Self.enterShort)\nstop 5\ntarget 10"
        let exits = try Self.exits(rules, [Self.calm, bar, Self.calm])
        #expect(exits.first == TextRun.Exit(price == nil ? nil : 2, price), "\(name)")
    }

    @Test(arguments: [
        (TextRun.Row(100, 102, 94, 101), 95.0), (TextRun.Row(100, 111, 99, 101), 110.0),
    ])
    func entryBarItselfCanLeave(bar: TextRun.Row, price: Double) throws {
        let exits = try Self.exits("\(Self.enterLong)\nstop 5\ntarget 10", [bar, Self.calm])
        #expect(exits == [TextRun.Exit(1, price)])
    }

    @Test func entryThatOpensBeyondTheStopIsSoldAtThatOpen() throws {
        let rules = "\(Self.enterLong)\nstop long at 95"
        let exits = try Self.exits(rules, [(90, 97, 89, 96), Self.calm])
        #expect(exits == [TextRun.Exit(1, 90)])
    }

    @Test func targetInPerCentIsThePriceTimesPerCentThenAdded() throws {
        // 100 · 1.1 would be 110.00000000000001, which a high of 110 does not reach.
        let exits = try Self.exits(
            "\(Self.enterLong)\ntarget 10%", [Self.calm, (101, 110, 100, 105), Self.calm])
        #expect(exits == [TextRun.Exit(2, 110)])
    }

    @Test func exitRuleThatWaitsFillsAtTheOpenBeforeTheStopIsLookedAt() throws {
        let rules = "\(Self.enterLong)\nexit long when bar_number == 1\nstop 5"
        let exits = try Self.exits(rules, [Self.calm, (99, 100, 90, 92), Self.calm])
        #expect(exits == [TextRun.Exit(2, 99)])
    }

    @Test func entryRuleTrueAtTheCloseOfTheStopFillsAtTheNextOpen() throws {
        let rules = "enter long when bar_number == 0 or bar_number == 2\nstop 5"
        let run = try TextRun(
            rules, [Self.calm, Self.calm, (99, 100, 94, 96), (97, 99, 96, 98)])
        #expect(run.exits == [TextRun.Exit(2, 95), TextRun.Exit(nil, nil)])
        #expect(run.entries == [1, 3])
    }

    /// 5 % below the best high so far, those of the bars before: 112 gives 106.4.
    @Test(arguments: [("trail 5%", 106.4), ("trail 5", 107)])
    func trailFollowsTheBestHighOfTheBarsBefore(trail: String, level: Double) throws {
        let rows: [TextRun.Row] = [
            (100, 108, 99, 107), (108, 112, 107.5, 110), (108, 120, 103, 104), Self.calm,
        ]
        let exits = try Self.exits("\(Self.enterLong)\n\(trail)", rows)
        #expect(exits.first?.bar == 3)
        #expect(exits.first?.price == level)
    }

    @Test func ownHighRaisesNoTrailThatTheBarCouldHit() throws {
        let rows: [TextRun.Row] = [Self.calm, (100, 130, 97, 128), (128, 129, 127, 128)]
        #expect(try Self.exits("\(Self.enterLong)\ntrail 5", rows) == [TextRun.Exit(nil, nil)])
    }

    @Test func trailIsNeverLoosened() throws {
        // The distance grows by one a bar; the level stays where it was nearest.
        let rows: [TextRun.Row] = [
            (100, 110, 99, 108), (108, 109, 106.5, 107), (107, 108, 106.5, 107),
            (107, 108, 104, 105),
        ]
        let exits = try Self.exits("\(Self.enterLong)\ntrail bar_number + 3", rows)
        #expect(exits == [TextRun.Exit(4, 106)])
    }

    @Test func severalStopsLeaveAtTheNearestAndSeveralTargetsToo() throws {
        let rules = """
            \(Self.enterLong)
            stop 5
            stop long at 97
            target 10
            target long at 108
            """
        let low: TextRun.Row = (100, 101, 90, 95)
        #expect(try Self.exits(rules, [Self.calm, low]) == [TextRun.Exit(2, 97)])
        let high: TextRun.Row = (100, 115, 99, 110)
        #expect(try Self.exits(rules, [Self.calm, high]) == [TextRun.Exit(2, 108)])
    }

    @Test func levelThatGoesMissingLeavesTheLastOneInForce() throws {
        let rules = """
            \(Self.enterLong)
            stop long at if(bar_number < 2, close - 4, 1 / (close - close))
            """
        let run = try TextRun(
            rules, [Self.calm, Self.calm, (100, 101, 97, 100), (99, 100, 95, 97)])
        #expect(run.exits == [TextRun.Exit(3, 96)])
        #expect(run.result.missingLevels == 0)
    }

    @Test func levelMissingAtTheEntryIsCounted() throws {
        let run = try TextRun(
            "\(Self.enterLong)\nstop 1 / (close - close)",
            [Self.calm, Self.calm, (100, 101, 1, 100)])
        #expect(run.result.missingLevels == 1)
        #expect(run.exits == [TextRun.Exit(nil, nil)])
    }

    // MARK: - Fills at the close

    private static let atClose = ExecutionSettings(fills: .close)

    @Test func fillAtTheCloseIsStoppedFromTheNextBarOn() throws {
        // What bar 0 did before its close does not concern the position.
        let rows: [TextRun.Row] = [(100, 101, 80, 100), (99, 100, 94, 96), Self.calm]
        let run = try TextRun(
            "\(Self.enterLong)\nstop 5", rows, execution: Self.atClose)
        #expect(run.entries == [0])
        #expect(run.exits == [TextRun.Exit(1, 95)])
    }

    @Test func highOfTheBarOfAFillAtTheCloseRaisesNoTrail() throws {
        let rows: [TextRun.Row] = [(100, 150, 99, 100), (100, 101, 96, 97), Self.calm]
        let run = try TextRun(
            "\(Self.enterLong)\ntrail 5", rows, execution: Self.atClose)
        #expect(run.exits == [TextRun.Exit(nil, nil)])
    }

    @Test func noSecondEntryFillsAtTheCloseThatLeft() throws {
        let rules = "enter long when bar_number < 9\nexit long when bar_number == 2"
        let run = try TextRun(
            rules, Array(repeating: Self.calm, count: 5), execution: Self.atClose)
        #expect(run.entries == [0, 3])
        #expect(run.exits == [TextRun.Exit(2, 100), TextRun.Exit(nil, nil)])
    }

    @Test func lastBarsStopComesBeforeTheClosingOfWhatIsOpen() throws {
        let rows: [TextRun.Row] = [Self.calm, Self.calm, (99, 100, 90, 92)]
        let settings = ExecutionSettings(closesAtEnd: true)
        let stopped = try TextRun("\(Self.enterLong)\nstop 5", rows, execution: settings)
        #expect(stopped.exits == [TextRun.Exit(2, 95)])
        let closed = try TextRun("\(Self.enterLong)\nstop 50", rows, execution: settings)
        #expect(closed.exits == [TextRun.Exit(2, 99)])
    }
}
