import Foundation
import MarketData
import Testing

@testable import Backtesting

/// What backtrader 1.9.78.123 makes of the golden bars; see `about` in `expected.json`.
@Suite struct GoldenTests {
    struct Expected: Decodable {
        struct Trade: Decodable {
            let open: String
            let close: String
            let long: Bool
            let entry: Double
            let pnl: Double
            let pnlcomm: Double
            let bars: Int
        }

        let end_value: Double
        let total: Int
        let open: Int
        let won: Int
        let lost: Int
        let maxdd_pct: Double
        let sharpe_days_ann_rf0: Double?
        let trades: [Trade]
    }

    private struct File: Decodable {
        let backtrader: [String: Expected]
    }

    @Test(
        arguments: [
            ("bollinger_bands|defaults|comm0", [:], 0),
            (
                "bollinger_bands|period=10,devfactor=1.5|comm0", ["period": 10, "devfactor": 1.5], 0
            ),
            ("bollinger_bands|defaults|comm0.001", [:], 0.001),
        ] as [(String, [String: Double], Double)])
    func bollingerBandsTradeAsInBacktrader(
        name: String, parameters: [String: Double], commission: Double
    ) throws {
        let expected = try Self.expected(name)
        let strategy = try Strategies.resolve("bollinger_bands", parameters: parameters)
        let result = try Backtest.run(strategy, on: Self.bars(), commission: commission)
        #expect(result.endValue.isClose(to: expected.end_value))
        #expect(result.totalTrades == expected.total)
        #expect(result.openTrades == expected.open)
        #expect(result.winningTrades == expected.won)
        #expect(result.losingTrades == expected.lost)
        #expect(result.maxDrawdownPercent.isClose(to: expected.maxdd_pct))
        let sharpe = try #require(expected.sharpe_days_ann_rf0)
        #expect(try #require(result.sharpeRatio).isClose(to: sharpe))
        let closed = result.trades.filter(\.isClosed)
        #expect(closed.count == expected.trades.count)
        for (trade, other) in zip(closed, expected.trades) {
            #expect(trade.entryDate.description == other.open)
            #expect(trade.exitDate?.description == other.close)
            #expect(trade.side == (other.long ? .long : .short))
            #expect(trade.entryPrice.isClose(to: other.entry))
            #expect(trade.grossPnl.isClose(to: other.pnl))
            #expect(trade.netPnl.isClose(to: other.pnlcomm))
            #expect(trade.barsHeld == other.bars)
        }
    }

    private static func url(_ name: String) throws -> URL {
        try #require(
            Bundle.module.url(forResource: "Golden", withExtension: nil)?
                .appendingPathComponent(name))
    }

    private static func expected(_ name: String) throws -> Expected {
        let data = try Data(contentsOf: url("expected.json"))
        return try #require(try JSONDecoder().decode(File.self, from: data).backtrader[name])
    }

    /// The golden bars lack the ticker that a price table begins its rows with.
    private static func bars() throws -> Bars {
        let lines = try String(contentsOf: url("bars.csv"), encoding: .utf8)
            .split(separator: "\n")
        let text = lines.enumerated().map { index, line in
            (index == 0 ? "ticker," + line.lowercased() : "GOLD," + line) + "\n"
        }
        let table = try PriceTable(csv: Array(text.joined().utf8), name: "golden")
        return try table.bars(of: "GOLD", from: nil, to: nil)
    }
}

extension Double {
    /// Whether two numbers differ by at most a billionth of the other.
    fileprivate func isClose(to other: Double) -> Bool {
        (self - other).magnitude <= 1e-9 * other.magnitude
    }
}
