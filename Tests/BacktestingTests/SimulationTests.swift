import MarketData
import Testing

@testable import Backtesting

/// Small runs worked out by hand.
///
/// Prices are open and close of each bar.
@Suite struct SimulationTests {
    @Test func orderFillsAtTheNextOpenAndIsMarkedAtTheClose() throws {
        let result = try Self.run(
            [(10, 10), (11, 12), (13, 14), (15, 16)],
            [.enterLong, .hold, .exit, .hold], percent: 50)
        let size = 500.0 / 10
        #expect(result.equity == [1_000, 1_000 + size, 1_000 + 3 * size, 1_000 + 4 * size])
        let trade = try #require(result.trades.first)
        #expect(trade.side == .long)
        #expect(trade.size == size)
        #expect(trade.entryPrice == 11)
        #expect(trade.exitPrice == 15)
        #expect(trade.grossPnl == 4 * size)
        #expect(trade.netPnl == 4 * size)
        #expect(trade.barsHeld == 2)
        #expect(trade.entryTime.description == "2020-01-02")
        #expect(trade.exitTime?.description == "2020-01-04")
        #expect(result.endValue == 1_200)
        #expect(result.pnl == 200)
        #expect(result.returnPercent == 20)
        #expect(result.winningTrades == 1)
        #expect(result.grossProfit == 200)
        #expect(result.grossLoss == 0)
        #expect(result.exposurePercent == 75)
        #expect(result.openTrades == 0)
    }

    @Test func shortEarnsWhenThePriceFallsAndNeedsNoCash() throws {
        let result = try Self.run(
            [(10, 10), (30, 20), (10, 10)], [.enterShort, .exit, .hold], percent: 100)
        #expect(result.rejectedOrders == 0)
        let trade = try #require(result.trades.first)
        #expect(trade.side == .short)
        #expect(trade.size == 100)
        #expect(trade.grossPnl == 2_000)
        #expect(result.equity == [1_000, 2_000, 3_000])
    }

    @Test func shortMayRunTheAccountIntoDebt() throws {
        let result = try Self.run(
            [(10, 10), (10, 10), (10, 25)], [.enterShort, .hold, .hold], percent: 100)
        #expect(result.endValue == -500)
        #expect(result.maxDrawdownPercent == 150)
        #expect(result.openTrades == 1)
        #expect(result.winningTrades + result.losingTrades == 0)
    }

    /// Debt of 500 at the close: the money to buy the shares back is missing.
    @Test func exitFromAShortThatTheCashCannotPayIsRejected() throws {
        let result = try Self.run(
            [(10, 10), (10, 25), (10, 10)], [.enterShort, .exit, .hold], percent: 100)
        #expect(result.rejectedOrders == 1)
        #expect(result.openTrades == 1)
        #expect(result.endValue == 1_000)
    }

    @Test(arguments: [
        ("gap the cash covers", 10.5, 0, 0),
        ("gap the cash just covers", 10.52, 0, 0),
        ("gap the cash just fails to cover", 10.53, 0, 1),
        ("gap far beyond the cash", 20, 0, 1),
        ("commission beyond the cash at the open", 10.5, 0.003, 1),
        ("commission beyond the cash at the signal", 9, 0.06, 1),
    ])
    func longIsRejectedWhenTheCashDoesNotCoverIt(
        name: String, open: Double, commission: Double, rejected: Int
    ) throws {
        let result = try Self.run(
            [(10, 10), (open, 10), (10, 10)], [.enterLong, .hold, .hold], percent: 95,
            costs: TradingCosts(commissionRate: commission))
        #expect(result.rejectedOrders == rejected, "\(name)")
        #expect(result.totalTrades == 1 - rejected, "\(name)")
        #expect(result.openTrades == 1 - rejected, "\(name)")
    }

    @Test func rejectedEntryCanBeTriedAgainOnTheSameBar() throws {
        let result = try Self.run(
            [(10, 10), (20, 20), (20, 20)], [.enterLong, .enterLong, .hold], percent: 95)
        #expect(result.rejectedOrders == 1)
        #expect(result.trades.map(\.size) == [1_000.0 / 20 * 0.95])
    }

    @Test func commissionIsPaidAtEntryAndAtExit() throws {
        let result = try Self.run(
            [(10, 10), (10, 10), (20, 20)], [.enterLong, .exit, .hold], percent: 50,
            costs: TradingCosts(commissionRate: 0.01))
        let trade = try #require(result.trades.first)
        #expect(trade.grossPnl == 500)
        #expect(trade.netPnl == 485)
        #expect(result.commissionPaid == 15)
        #expect(result.endValue == 1_485)
    }

    @Test func tradeThatEarnsNothingIsWon() throws {
        let bars = [(10.0, 10.0), (10.0, 10.0), (10.0, 10.0)]
        let free = try Self.run(bars, [.enterLong, .exit, .hold], percent: 50)
        #expect(free.winningTrades == 1)
        #expect(free.grossProfit == 0)
        #expect(free.grossLoss == 0)
        let charged = try Self.run(
            bars, [.enterLong, .exit, .hold], percent: 50,
            costs: TradingCosts(commissionRate: 0.001))
        #expect(charged.winningTrades == 0)
        #expect(charged.losingTrades == 1)
    }

    @Test func orderOnTheLastBarNeverFills() throws {
        let entry = try Self.run([(10, 10), (10, 10)], [.hold, .enterLong], percent: 50)
        #expect(entry.totalTrades == 0)
        #expect(entry.rejectedOrders == 0)
        let exit = try Self.run([(10, 10), (10, 12)], [.enterLong, .exit], percent: 50)
        let trade = try #require(exit.trades.first)
        #expect(!trade.isClosed)
        #expect(trade.exitPrice == nil)
        #expect(trade.grossPnl == 100)
        #expect(exit.endValue == 1_100)
    }

    private static func run(
        _ prices: [(open: Double, close: Double)], _ signals: [Signal], percent: Double,
        costs: TradingCosts = TradingCosts()
    ) throws -> BacktestResult {
        try ScriptedRun(prices, signals, percent: percent, costs: costs).result
    }
}
