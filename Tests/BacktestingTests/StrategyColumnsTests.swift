import MarketData
import StrategyText
import Testing

@testable import Backtesting

/// What is told of columns; that their values are right, `ReferenceTests` sees to.
@Suite(.timeLimit(.minutes(1))) struct StrategyColumnsTests {
    private static let rows: [TextRun.Row] = (0..<12).map { bar in
        let price = 10 + Double(bar * 7 % 5)
        return (price, price + 1, price - 1, price + 0.5)
    }

    private static func told(
        _ rules: String, execution: ExecutionSettings = ExecutionSettings()
    ) throws -> StrategyColumns {
        let run = try TextRun(rules, rows)
        let program = try TextRun.program(rules)
        return StrategyColumns(
            program.plan,
            SimulationInput(bars: run.bars, cash: 10_000, execution: execution))
    }

    private static let text = """
        band = bbands(close, 3, 1.5)
        mean = band.middle
        strength = rsi(close, 3)
        turn = close crosses above mean
        since = bars_held
        state trades = 0 then if(in_long, 1, trades[1])
        enter long when turn
        exit any when since >= 2
        """

    @Test func everyLineOfAColumnIsOne() throws {
        let columns = try Self.told(Self.text).columns
        #expect(
            columns.map { $0.name + ($0.line.map { "." + $0 } ?? "") } == [
                "band.lower", "band.middle", "band.upper", "mean", "strength", "turn", "since",
                "trades", "enter_long_8", "exit_any_9",
            ])
        #expect(
            columns.map(\.kind.rawValue).suffix(5)
                == ["truth", "series", "state", "rule", "rule"])
        #expect(columns[1].values == columns[3].values)
        #expect(columns[0].firstIndex == 2 && columns[5].firstIndex == 3)
        #expect(columns.allSatisfy { $0.values.numbers.count == Self.rows.count })
    }

    @Test func whatIsOfTheSizeOfThePricesIsDrawnOverThem() throws {
        let columns = try Self.told(Self.text).columns
        #expect(columns.prefix(4).allSatisfy { $0.pane == .price })
        #expect(columns.dropFirst(4).allSatisfy { $0.pane == .own })
        let half = try Self.told("a = close / 2\nb = close * 2.01\nenter long when a > b").columns
        #expect(half.map(\.pane) == [.price, .own, .own])
    }

    @Test func tenthOfTheValuesMayLieElsewhere() throws {
        let panes = try [1, 2].map { bars in
            try Self.told(
                "x = if(bar_number < \(bars), 0, close)\nenter long when x > 1"
            ).columns[0].pane
        }
        #expect(panes == [.price, .own])
    }

    @Test func whatDependsOnThePositionIsMissingWhileFlat() throws {
        let told = try Self.told(Self.text)
        let since = try #require(told.columns.first { $0.name == "since" }).values.numbers
        let rule = try #require(told.columns.first { $0.name == "exit_any_9" }).values
        let entry = try #require(told.result.trades.first?.entryTime)
        let bar = try #require(BarTime.days(Self.rows.count).firstIndex(of: entry))
        #expect(since[..<bar].allSatisfy { $0.isNaN })
        #expect(Array(since[bar...(bar + 2)]) == [0, 1, 2])
        guard case .truths(let truths) = rule else {
            Issue.record("a rule has numbers")
            return
        }
        #expect(truths[bar - 1] == nil && truths[bar] == false && truths[bar + 2] == true)
        #expect(told.result.rules.last?.timesTrue == truths.count { $0 == true })
    }

    /// Also while nothing asks for it: the run that records trades as the one that does not.
    @Test(arguments: StrategyLibrary.builtIn.declarations.map(\.name))
    func runThatRecordsIsTheSame(name: String) async throws {
        let strategy = try StrategyLibrary.builtIn.resolve(name)
        for bars in try await KnownStrategies.stocks(every: 250) {
            let result = try Backtest.run(strategy, on: bars)
            let told = try StrategyColumns(strategy, on: bars)
            #expect(told.result == result)
            for (rule, use) in zip(told.columns.suffix(result.rules.count), result.rules) {
                #expect(
                    rule.values.numbers[strategy.plan.firstDecision...].count { $0 == 1 }
                        == use.timesTrue, "\(rule.name)")
            }
        }
    }

    // MARK: - Memory

    @Test func columnsBeyondTheMostAreRefused() throws {
        let strategy = try StrategyLibrary.builtIn.resolve("bollinger_bands")
        let columns = strategy.prepared.peakColumns
        #expect(columns == 3)
        var limits = CostLimits()
        limits.columnBytes = 2_400
        try strategy.check(limits, columns: columns, bars: 100)
        limits.columnBytes -= 1
        let error = #expect(throws: BacktestError.self) {
            try strategy.check(limits, columns: columns, bars: 100)
        }
        #expect(error?.code == "too_costly")
        #expect(
            error?.description
                == "'bollinger_bands' keeps 3 columns of 100 bars at once, 2400 bytes; at most 2399 "
                + "are allowed: use fewer columns, or fewer bars")
    }

    @Test func stocksOfAScanHaveEqualSharesOfItsCost() throws {
        let strategy = try StrategyLibrary.builtIn.resolve("bollinger_bands")
        let columns = strategy.cost.nodeBars(1)
        #expect(columns == strategy.plan.cost.columnNodes && columns > 3)
        var limits = CostLimits()
        limits.columnBytes = .max
        #expect(limits.mostBars(strategy.plan.cost) == 5_000_000_000 / columns)
        for stocks in [1, 505] {
            let bars = 5_000_000_000 / stocks / columns
            limits.stocks = stocks
            try strategy.check(limits, columns: 1, bars: bars)
            let error = #expect(throws: BacktestError.self) {
                try strategy.check(limits, columns: 1, bars: bars + 1)
            }
            #expect(error?.code == "too_costly")
            let words =
                "'bollinger_bands' computes \(columns) columns on \(bars + 1) bars, "
                + "\(columns * (bars + 1)) column-bars; the share of a stock among \(stocks) is "
                + "\(5_000_000_000 / stocks): use fewer columns, bars or stocks"
            #expect(error?.description == words)
        }
        let idle = try StrategyLibrary.builtIn.resolve("buy_and_hold")
        #expect(limits.mostBars(idle.plan.cost) == nil)
        limits.stocks = .max
        try idle.check(limits, columns: 0, bars: .max)
    }

    @Test func aRunAboveItsShareIsRefused() async throws {
        let strategy = try StrategyLibrary.builtIn.resolve("bollinger_bands")
        let bars = try #require(try await KnownStrategies.stocks(every: 600).first)
        let most = 5_000_000_000 / strategy.cost.nodeBars(bars.count)
        var limits = CostLimits()
        limits.stocks = most
        _ = try Backtest.run(strategy, on: bars, limits: limits)
        _ = try StrategyColumns(strategy, on: bars, limits: limits)
        limits.stocks += 1
        let error = #expect(throws: BacktestError.self) {
            try Backtest.run(strategy, on: bars, limits: limits)
        }
        #expect(error?.code == "too_costly")
        let ofColumns = #expect(throws: BacktestError.self) {
            try StrategyColumns(strategy, on: bars, limits: limits)
        }
        #expect(ofColumns == error)
    }

    /// A column is given up when nothing reads it any more.
    @Test(arguments: StrategyLibrary.builtIn.declarations.map(\.name))
    func columnsAreGivenUpAsCounted(name: String) async throws {
        let strategy = try StrategyLibrary.builtIn.resolve(name)
        let bars = try #require(try await KnownStrategies.stocks(every: 600).first)
        var stock = StockColumns(
            strategy.prepared, on: bars)
        stock.computeAll()
        #expect(stock.columnCount <= strategy.prepared.peakColumns)
        #expect(strategy.prepared.peakColumns <= strategy.plan.cost.columnNodes + 10)
    }
}
