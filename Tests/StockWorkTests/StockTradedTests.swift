import Backtesting
import MarketData
import Projections
import ScanEvents
import Testing

@testable import StockWork

/// Trades come back from their records as the engine made them.
@Suite(.timeLimit(.minutes(3)))
struct StockTradedTests {
    private static let names = StrategyLibrary.builtIn.declarations.map(\.name)

    /// The trades that records make.
    private static func fold(
        _ parts: [ScanEvent], _ request: ScanRequest
    ) throws -> [StockTrade] {
        var fold = TradeFold(request)
        var ticker = ""
        for case .stockTraded(let part) in parts {
            let goesOn = fold.add(part)
            #expect(goesOn)
            ticker = part.ticker
        }
        let trades = fold.take(of: ticker)
        return try #require(trades)
    }

    @Test(arguments: names)
    func tradesOfEveryStrategyComeBackToTheBit(name: String) async throws {
        let prices = try BundledPrices.load()
        let strategy = try StrategyLibrary.builtIn.resolve(name)
        var costs = TradingCosts()
        (costs.commissionRate, costs.slippage, costs.borrowRate) = (0.001, 0.0005, 0.02)
        for ticker in ["CHK", "AMD"] {
            let bars = try await prices.history(of: ticker, from: nil, to: nil).bars
            for execution in [
                ExecutionSettings(), ExecutionSettings(fills: .close, wholeUnits: true),
                ExecutionSettings(closesAtEnd: true),
            ] {
                let result = try Backtest.run(
                    strategy, on: bars, costs: costs, execution: execution)
                let event = ScanEvent.StockTraded(
                    result, of: strategy, on: bars, fills: execution.fills)
                guard let event else {
                    #expect(result.trades.isEmpty)
                    continue
                }
                var request = ScanRequest(strategy: name)
                request.wholeUnits = execution.wholeUnits
                for most in [7, ScanEvent.StockTraded.maxTradesInRecord] {
                    let trades = try Self.fold(event.parts(most), request)
                    try Self.compare(trades, result, strategy, bars)
                }
            }
        }
    }

    private static func compare(
        _ trades: [StockTrade], _ result: BacktestResult, _ strategy: ConfiguredStrategy,
        _ bars: Bars
    ) throws {
        try #require(trades.count == result.trades.count)
        // One comparison for all of them: there are many.
        let different = zip(trades, result.trades).enumerated().filter { place, pair in
            let (trade, expected) = pair
            return trade.number != place + 1 || trade.ticker != bars.ticker
                || trade.isLong != (expected.side == .long) || trade.size != expected.size
                || trade.pnl != expected.netPnl || trade.commission != expected.commission
                || trade.borrowCost != expected.borrowCost
                || trade.entryBar != expected.entryBar || trade.exitBar != expected.exitBar
                || trade.entryTime != bars.times[trade.entryBar].description
                || trade.exitTime != trade.exitBar.map { bars.times[$0].description }
                || trade.entryPrice != expected.entryPrice
                || trade.exitPrice != expected.exitPrice || trade.barsHeld != expected.barsHeld
                || trade.low > trade.entryPrice || trade.high < trade.entryPrice
                || (trade.exit == nil) == expected.isClosed
        }
        #expect(different.map(\.offset) == [])
        let sum = trades.reduce(0) { $0 + $1.pnl }
        let isRuined = result.trades.last?.exit == .ruin
        #expect(isRuined || abs(sum - result.pnl) < 1e-9 * (result.startValue + abs(result.pnl)))
    }

    @Test func theLongestRecordFits() throws {
        var event = ScanEvent.StockTraded()
        let most = ScanEvent.StockTraded.maxTradesInRecord
        func many<Value>(_ value: Value) -> [Value] { Array(repeating: value, count: most) }
        event.ticker = "ABCDEFGHIJKLMNOP"
        (event.trades, event.offset) = (.max, .max)
        (event.barsBefore, event.barsHeld) = (many(1_000_000_000), many(1_000_000_000))
        (event.areMinutes, event.timesBefore) = (true, many(1_000_000_000_000))
        event.timesHeld = many(1_000_000_000_000)
        event.entryLines = many(10_000)
        event.exitLines = many(10_000)
        event.exits = many("target")
        let long = -1.234567890123456e-300
        (event.sizes, event.entryPrices, event.exitPrices) = (many(long), many(long), many(long))
        (event.lows, event.highs) = (many(long), many(long))
        (event.commissions, event.borrowCosts, event.lastClose) = (many(long), many(long), long)
        #expect(ScanEvent.stockTraded(event).recordBody.count <= 60_000)
    }

    // MARK: The fold

    /// Two trades, one a record.
    private static func parts() throws -> (
        first: ScanEvent.StockTraded, second: ScanEvent.StockTraded
    ) {
        var whole = ScanEvent.StockTraded()
        (whole.ticker, whole.trades) = ("A", 2)
        (whole.barsBefore, whole.barsHeld) = ([3, 1], [2, 4])
        (whole.timesBefore, whole.timesHeld) = ([737_429, 1], [2, 6])
        (whole.entryLines, whole.exits, whole.exitLines) = ([5, 5], ["rule", nil], [6, nil])
        (whole.sizes, whole.entryPrices, whole.exitPrices) = ([10, -10], [100, 50], [110, nil])
        (whole.lows, whole.highs, whole.lastClose) = ([90, 40], [120, 60], 45)
        let parts = whole.parts(1).compactMap { event in
            if case .stockTraded(let part) = event { part } else { nil }
        }
        try #require(parts.count == 2)
        return (parts[0], parts[1])
    }

    @Test func derivedFiguresAreThoseOfTheirFormulas() throws {
        let (first, second) = try Self.parts()
        var fold = TradeFold(ScanRequest(strategy: "x"))
        #expect([first, second].map { fold.add($0) } == [true, true])
        let taken = fold.take(of: "A")
        let trades = try #require(taken)
        #expect(trades.map(\.entryBar) == [3, 6] && trades.map(\.exitBar) == [5, nil])
        #expect(trades.map(\.entryTime) == ["2020-01-06", "2020-01-09"])
        #expect(trades.map(\.exitTime) == ["2020-01-08", nil])
        #expect(trades.map(\.pnl) == [100, 50])
        #expect(trades.map(\.returnPercent) == [10, 10])
        #expect(trades.map(\.adversePercent) == [-10, -20])
        #expect(trades.map(\.favourablePercent) == [20, 20])
        let rest = fold.take(of: "A")
        #expect(rest?.isEmpty == true)
    }

    @Test func partsThatDoNotGoOnArePassedOver() throws {
        let (first, second) = try Self.parts()
        var fold = TradeFold(ScanRequest(strategy: "x"))
        func add(_ parts: ScanEvent.StockTraded...) -> [Bool] { parts.map { fold.add($0) } }
        func count(of ticker: String) -> Int? { fold.take(of: ticker)?.count }
        #expect(add(second) == [false])
        #expect(add(first, first) == [true, true])
        #expect(count(of: "A") == nil)
        #expect(add(first, second, second) == [true, true, false])
        #expect(count(of: "B") == 0)
        var (other, uneven, longer) = (second, second, second)
        other.ticker = "B"
        uneven.highs = []
        longer.trades = 3
        #expect(add(first, other, uneven, longer, second) == [true, false, false, false, true])
        #expect(count(of: "A") == 2)
    }
}
