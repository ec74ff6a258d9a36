import MarketData
import Testing

@testable import Backtesting

/// Runs whose account comes to nothing, worked out by hand; it starts with 1,000.
@Suite struct RuinTests {
    /// 100 shares short at 10: at 25 the account owes 500.
    @Test func aRunThatStopsAtRuinEndsWithNothing() throws {
        let prices = [(10.0, 10.0), (10, 10), (10, 25), (10, 10), (10, 10)]
        let signals: [Signal] = [.enterShort, .hold, .hold, .enterLong]
        let goesOn = try ScriptedRun(prices, signals)
        #expect(goesOn.result.equity == [1_000, 1_000, -500, 1_000, 1_000])
        let stops = try ScriptedRun(
            prices, signals, execution: ExecutionSettings(stopsAtRuin: true))
        #expect(stops.result.equity == [1_000, 1_000, 0, 0, 0])
        #expect(stops.result.trades.map(\.exitPrice) == [25])
        #expect(stops.result.trades.map(\.netPnl) == [-1_500])
        #expect(stops.result.maxDrawdownPercent == 100)
    }

    /// Nothing is charged for the days behind the end, though no order is given on them.
    @Test(arguments: [false, true])
    func nothingIsChargedBehindTheRuin(wholeUnits: Bool) throws {
        let prices =
            [(10.0, 10.0), (10, 10), (10, 25)] + Array(repeating: (10.0, 10.0), count: 50)
        let run = try ScriptedRun(
            prices, [.enterShort],
            costs: TradingCosts(borrowRate: 0.365, cashRate: 0.365),
            execution: ExecutionSettings(wholeUnits: wholeUnits, stopsAtRuin: true))
        #expect(run.result.borrowCost.isClose(to: 1.001, absolute: 0.01))
        #expect(run.result.interest.isClose(to: 2, absolute: 0.01))
        #expect(run.result.endValue == 0)
    }

    /// A short position whose loan eats up the account.
    @Test func borrowingMayRuin() throws {
        let run = try ScriptedRun(
            Array(repeating: (10.0, 10.0), count: 20), [.enterShort],
            costs: TradingCosts(borrowRate: 36.5), execution: ExecutionSettings(stopsAtRuin: true))
        // A tenth of the position a day.
        #expect(run.result.equity.firstIndex { $0 <= 1e-9 } == 11)
        #expect(run.result.endValue == 0)
    }
}
