import Foundation
import MarketData
import StrategyText
import Testing

@testable import Backtesting

/// Stops and targets leave where those of backtesting.py 0.6.6 do, trade by trade.
///
/// `Golden/stops-backtesting-py.csv` has its closed trades of five strategies on 64 stocks; see
/// `run_backtesting_py_stops.py`. Three of them are an exception: the bar of the entry opens beyond
/// the target, which is the first that is known of it; backtesting.py books the stop.
@Suite(.timeLimit(.minutes(3))) struct StopParityTests {
    private struct Row: Equatable, CustomStringConvertible {
        let size: Int
        let entryDay: String
        let entryPrice: Double
        let exitDay: String
        let exitPrice: Double

        var description: String { "\(size) \(entryDay) \(entryPrice) \(exitDay) \(exitPrice)" }

        func isClose(to other: Row) -> Bool {
            size == other.size && entryDay == other.entryDay && exitDay == other.exitDay
                && entryPrice == other.entryPrice && exitPrice.isClose(to: other.exitPrice)
        }
    }

    private static let exceptions = [
        "gap_fade_stop AKAM 2015-09-02", "gap_fade_stop AMD 2016-03-23",
        "gap_fade_stop WDC 2015-09-02",
    ]

    @Test(arguments: [
        ("turtle_stop", 1), ("macd_rsi_stop", 1), ("gap_fade_stop", 1), ("year_high_stop", 1),
        ("squeeze_stop", 1),
    ])
    func everyTradeIsLeftAsInBacktestingPy(strategy: String, least: Int) async throws {
        let plan = try KnownStrategies.program(strategy).plan
        let expected = try Self.rows(of: strategy)
        var (count, exceptional) = (0, [String]())
        for bars in try await KnownStrategies.stocks(every: 8) where bars.count >= 300 {
            let others = expected[bars.ticker] ?? []
            let result = KnownStrategies.run(
                plan, bars, cash: 10_000_000, ExecutionSettings(wholeUnits: true))
            let trades = result.trades.compactMap(Self.row)
            #expect(trades.count == others.count, "\(strategy) \(bars.ticker)")
            for (trade, other) in zip(trades, others) where !trade.isClose(to: other) {
                let name = "\(strategy) \(bars.ticker) \(trade.entryDay)"
                #expect(Self.exceptions.contains(name), "\(name): \(trade), not \(other)")
                #expect(trade.exitDay == trade.entryDay && trade.exitPrice == trade.entryPrice)
                exceptional.append(name)
            }
            count += trades.count
        }
        #expect(count == expected.values.reduce(0) { $0 + $1.count })
        #expect(count >= least)
        #expect(exceptional == Self.exceptions.filter { $0.hasPrefix(strategy) })
    }

    private static func row(_ trade: Trade) -> Row? {
        guard let time = trade.exitTime, let price = trade.exitPrice else { return nil }
        return Row(
            size: trade.side == .long ? 1 : -1, entryDay: trade.entryTime.description,
            entryPrice: trade.entryPrice, exitDay: time.description, exitPrice: price)
    }

    /// The trades of a strategy by ticker.
    private static func rows(of strategy: String) throws -> [String: [Row]] {
        var rows: [String: [Row]] = [:]
        let text = try String(
            contentsOf: GoldenTests.url("stops-backtesting-py.csv"), encoding: .utf8)
        for line in text.split(separator: "\n").dropFirst() {
            let fields = line.split(separator: ",").map(String.init)
            try #require(fields.count == 7)
            guard fields[0] == strategy else { continue }
            let (entry, exit) = (Double(fields[4]), Double(fields[6]))
            rows[fields[1], default: []].append(
                Row(
                    size: try #require(Int(fields[2])), entryDay: fields[3],
                    entryPrice: try #require(entry), exitDay: fields[5],
                    exitPrice: try #require(exit)))
        }
        return rows
    }
}
