import MarketData
import Testing

@testable import Backtesting

/// The strategies of the folder `Strategies`, as `PlainStrategies` writes them once more.
@Suite(.timeLimit(.minutes(3))) struct PlainStrategyTests {
    /// Without a pause, the cool-down is the Donchian breakout, whose trades are known.
    @Test func plainLoopTradesAsTheDonchianBreakout() async throws {
        let donchian = try StrategyLibrary.builtIn.resolve("donchian")
        var trades = 0
        for bars in try await Self.stocks(every: 20) where bars.count > 20 {
            let result = try Backtest.run(
                donchian, on: bars, costs: TradingCosts(commissionRate: 0.001))
            let plain = PlainStrategies(bars: bars).coolDown(pause: 0)
            #expect(plain.map { bars.times[$0.entryBar] } == result.trades.map(\.entryTime))
            #expect(
                plain.map { $0.exitBar.map { bars.times[$0] } } == result.trades.map(\.exitTime))
            #expect(plain.map(\.entryPrice) == result.trades.map(\.entryPrice))
            #expect(plain.map(\.exitPrice) == result.trades.map(\.exitPrice))
            trades += plain.count
        }
        #expect(trades > 500)
    }

    /// Every writing trades on most stocks, one position after the other.
    @Test func everyPlainStrategyTrades() async throws {
        let stocks = try await Self.stocks(every: 20)
        let index = try #require(stocks.first { $0.count == 1_259 })
        var traded = Array(repeating: 0, count: 6)
        for bars in stocks where bars.count > 500 {
            let plain = PlainStrategies(bars: bars)
            let runs = [
                plain.laguerreRSI(), plain.connorsRSI(), plain.indexFilter(index),
                plain.chandelier(), plain.chandelier(falls: true), plain.coolDown(),
            ]
            for (place, trades) in runs.enumerated() {
                traded[place] += trades.isEmpty ? 0 : 1
                for (trade, next) in zip(trades, trades.dropFirst()) {
                    let exit = try #require(trade.exitBar)
                    #expect(trade.entryBar <= exit && exit <= next.entryBar)
                }
            }
        }
        #expect(traded.allSatisfy { $0 > 20 }, "\(traded)")
    }

    private static func stocks(every step: Int) async throws -> [Bars] {
        let prices = try BundledPrices.load()
        var stocks: [Bars] = []
        for place in stride(from: 0, to: prices.tickers.count, by: step) {
            let history = try await prices.history(
                of: prices.tickers[place], from: nil, to: nil)
            stocks.append(history.bars)
        }
        return stocks
    }
}
