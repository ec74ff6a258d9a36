import MarketData
import StrategyText
import Testing

@testable import Backtesting

/// Why a position was left, by which rule it was entered, and what prices were met meanwhile.
@Suite struct TradeExitTests {
    /// The order comes at the close of bar 0 and fills at the open of bar 1.
    private static let enter = "enter long when bar_number == 0"
    private static let calm: TextRun.Row = (100, 101, 99, 100)

    private static func trade(
        _ rules: String, _ rows: [TextRun.Row],
        _ execution: ExecutionSettings = ExecutionSettings()
    ) throws -> (trade: Trade, bars: Bars) {
        let run = try TextRun(rules, [calm] + rows, execution: execution)
        return (try #require(run.result.trades.first), run.bars)
    }

    @Test(
        arguments: [
            ("stop 5\ntarget 10", (100, 100, 94, 98), .stop),
            ("stop 5\ntarget 10", (90, 92, 88, 91), .stop),
            ("stop 5\ntarget 10", (101, 111, 100, 105), .target),
            ("stop 5\ntarget 10", (112, 113, 111, 112), .target),
            ("trail 5\ntarget 10", (100, 100, 94, 98), .trail),
            // Where both are the same price, as the trail has risen to, the stop has met it.
            ("trail 5\nstop 4", (100, 100, 94, 98), .stop),
            ("exit long when bar_number == 2", (100, 101, 99, 100), .rule(1)),
            ("exit any when close < 50\nexit any when bar_number == 2", calm, .rule(2)),
        ] as [(String, TextRun.Row, TradeExit)])
    func theReasonIsTheOneThatLeft(rules: String, bar: TextRun.Row, exit: TradeExit) throws {
        let rows = [Self.calm, bar, Self.calm, Self.calm]
        #expect(try Self.trade("\(Self.enter)\n\(rules)", rows).trade.exit == exit)
        let isShort = "\(Self.enter)\n\(rules)".replacing("long", with: "short")
        let mirrored = rows.map { row in
            (200 - row.open, 200 - row.low, 200 - row.high, 200 - row.close)
        }
        guard case .rule = exit else {
            #expect(try Self.trade(isShort, mirrored).trade.exit == exit, "short")
            return
        }
    }

    @Test func anOpenTradeHasNoReasonAndOneThatIsClosedAtTheEndHasTheEnd() throws {
        let open = try Self.trade(Self.enter, [Self.calm, Self.calm])
        #expect(open.trade.exit == nil && open.trade.exitBar == nil && open.trade.barsHeld == 1)
        for fills in ExecutionSettings.Fills.allCases {
            let settings = ExecutionSettings(fills: fills, closesAtEnd: true)
            let closed = try Self.trade(Self.enter, [Self.calm, Self.calm], settings)
            #expect(closed.trade.exit == .end && closed.trade.exitBar == 2)
        }
    }

    @Test func aRuinedAccountLeavesForThat() throws {
        let rows: [TextRun.Row] = [Self.calm, Self.calm, (300, 301, 299, 300), Self.calm]
        let settings = ExecutionSettings(wholeUnits: true)
        let ruined = try Self.trade(
            "enter short when bar_number == 1", rows, settings)
        #expect(ruined.trade.exit == .ruin && ruined.trade.exitBar == 3)
        #expect(ruined.trade.extremes(in: ruined.bars, fills: .nextOpen) == (99, 301))
    }

    @Test func aReversalIsLeftByTheRuleThatEntersTheOtherSide() throws {
        let rules = """
            enter long when bar_number == 0
            enter short when bar_number == 2
            allow reversal
            """
        let run = try TextRun(rules, Array(repeating: Self.calm, count: 6))
        #expect(run.result.trades.map(\.entryRule) == [0, 1])
        #expect(run.result.trades.map(\.exit) == [.rule(1), nil])
        #expect(run.result.trades.map(\.entryBar) == [1, 3])
    }

    // MARK: Extremes

    /// The bars 1 to 4 have lows and highs of their own.
    private static let waves: [TextRun.Row] = [
        (100, 110, 90, 100), (100, 120, 95, 101), (101, 105, 80, 102), (102, 130, 70, 100),
    ]

    @Test(
        arguments: [
            // Entered at the open of bar 1, left at the open of bar 3.
            ("exit long when bar_number == 2", .nextOpen, 90, 120),
            // Entered at the close of bar 0, left at that of bar 2.
            ("exit long when bar_number == 2", .close, 90, 120),
            ("exit long when bar_number == 1", .close, 90, 110),
            // Of the bar that met the stop, its price alone is known.
            ("stop at 85", .nextOpen, 85, 120), ("target at 115", .nextOpen, 90, 115),
            // Still open.
            ("stop at 1", .nextOpen, 70, 130), ("stop at 1", .close, 70, 130),
        ] as [(String, ExecutionSettings.Fills, Double, Double)])
    func extremesAreThoseOfTheBarsHeld(
        rules: String, fills: ExecutionSettings.Fills, low: Double, high: Double
    ) throws {
        let run = try Self.trade(
            "\(Self.enter)\n\(rules)", Self.waves, ExecutionSettings(fills: fills))
        let found = run.trade.extremes(in: run.bars, fills: fills)
        #expect(found == (low, high), "\(found)")
    }

    @Test func theBarOfAnEntryAtItsCloseIsNotHeld() throws {
        let wide: TextRun.Row = (100, 150, 50, 100)
        let run = try TextRun(
            Self.enter, [wide, Self.calm, Self.calm], execution: ExecutionSettings(fills: .close))
        let trade = try #require(run.result.trades.first)
        #expect(trade.entryBar == 0)
        #expect(trade.extremes(in: run.bars, fills: .close) == (99, 101))
    }

    @Test func aTradeOfOneBarHasItsOwnPrices() throws {
        let rules = "\(Self.enter)\nexit long when bar_number == 1"
        let bars: [TextRun.Row] = [(100, 110, 90, 100), (97, 120, 80, 101)]
        let run = try Self.trade(rules, bars)
        #expect(run.trade.extremes(in: run.bars, fills: .nextOpen) == (90, 110))
        let stopped = try Self.trade("\(Self.enter)\nstop 5", [(100, 120, 80, 100)])
        #expect(stopped.trade.extremes(in: stopped.bars, fills: .nextOpen) == (95, 100))
    }
}
