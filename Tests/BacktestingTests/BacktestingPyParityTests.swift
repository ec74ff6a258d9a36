import Foundation
import MarketData
import Testing

@testable import Backtesting

/// What backtesting.py 0.6.6 makes of the golden bars; see `about` in `expected.json`, and
/// `run_backtesting_py.py` for orders that fill at the close.
@Suite struct BacktestingPyParityTests {
    @Test(
        arguments: ["bollinger", "sma_cross", "buy_hold"],
        [(0.0, false), (0.0, true), (0.001, false), (0.001, true)])
    func tradesAndStatisticsAreThoseOfBacktestingPy(
        strategy: String, terms: (commission: Double, finalize: Bool)
    ) throws {
        let finalize = terms.finalize ? "True" : "False"
        let expected = try Self.expected(
            "\(strategy)|size0.95|comm\(terms.commission)|finalize=\(finalize)",
            in: "expected.json", "backtesting_py")
        try Self.runAgrees(
            strategy, commission: terms.commission,
            ExecutionSettings(wholeUnits: true, closesAtEnd: terms.finalize), with: expected)
    }

    @Test(arguments: ["bollinger", "sma_cross"], [false, true])
    func fillsAtTheCloseAreThoseOfTradeOnClose(strategy: String, finalize: Bool) throws {
        let expected = try Self.expected(
            "\(strategy)|finalize=\(finalize ? "True" : "False")", in: "trade-on-close.json")
        try Self.runAgrees(
            strategy, commission: 0,
            ExecutionSettings(fills: .close, wholeUnits: true, closesAtEnd: finalize),
            with: expected)
    }

    private static func runAgrees(
        _ strategy: String, commission: Double, _ execution: ExecutionSettings,
        with expected: [String: Any]
    ) throws {
        let bars = try Self.bars()
        let input = SimulationInput(
            bars: bars, cash: 10_000, costs: TradingCosts(commissionRate: commission),
            execution: execution)
        let names = ["bollinger": "bollinger_bands", "buy_hold": "buy_and_hold"]
        let name = names[strategy] ?? strategy
        let result = simulate(try StrategyLibrary.builtIn.resolve(name).plan, input)
        try Self.compare(result.trades.filter(\.isClosed), with: expected, bars)
        let statistics = RunStatistics(result, on: bars)
        for (name, value) in Self.figures(of: statistics) {
            let other = (expected[name] as? NSNumber)?.doubleValue
            #expect(Self.agree(value, other), "\(name): \(value ?? .nan), \(other ?? .nan)")
        }
        for (name, value) in Self.durations(of: statistics) {
            let days = value.map { Int($0.days) }
            #expect(days.map { "\($0) days 00:00:00" } == expected[name] as? String, "\(name)")
        }
    }

    private static func compare(
        _ trades: [Trade], with expected: [String: Any], _ bars: Bars
    ) throws {
        let others = try #require(expected["_trades"] as? [[String: NSNumber]])
        #expect(trades.count == others.count)
        for (trade, other) in zip(trades, others) {
            let sign = trade.side == .long ? 1.0 : -1
            #expect(trade.size * sign == other["size"]?.doubleValue)
            #expect(bars.times.firstIndex(of: trade.entryTime) == other["eb"]?.intValue)
            #expect(bars.times.firstIndex { $0 == trade.exitTime } == other["xb"]?.intValue)
            #expect(trade.entryPrice == other["ep"]?.doubleValue)
            #expect(trade.exitPrice == other["xp"]?.doubleValue)
            #expect(Self.agree(trade.netPnl, other["pnl"]?.doubleValue))
        }
    }

    /// By the names of backtesting.py, in its order.
    private static func figures(of run: RunStatistics) -> [(String, Double?)] {
        [
            ("Exposure Time [%]", run.exposurePercent),
            ("Equity Final [$]", run.finalEquity),
            ("Equity Peak [$]", run.peakEquity),
            ("Commissions [$]", run.trades.commissions == 0 ? nil : run.trades.commissions),
            ("Return [%]", run.returnPercent),
            ("Buy & Hold Return [%]", run.buyAndHoldReturnPercent),
            ("Return (Ann.) [%]", run.annual.returnPercent),
            ("Volatility (Ann.) [%]", run.annual.volatilityPercent),
            ("CAGR [%]", run.compoundAnnualGrowthPercent),
            ("Sharpe Ratio", run.annual.sharpeRatio),
            ("Sortino Ratio", run.annual.sortinoRatio),
            ("Calmar Ratio", run.calmarRatio),
            ("Alpha [%]", run.alphaPercent),
            ("Beta", run.beta),
            ("Max. Drawdown [%]", -run.drawdowns.maxPercent),
            ("Avg. Drawdown [%]", run.drawdowns.averagePercent.map { -$0 }),
            ("# Trades", Double(run.trades.count)),
            ("Win Rate [%]", run.trades.winRatePercent),
            ("Best Trade [%]", run.trades.bestPercent),
            ("Worst Trade [%]", run.trades.worstPercent),
            ("Avg. Trade [%]", run.trades.averagePercent),
            ("Profit Factor", run.trades.profitFactorOfReturns),
            ("Expectancy [%]", run.trades.expectancyPercent),
            ("SQN", run.trades.systemQualityNumber),
            ("Kelly Criterion", run.trades.kellyCriterion),
        ]
    }

    private static func durations(of run: RunStatistics) -> [(String, Duration?)] {
        [
            ("Duration", run.duration),
            ("Max. Drawdown Duration", run.drawdowns.maxDuration),
            ("Avg. Drawdown Duration", run.drawdowns.averageDuration),
            ("Max. Trade Duration", run.trades.maxDuration),
            ("Avg. Trade Duration", run.trades.averageDuration),
        ]
    }

    private static func expected(
        _ name: String, in file: String, _ section: String? = nil
    ) throws -> [String: Any] {
        let data = try Data(contentsOf: GoldenTests.url(file))
        var cases = try #require(try JSONSerialization.jsonObject(with: data) as? [String: Any])
        if let section { cases = try #require(cases[section] as? [String: Any]) }
        return try #require(cases[name] as? [String: Any])
    }

    private static func bars() throws -> Bars {
        let rows = try String(contentsOf: GoldenTests.url("bars.csv"), encoding: .utf8)
            .split(separator: "\n").dropFirst()
            .map { $0.split(separator: ",") }
        func column(_ index: Int) -> [Double] { rows.compactMap { Double($0[index]) } }
        return try Bars(
            ticker: "GOLD",
            times: rows.compactMap { CalendarDate(iso: String($0[0])).map { BarTime($0) } },
            open: column(1), high: column(2), low: column(3), close: column(4), volume: column(5))
    }

    /// Whether both are missing, or equal but for rounding.
    private static func agree(_ value: Double?, _ other: Double?) -> Bool {
        guard let value, let other else { return value == nil && other == nil }
        return value.isClose(to: other, absolute: 1e-9)
    }
}
