import Foundation
import MarketData
import StrategyText
import Testing

@testable import Backtesting

/// The ten examples of the language that are not built in, over all bundled stocks.
///
/// `Golden/known-strategies.csv` has a row for each: stocks with enough bars, trades, the sum of the
/// net profits of closed trades, and the digest of all trades and equities, as `BuiltInDigest` makes
/// it. With `TAPEDECK_RECORD_KNOWN` set to a path, the rows are written there, and the test fails.
@Suite(.timeLimit(.minutes(3))) struct KnownStrategyTests {
    private static let names = [
        "bollinger_squeeze", "connors_rsi2", "dual_momentum", "gap_fade", "golden_cross",
        "high_52_weeks", "ichimoku", "macd_rsi", "supertrend", "turtle_system1",
    ]

    @Test func everyTradeAndEquityOfKnownStrategiesIsAsRecorded() async throws {
        let stocks = try await KnownStrategies.stocks(every: Self.step)
        try Self.compareOrRecord(
            ["strategy,stocks,trades,net,sha256"] + Self.names.map { try Self.row($0, stocks) })
    }

    private static func row(_ name: String, _ stocks: [Bars]) throws -> String {
        let strategy = try NamedStrategy(name, KnownStrategies.example(name)).configure([:])
        let runs = stocks.filter { $0.count >= strategy.minimumBars }
        let digests = runs.map { BuiltInDigest(of: strategy, on: $0, ExecutionSettings()) }
        var net = 0.0
        for bars in runs {
            let result = try Backtest.run(
                strategy, on: bars, costs: TradingCosts(commissionRate: 0.001))
            net += result.grossProfit + result.grossLoss
        }
        let trades = digests.reduce(0) { $0 + $1.trades }
        #expect(trades > stocks.count / 4, "\(name) trades")
        return "\(name),\(runs.count),\(trades),\(net),\(BuiltInDigest.joined(digests))"
    }

    private static func compareOrRecord(_ rows: [String]) throws {
        if let path = ProcessInfo.processInfo.environment["TAPEDECK_RECORD_KNOWN"] {
            try Data((rows.joined(separator: "\n") + "\n").utf8).write(to: URL(filePath: path))
            Issue.record("written to \(path): compare it, and run again without the switch")
            return
        }
        guard step == 1 else { return }
        let text = try String(contentsOf: GoldenTests.url("known-strategies.csv"), encoding: .utf8)
        let golden = text.split(separator: "\n").map(String.init)
        #expect(golden.count == rows.count)
        for (row, other) in zip(rows, golden) { #expect(row == other) }
    }

    /// All stocks, but few in a build that is not optimised.
    private static var step: Int {
        #if DEBUG
            40
        #else
            1
        #endif
    }

    /// Those of the examples that are not built in are those of the file; the others are the origin's.
    @Test func examplesAreTheTwelveOfTheOriginAndTheTenKnownOnes() throws {
        let names = try KnownStrategies.exampleNames()
        #expect(names.count == 22)
        #expect(Set(names).subtracting(Self.names) == Set(Self.origin.values))
    }

    /// The names of the origin's strategies in `expected.json`, and of their examples.
    private static let origin = [
        "bollinger_bands": "bollinger_bands", "adx": "adx_regime", "alligator": "alligator",
        "cci_atr": "cci_rising_atr", "cmf_atr_macd": "macd_cmf_atr",
        "keltner_channel": "keltner_channel", "mfi": "money_flow_index",
        "momentum_multi": "momentum_rsi_obv", "rsi_stochastic": "rsi_stochastic",
        "tema_crossover": "tema_crossover", "tema_macd": "tema_macd",
        "williams_r": "williams_r",
    ]

    @Test(arguments: GoldenTests.Run.all.filter { origin[$0.strategy] != nil })
    func exampleTradesAsInBacktrader(run: GoldenTests.Run) throws {
        let name = try #require(Self.origin[run.strategy])
        let program = try KnownStrategies.example(name)
        let strategy = try NamedStrategy(name, program).configure(run.parameters)
        try GoldenTests.compare(strategy, run)
    }
}
