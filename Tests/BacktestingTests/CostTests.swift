import MarketData
import Testing

@testable import Backtesting

/// What orders, borrowed shares and cash cost and earn, worked out by hand.
///
/// Prices are open and close of each bar; an account starts with 1,000.
@Suite struct CostTests {
    private static let flat = Array(repeating: (open: 10.0, close: 10.0), count: 4)

    @Test(arguments: [
        (ExecutionSettings(), Signal.enterLong, 11.0, 8.0),
        (ExecutionSettings(), Signal.enterShort, 9.0, 12.0),
        (ExecutionSettings(wholeUnits: true), Signal.enterLong, 11.0, 8.0),
        (ExecutionSettings(wholeUnits: true), Signal.enterShort, 9.0, 12.0),
        (ExecutionSettings(fills: .close), Signal.enterLong, 11.0, 8.0),
    ])
    func everyOrderFillsToTheWorseSide(
        execution: ExecutionSettings, signal: Signal, entry: Double, exit: Double
    ) throws {
        let side = signal == .enterLong ? 1.0 : -1
        for costs in [
            TradingCosts(slippage: 0.1), TradingCosts(slippagePerShare: 1),
            TradingCosts(slippage: 0.05, slippagePerShare: 0.5),
        ] {
            let run = try ScriptedRun(
                Self.flat, [.hold, signal, .exit, .hold], percent: 50, costs: costs,
                execution: execution)
            let trade = try #require(run.result.trades.first)
            #expect(trade.entryPrice.isClose(to: 10 + side))
            #expect(trade.exitPrice.map { $0.isClose(to: 10 - side) } == true)
            #expect(trade.netPnl.isClose(to: -2 * trade.size))
        }
    }

    @Test func aSalePriceIsNeverBelowZeroAndNothingIsSoldForNothing() throws {
        for wholeUnits in [false, true] {
            let execution = ExecutionSettings(wholeUnits: wholeUnits)
            let costs = TradingCosts(slippagePerShare: 50)
            let long = try ScriptedRun(
                Self.flat, [.enterLong, .exit], percent: 10, costs: costs, execution: execution)
            #expect(long.result.trades.map(\.exitPrice) == [0])
            let short = try ScriptedRun(
                Self.flat, [.enterShort, .exit], percent: 10, costs: costs, execution: execution)
            #expect(short.result.trades.isEmpty)
            #expect(short.result.rejectedOrders == 1)
        }
    }

    @Test func stopsAndTargetsSlipToo() throws {
        let rules = """
            enter long when bar_number == 0
            stop 10%
            target 10%
            """
        let rows: [TextRun.Row] = [(100, 100, 100, 100), (100, 100, 100, 100)]
        for (last, price) in [
            ((100.0, 100.0, 80.0, 100.0), 90.9 * 0.99), ((100, 120, 100, 100), 111.1 * 0.99),
            ((80, 80, 80, 80), 80 * 0.99),
        ] as [(TextRun.Row, Double)] {
            let run = try TextRun(rules, rows + [last], costs: TradingCosts(slippage: 0.01))
            // Levels are measured from the price that was paid.
            #expect(run.result.trades.map(\.entryPrice) == [101])
            let exit = try #require(run.result.trades.first?.exitPrice)
            #expect(exit.isClose(to: price), "\(exit), not \(price)")
        }
    }

    /// Entered at 104 for a close of 100: no close was above 101.
    @Test func theHighestCloseIsNoPriceOfAFill() throws {
        let rows = [100.0, 101, 99].map { (open: $0, high: $0, low: $0, close: $0) }
        let run = try TextRun(
            "enter long when bar_number == 0\nexit long when close < highest_close", rows,
            costs: TradingCosts(slippage: 0.04), execution: ExecutionSettings(fills: .close))
        #expect(run.exits.map(\.bar) == [2])
    }

    @Test(arguments: [
        (TradingCosts(fixedFee: 3), 6.0), (TradingCosts(feePerShare: 0.1), 10.0),
        (TradingCosts(minFee: 7), 14.0), (TradingCosts(commissionRate: 0.01, minFee: 7), 14.0),
        (TradingCosts(commissionRate: 0.01, minFee: 4), 10.0),
        (TradingCosts(commissionRate: 0.01, fixedFee: 3, feePerShare: 0.1, minFee: 4), 26.0),
    ])
    func anOrderIsChargedAllItsFeesButNotLessThanTheLeast(
        costs: TradingCosts, charged: Double
    ) throws {
        let run = try ScriptedRun(
            Self.flat, [.enterLong, .exit], percent: 50, costs: costs)
        #expect(run.result.trades.map(\.size) == [50])
        #expect(run.result.commissionPaid.isClose(to: charged))
        #expect(run.result.trades.first.map { $0.netPnl.isClose(to: -charged) } == true)
        #expect(run.result.endValue.isClose(to: 1_000 - charged))
        #expect(run.statistics.trades.commissions.isClose(to: charged))
    }

    /// An order for 10 that is charged 2,000: the cash pays for none of them.
    @Test(arguments: [false, true])
    func anOrderWhoseLeastFeeIsBeyondTheCashIsRefused(wholeUnits: Bool) throws {
        let run = try ScriptedRun(
            Self.flat, [.enterLong], percent: 1, costs: TradingCosts(minFee: 2_000),
            execution: ExecutionSettings(wholeUnits: wholeUnits))
        #expect(run.result.rejectedOrders == 1)
        #expect(run.result.endValue == 1_000)
    }

    /// A fee of 30 for an entry of 10 costs more than it can earn, but the cash has it.
    @Test func aLeastFeeMayBeMoreThanTheTrade() throws {
        let run = try ScriptedRun(
            Self.flat, [.enterLong, .exit], percent: 1, costs: TradingCosts(minFee: 30))
        #expect(run.result.trades.map(\.netPnl) == [-60])
        #expect(run.result.endValue == 940)
    }

    /// backtesting.py reckons the fee of an order for half a share for each share: 10 + 5 / 0.5.
    @Test func wholeUnitsAreSizedAsInBacktestingPy() throws {
        let run = try ScriptedRun(
            Self.flat, [.enterLong], percent: 50, costs: TradingCosts(fixedFee: 5),
            execution: ExecutionSettings(wholeUnits: true))
        #expect(run.result.trades.map(\.size) == [25])
    }

    /// 50 shares short at 10, for three bars 7, 1 and 3 days apart.
    @Test(arguments: [false, true])
    func borrowingCostsByTheDayAndIsTheTrades(wholeUnits: Bool) throws {
        let days: [Int32] = [0, 4, 11, 12, 15]
        let times = try days.map { day in
            BarTime(try #require(CalendarDate(dayNumber: 18_262 + day)))
        }
        let run = try ScriptedRun(
            [(10, 10), (10, 10), (10, 20), (10, 10), (10, 10)], [.enterShort, .hold, .exit],
            percent: 50, costs: TradingCosts(borrowRate: 0.365),
            execution: ExecutionSettings(wholeUnits: wholeUnits), times: times)
        // A thousandth of the 500 at the entry a day, whatever the price has become.
        let trade = try #require(run.result.trades.first)
        #expect(trade.borrowCost.isClose(to: 4))
        #expect(trade.commission == 0)
        #expect(trade.netPnl.isClose(to: -4))
        #expect(run.result.borrowCost.isClose(to: 4))
        let equity = [1_000, 1_000, 496.5, 996, 996]
        for (value, expected) in zip(run.result.equity, equity) {
            #expect(value.isClose(to: expected))
        }
    }

    @Test func aLongPositionBorrowsNothing() throws {
        let run = try ScriptedRun(
            Self.flat, [.enterLong], percent: 50, costs: TradingCosts(borrowRate: 0.5))
        #expect(run.result.borrowCost == 0)
        #expect(run.result.endValue == 1_000)
    }

    /// A thousandth a day of 1,000, and of what that has become; 500 of it beside a long position of
    /// 500, all of it beside a short one.
    @Test(arguments: [
        (Signal.hold, [1_000, 1_001, 1_002.001, 1_003.003_001]),
        (.enterLong, [1_000, 1_001, 1_001.501, 1_002.002_501]),
        (.enterShort, [1_000, 1_001, 1_002.001, 1_003.003_001]),
    ])
    func cashEarnsWhatIsNotInThePosition(signal: Signal, equity: [Double]) throws {
        for wholeUnits in [false, true] {
            let run = try ScriptedRun(
                Self.flat, [signal], percent: 50, costs: TradingCosts(cashRate: 0.365),
                execution: ExecutionSettings(wholeUnits: wholeUnits))
            for (value, expected) in zip(run.result.equity, equity) {
                #expect(value.isClose(to: expected), "\(signal), \(wholeUnits): \(value)")
            }
            #expect(run.result.interest.isClose(to: equity[3] - 1_000))
            #expect(run.result.trades.map(\.netPnl).reduce(0, +) == 0)
        }
    }

    /// A debt earns nothing, and costs nothing.
    @Test func cashBelowZeroEarnsNothing() throws {
        var book = TradeBook()
        #expect(book.accrue(days: 10, free: -100, TradingCosts(cashRate: 0.1)) == 0)
        #expect(book.interest == 0)
    }

    @Test func timeBeforeTheFirstDayThatCountsEarnsNothing() throws {
        let strategy = try StrategyLibrary.builtIn.resolve("buy_and_hold")
        let prices = Array(repeating: 10.0, count: 30)
        let bars = try Bars(
            ticker: "FLAT", times: BarTime.days(30), open: prices, high: prices, low: prices,
            close: prices, volume: prices)
        let result = try Backtest.run(
            strategy, on: bars, costs: TradingCosts(cashRate: 0.365),
            tradeFrom: bars.times[20].day)
        #expect(result.equity.first == 10_000)
        // The first day on all of the cash, then on the twentieth that is left of it.
        #expect(result.interest.isClose(to: 10 + 8 * 0.51, absolute: 0.05))
    }
}
