import Testing

@testable import Backtesting

/// Sizes, reversals, states, and what rules know of the position.
@Suite struct PositionRuleTests {
    private static func flat(_ prices: [Double]) -> [TextRun.Row] {
        prices.map { ($0, $0, $0, $0) }
    }

    @Test func reversalFillsBothAtOneOpen() throws {
        let rules = """
            enter long when bar_number == 0
            enter short when bar_number == 2
            allow reversal
            """
        let run = try TextRun(rules, Self.flat([10, 10, 11, 12, 13]))
        #expect(run.result.trades.map(\.side) == [.long, .short])
        #expect(run.entries == [1, 3])
        #expect(run.exits == [TextRun.Exit(3, 12), TextRun.Exit(nil, nil)])
        #expect(run.result.rules.map(\.orders) == [1, 1])
    }

    @Test func oppositeEntryIsNotLookedAtWithoutReversal() throws {
        let rules = "enter long when bar_number == 0\nenter short when bar_number == 2"
        let run = try TextRun(rules, Self.flat([10, 10, 11, 12, 13]))
        #expect(run.result.trades.map(\.side) == [.long])
        #expect(run.result.rules.map(\.timesTrue) == [1, 1])
        #expect(run.result.rules.map(\.orders) == [1, 0])
    }

    @Test(arguments: [
        ("size 50%", 500.0), ("size 20 shares", 20), ("risk 1% over 2", 50),
        ("risk 10% over 0.5", 950),
    ])
    func sizeIsWhatTheFileSays(size: String, shares: Double) throws {
        let run = try TextRun(
            "enter long when bar_number == 0\n\(size)", Self.flat([10, 10, 10]))
        #expect(run.result.trades.map(\.size) == [shares])
    }

    @Test(arguments: [
        ("size 50%", 12, 416.0), ("size 20.7 shares", 12, 20), ("risk 1% over 2.1", 12, 47),
        ("size 2000 shares", 12, nil),
    ])
    func wholeUnitsAreTakenAtThePriceOfTheFill(
        size: String, open: Double, shares: Double?
    ) throws {
        let run = try TextRun(
            "enter long when bar_number == 0\n\(size)", Self.flat([10, 10, open, open, open]),
            execution: ExecutionSettings(wholeUnits: true))
        // The first order can be given on the second bar with all values, which bar 0 is not.
        #expect(run.result.trades.isEmpty)
        let later = try TextRun(
            "enter long when bar_number == 1\n\(size)", Self.flat([10, 10, open, open, open]),
            execution: ExecutionSettings(wholeUnits: true))
        #expect(later.result.trades.first?.size == shares)
        #expect(later.result.rejectedOrders == (shares == nil ? 1 : 0))
    }

    @Test(arguments: ["size 1 / (close - close) shares", "risk 1% over close - close"])
    func sizeThatIsMissingOrNothingGivesNoOrder(size: String) throws {
        let run = try TextRun(
            "enter long when bar_number == 0\n\(size)", Self.flat([10, 10, 10]))
        #expect(run.result.trades.isEmpty)
        #expect(run.result.rejectedOrders == 1)
    }

    @Test func exitByTagLeavesOnlyWhatItsRuleEntered() throws {
        let rules = """
            enter long as first when bar_number == 0
            enter long as second when bar_number == 4
            exit second when bar_number == 2 or bar_number == 6
            exit first when bar_number == 3
            """
        let run = try TextRun(rules, Self.flat(Array(repeating: 10, count: 9)))
        #expect(run.entries == [1, 5])
        #expect(run.exits.map(\.bar) == [4, 7])
    }

    @Test func positionTellsOfItsBarsAndExtremesSinceTheFill() throws {
        let rows: [TextRun.Row] = [
            (10, 10, 10, 10), (10, 14, 9, 11), (11, 12, 8, 10), (10, 11, 10, 10),
            (10, 11, 10, 10),
        ]
        for rule in [
            "highest_high == 14 and bars_held == 1", "lowest_low == 8",
            "highest_close == 11 and lowest_close == 10", "entry_price == 10 and bars_held == 1",
            "at_entry(bar_number) == 0 and bars_held == 1",
            "in_long and not flat and bars_held == 1",
        ] {
            let run = try TextRun(
                "enter long when bar_number == 0\nexit long when \(rule)", rows)
            #expect(run.exits.first?.bar == 3, "\(rule)")
        }
    }

    @Test func coolDownAfterALossWaits() throws {
        let rules = """
            enter long when flat and (not known(last_return) or last_return > 0
                or bars_since_exit >= 3)
            exit long when bars_held == 1
            """
        let run = try TextRun(rules, Self.flat([10, 10, 10, 9, 9, 9, 9, 9, 9, 9]))
        // Left at the open of bar 3 with a loss; three bars later there is an order again.
        #expect(run.entries == [1, 7])
    }

    @Test func stateKeepsItsValueWhereItsExpressionIsMissing() throws {
        let rules = """
            state count = 0 then if(bar_number == 2, 1 / (close - close), count[1] + 1)
            enter long when count == 3
            """
        let run = try TextRun(rules, Self.flat(Array(repeating: 10, count: 8)))
        // 1, 2, 2, 3 on the bars 0 to 3.
        #expect(run.entries == [4])
    }

    @Test func risingIsATruthThatRulesTake() throws {
        let run = try TextRun(
            "enter long when rising(close, 2)\nexit long when not rising(close, 1)",
            Self.flat([10, 11, 12, 13, 12, 12]))
        #expect(run.entries == [4])
        #expect(run.exits.map(\.bar) == [5])
    }

    @Test func functionReadsNothingBeforeTheFirstIndexOfItsColumn() throws {
        // The inner column has values from bar 0 on, and its first index is 2.
        let rule = "or_else(mom(or_else(close, sma(close, 3)), 1), 99) == 99"
        let run = try TextRun("enter long when \(rule)", Self.flat([10, 11, 12, 13, 14, 15]))
        #expect(run.result.rules.map(\.timesTrue) == [3])
    }

    @Test func highestCloseBeginsWithTheFillAtAClose() throws {
        let run = try TextRun(
            "enter long when bar_number == 1\nexit long when highest_close == 12",
            Self.flat([10, 12, 11, 11, 11]), execution: ExecutionSettings(fills: .close))
        #expect(run.exits.first?.bar == 2)
    }

    @Test func stopOfAReversalKnowsTheExitThatCameWithIt() throws {
        let rules = """
            enter long when bar_number == 0
            enter short when bar_number == 2
            allow reversal
            stop or_else(if(bars_since_exit == 0, 1, 5), 5)
            """
        let run = try TextRun(rules, Self.flat([10, 10, 10, 10, 11.5, 11.5]))
        #expect(run.exits == [TextRun.Exit(3, 10), TextRun.Exit(4, 11.5)])
    }

    @Test func levelThatIsNotFiniteIsMissing() throws {
        let run = try TextRun(
            "enter long when bar_number == 0\ntarget close * 1e307%",
            Self.flat([100, 100, 100]))
        #expect(run.result.missingLevels == 1)
    }

    @Test func stateOfThePositionCountsFromTheFirstDecision() throws {
        let rules = """
            state quiet = 0 then if(flat, quiet[1] + 1, 0)
            enter long when quiet == 2 and sma(close, 3) > 0
            exit long when bars_held == 1
            """
        let run = try TextRun(rules, Self.flat(Array(repeating: 10, count: 12)))
        // Decisions begin on bar 2; 2 on bar 3; left on bar 6, whose close counts as flat.
        #expect(run.entries == [4, 8])
    }
}
