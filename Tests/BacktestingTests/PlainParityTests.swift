import MarketData
import StrategyText
import Testing

@testable import Backtesting

/// The strategies of the folder `Strategies` trade as their plain second writings, on all stocks.
@Suite(.timeLimit(.minutes(3))) struct PlainParityTests {
    @Test(arguments: [
        "laguerre_rsi", "connors_rsi", "index_filter", "chandelier_exit", "chandelier_stop",
        "cool_down",
    ])
    func textTradesAsItsPlainWriting(strategy: String) async throws {
        #if DEBUG
            let step = 40
        #else
            let step = 1
        #endif
        let plan = try KnownStrategies.program(strategy).plan
        let stocks = try await KnownStrategies.stocks(every: step)
        let index = try #require(stocks.first { $0.count == 1_259 })
        var (trades, differing) = (0, [String]())
        for bars in stocks where bars.count > 300 {
            let result = KnownStrategies.run(
                plan, bars, benchmark: index,
                costs: TradingCosts(commissionRate: 0.001))
            let found = result.trades.map { trade in
                PlainTrade(
                    entryBar: bars.times.firstIndex(of: trade.entryTime) ?? -1,
                    entryPrice: trade.entryPrice,
                    exitBar: trade.exitTime.flatMap { bars.times.firstIndex(of: $0) },
                    exitPrice: trade.exitPrice)
            }
            let plain = Self.plain(strategy, bars, index)
            trades += plain.count
            if found != plain { differing.append(bars.ticker) }
        }
        #expect(differing.isEmpty, "\(strategy): \(differing.count) stocks: \(differing.prefix(5))")
        #expect(trades > 5 * stocks.count, "\(strategy): \(trades)")
    }

    private static func plain(_ strategy: String, _ bars: Bars, _ index: Bars) -> [PlainTrade] {
        let plain = PlainStrategies(bars: bars)
        return switch strategy {
        case "laguerre_rsi": plain.laguerreRSI()
        case "connors_rsi": plain.connorsRSI()
        case "index_filter": plain.indexFilter(index)
        case "chandelier_exit": plain.chandelier()
        case "chandelier_stop": plain.chandelier(falls: true)
        default: plain.coolDown()
        }
    }
}
