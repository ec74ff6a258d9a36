import MarketData
import Testing

@testable import Backtesting

/// Small runs under other settings than backtrader's, worked out by hand.
///
/// Prices are open and close of each bar; an account starts with 1,000.
@Suite struct ExecutionSettingsTests {
    private static let prices = [(10.0, 10.0), (11.0, 12.0), (13.0, 14.0), (15.0, 16.0)]

    @Test func nothingSetMeansTheNextOpenFractionsAndOpenPositions() {
        let settings = ExecutionSettings()
        #expect(settings.fills == .nextOpen)
        #expect(!settings.wholeUnits)
        #expect(!settings.closesAtEnd)
        #expect(ExecutionSettings.Fills.allCases.map(\.rawValue) == ["next_open", "close"])
    }

    @Test func orderFillsAtTheCloseOfItsSignal() throws {
        let run = try ScriptedRun(
            Self.prices, [.enterLong, .hold, .exit], percent: 50,
            execution: ExecutionSettings(fills: .close))
        let trade = try #require(run.result.trades.first)
        #expect(trade.entryPrice == 10)
        #expect(trade.exitPrice == 14)
        #expect(trade.entryTime == run.bars.times[0])
        #expect(trade.exitTime == run.bars.times[2])
        #expect(trade.barsHeld == 2)
        #expect(run.result.equity == [1_000, 1_100, 1_200, 1_200])
    }

    @Test func orderOnTheLastBarFillsAtItsClose() throws {
        let run = try ScriptedRun(
            Self.prices, [.hold, .hold, .hold, .enterLong], percent: 50,
            costs: TradingCosts(commissionRate: 0.01),
            execution: ExecutionSettings(fills: .close))
        #expect(run.result.openTrades == 1)
        #expect(run.result.endValue == 995)
    }

    @Test(arguments: [
        (ExecutionSettings.Fills.nextOpen, 15.0, 1_200.0), (.close, 16, 1_300),
    ])
    func positionOpenAtTheEndIsClosedAtTheLastFillingPrice(
        fills: ExecutionSettings.Fills, price: Double, endValue: Double
    ) throws {
        for wholeUnits in [false, true] {
            let run = try ScriptedRun(
                Self.prices, [.enterLong], percent: 50,
                execution: ExecutionSettings(
                    fills: fills, wholeUnits: wholeUnits, closesAtEnd: true))
            let trade = try #require(run.result.trades.first)
            #expect(trade.exitPrice == price)
            #expect(trade.exitTime == run.bars.times.last)
            #expect(run.result.openTrades == 0)
            #expect(run.result.winningTrades == 1)
            if !wholeUnits {
                #expect(run.result.endValue == endValue)
            }
        }
    }

    /// 950 pay for 86 shares at 11, and for 85 when the commission makes them cost 11.11.
    @Test(arguments: [(0.0, 86.0), (0.01, 85)])
    func wholeUnitsAreThoseTheFillCanPay(commission: Double, size: Double) throws {
        let run = try ScriptedRun(
            Self.prices, [.enterShort, .hold, .exit], percent: 95,
            costs: TradingCosts(commissionRate: commission),
            execution: ExecutionSettings(wholeUnits: true))
        let trade = try #require(run.result.trades.first)
        #expect(trade.size == size)
        #expect(trade.side == .short)
        #expect(trade.grossPnl == -4 * size)
        let fees = commission * (11 + 15) * size
        #expect((run.result.commissionPaid - fees).magnitude < 1e-9)
        #expect((run.result.endValue - (1_000 - 4 * size - fees)).magnitude < 1e-9)
    }

    /// What backtesting.py 0.6.6 takes of 10,000 with `size=0.95` at prices that do not change: the
    /// floored remainder decides, not the rounded quotient.
    @Test(arguments: [
        (0.1, 0.0, 94_999.0), (0.2, 0, 47_499), (0.4, 0, 23_749), (0.3, 0, 31_666), (7, 0, 1_357),
        (0.1, 0.001, 94_905), (0.2, 0.001, 47_452), (0.7, 0.003, 13_530), (9.5, 0, 1_000),
    ])
    func wholeUnitsAreCountedAsInBacktestingPy(
        price: Double, commission: Double, size: Double
    ) throws {
        let run = try ScriptedRun(
            Array(repeating: (price, price), count: 3), [.enterLong], percent: 95,
            costs: TradingCosts(commissionRate: commission), cash: 10_000,
            execution: ExecutionSettings(wholeUnits: true))
        #expect(run.result.trades.first?.size == size)
    }

    /// Of prices that fall from bar to bar: each of these buys as soon as it can decide.
    @Test(arguments: [("buy_and_hold", 1, 2), ("williams_r", 14, 15), ("rsi", 15, 16)])
    func firstOrderOfWholeUnitsIsOnTheSecondBarWithAllValues(
        name: String, bar: Int, barOfWholeUnits: Int
    ) throws {
        let prices = (0..<30).map { 100 - Double($0) }
        let bars = try Bars(
            ticker: "FALL", times: BarTime.days(30), open: prices, high: prices, low: prices,
            close: prices, volume: prices)
        for (wholeUnits, expected) in [(false, bar), (true, barOfWholeUnits)] {
            let result = try Backtest.run(
                StrategyLibrary.builtIn.resolve(name), on: bars,
                execution: ExecutionSettings(wholeUnits: wholeUnits))
            #expect(result.trades.first?.entryTime == bars.times[expected], "\(wholeUnits)")
            #expect(result.firstTradingBar == bar - 1)
        }
    }

    @Test(arguments: [Signal.enterLong, .enterShort])
    func entryThatPaysForNoWholeUnitIsRejected(signal: Signal) throws {
        let run = try ScriptedRun(
            [(10, 10), (1_001, 1_001), (1_001, 1_001)], [signal],
            execution: ExecutionSettings(wholeUnits: true))
        #expect(run.result.rejectedOrders == 1)
        #expect(run.result.totalTrades == 0)
        #expect(run.result.endValue == 1_000)
    }

    /// 100 shares short at 10: at 25 the account owes 500, so that it ends there with nothing.
    @Test func runOfWholeUnitsEndsWithItsEquity() throws {
        let run = try ScriptedRun(
            [(10, 10), (10, 10), (10, 25), (10, 10), (10, 10)],
            [.enterShort, .hold, .hold, .enterLong], execution: ExecutionSettings(wholeUnits: true))
        #expect(run.result.equity == [1_000, 1_000, 0, 0, 0])
        #expect(run.result.totalTrades == 1)
        #expect(run.result.trades.first?.exitPrice == 25)
        #expect(run.result.trades.first?.netPnl == -1_500)
        #expect(run.result.maxDrawdownPercent == 100)
    }

    /// 100 shares short at 10: at 20 there is nothing left and nothing owed, which is an end, too.
    @Test func runOfWholeUnitsEndsAtExactlyZero() throws {
        let run = try ScriptedRun(
            [(10, 10), (10, 10), (10, 20), (10, 10), (10, 10)], [.enterShort],
            execution: ExecutionSettings(wholeUnits: true))
        #expect(run.result.equity == [1_000, 1_000, 0, 0, 0])
        #expect(run.result.totalTrades == 1)
        #expect(run.result.trades.first?.exitPrice == 20)
        #expect(run.result.trades.first?.netPnl == -1_000)
    }

    /// The exit would fill at the next open, when the price has come back.
    @Test func runOfWholeUnitsEndsAtExactlyZeroThoughAnOrderIsGivenThere() throws {
        let run = try ScriptedRun(
            [(10, 10), (10, 10), (10, 20), (10, 10), (10, 10)], [.enterShort, .hold, .exit],
            execution: ExecutionSettings(wholeUnits: true))
        #expect(run.result.equity == [1_000, 1_000, 0, 0, 0])
        #expect(run.result.trades.first?.exitPrice == 20)
    }

    /// Short at the close of the second bar; the third ruins the account; the exit comes too late.
    @Test func ruinBeforeASignalLeavesAtTheRuinAlsoWhereOrdersFillAtTheClose() throws {
        let run = try ScriptedRun(
            [(10, 10), (10, 10), (10, 25), (10, 10), (10, 10)],
            [.hold, .enterShort, .hold, .hold, .exit],
            execution: ExecutionSettings(fills: .close, wholeUnits: true))
        #expect(run.result.equity == [1_000, 1_000, 0, 0, 0])
        #expect(run.result.trades.map(\.exitTime) == [run.bars.times[2]])
        #expect(run.result.trades.first?.exitPrice == 25)
    }

    @Test func exitOfWholeUnitsNeedsNoCash() throws {
        let run = try ScriptedRun(
            [(10, 10), (10, 19), (21, 21), (10, 10)], [.enterShort, .exit],
            execution: ExecutionSettings(wholeUnits: true))
        #expect(run.result.trades.first?.exitPrice == 21)
        #expect(run.result.rejectedOrders == 0)
        #expect(run.result.endValue == 0)
    }
}
