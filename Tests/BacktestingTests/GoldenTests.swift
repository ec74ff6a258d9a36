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

    /// A run of `expected.json`: its key there, and how to repeat it.
    struct Run: Sendable, CustomTestStringConvertible {
        let key: String
        let strategy: String
        let parameters: [String: Double]
        let commission: Double

        var testDescription: String { key }

        init(
            _ key: String, _ strategy: String, _ parameters: [String: Double] = [:],
            commission: Double = 0
        ) {
            self.key = key
            self.strategy = strategy
            self.parameters = parameters
            self.commission = commission
        }

        /// The strategies of the origin by their names, the others by those of the file.
        static let all =
            [
                "bollinger_bands", "adx", "alligator", "cci_atr", "cmf_atr_macd",
                "keltner_channel", "mfi", "momentum_multi", "rsi_stochastic", "tema_crossover",
                "tema_macd", "williams_r",
            ].map { Run("\($0)|defaults|comm0", $0) }
            + [
                Run(
                    "bollinger_bands|period=10,devfactor=1.5|comm0", "bollinger_bands",
                    ["period": 10, "devfactor": 1.5]),
                Run("bollinger_bands|defaults|comm0.001", "bollinger_bands", commission: 0.001),
            ]
            + [
                ("sma_cross_10_30_long", "sma_cross"), ("rsi14_30_70_long", "rsi"),
                ("macd_12_26_9_long", "macd"), ("donchian_20_10_long", "donchian"),
                ("buy_hold", "buy_and_hold"),
            ].flatMap { key, name in
                [0, 0.001].map { Run("\(key)|comm\($0)", name, commission: $0) }
            }
    }

    private struct File: Decodable {
        let backtrader: [String: Expected]
    }

    @Test(arguments: Run.all)
    func strategyTradesAsInBacktrader(run: Run) throws {
        try Self.compare(
            StrategyLibrary.builtIn.resolve(run.strategy, parameters: run.parameters), run)
    }

    /// Runs a strategy over the golden bars, and compares all with the run of the file.
    static func compare(_ strategy: ConfiguredStrategy, _ run: Run) throws {
        let expected = try #require(Self.file().backtrader[run.key])
        let result = try Backtest.run(
            strategy, on: Self.bars(), costs: TradingCosts(commissionRate: run.commission))
        #expect(result.endValue.isClose(to: expected.end_value))
        #expect(result.totalTrades == expected.total)
        #expect(result.openTrades == expected.open)
        #expect(result.winningTrades == expected.won)
        #expect(result.losingTrades == expected.lost)
        #expect(result.maxDrawdownPercent.isClose(to: expected.maxdd_pct))
        #expect((result.sharpeRatio == nil) == (expected.sharpe_days_ann_rf0 == nil))
        #expect((result.sharpeRatio ?? 0).isClose(to: expected.sharpe_days_ann_rf0 ?? 0))
        let closed = result.trades.filter(\.isClosed)
        #expect(closed.count == expected.trades.count)
        for (trade, other) in zip(closed, expected.trades) {
            #expect(trade.entryTime.description == other.open)
            #expect(trade.exitTime?.description == other.close)
            #expect(trade.side == (other.long ? .long : .short))
            #expect(trade.entryPrice.isClose(to: other.entry))
            #expect(trade.grossPnl.isClose(to: other.pnl))
            #expect(trade.netPnl.isClose(to: other.pnlcomm))
            #expect(trade.barsHeld == other.bars)
        }
    }

    @Test func everyRunOfTheFileIsRepeated() throws {
        #expect(try Set(Self.file().backtrader.keys) == Set(Run.all.map(\.key)))
    }

    /// A file of the folder `Golden`.
    static func url(_ name: String) throws -> URL {
        try #require(
            Bundle.module.url(forResource: "Golden", withExtension: nil)?
                .appendingPathComponent(name))
    }

    private static func file() throws -> File {
        try JSONDecoder().decode(File.self, from: Data(contentsOf: url("expected.json")))
    }

    /// The golden bars lack the ticker that a price table begins its rows with.
    static func bars() throws -> Bars {
        let lines = try String(contentsOf: url("bars.csv"), encoding: .utf8)
            .split(separator: "\n")
        let text = lines.enumerated().map { index, line in
            (index == 0 ? "ticker," + line.lowercased() : "GOLD," + line) + "\n"
        }
        let table = try PriceTable(csv: Array(text.joined().utf8), name: "golden")
        return try table.history(of: "GOLD", from: nil, to: nil).bars
    }
}

extension Double {
    /// Whether two numbers differ by at most a billionth of the other, or so much absolutely.
    func isClose(to other: Double, absolute: Double = 0) -> Bool {
        (self - other).magnitude <= max(1e-9 * other.magnitude, absolute)
    }
}
