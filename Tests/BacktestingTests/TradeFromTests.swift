import MarketData
import StrategyText
import Testing

@testable import Backtesting
@testable import StrategyText

/// Bars before a day only warm up: with every rule shut until then, a run of all bars trades alike.
@Suite(.timeLimit(.minutes(1))) struct TradeFromTests {
    private static let stocks = Task { try await KnownStrategies.stocks(every: 101) }
    private static let settings = [
        ExecutionSettings(), ExecutionSettings(fills: .close, closesAtEnd: true),
        ExecutionSettings(wholeUnits: true), ExecutionSettings(fills: .close, wholeUnits: true),
    ]

    @Test(arguments: StrategyLibrary.builtIn.declarations.map(\.name))
    func runTradesAsWithEveryRuleShutUntilThen(name: String) async throws {
        let strategy = try StrategyLibrary.builtIn.resolve(name)
        for bars in try await Self.stocks.value {
            for (place, execution) in Self.settings.enumerated() {
                let first = [1, 130, 700, bars.count - 1][place]
                guard first < bars.count, bars.count > strategy.minimumBars else { continue }
                let result = try Backtest.run(
                    strategy, on: bars, costs: TradingCosts(commissionRate: 0.001),
                    execution: execution,
                    tradeFrom: bars.times[first].day)
                let shut = simulate(
                    strategy.plan.shut(until: first),
                    SimulationInput(
                        bars: bars, cash: 10_000, costs: TradingCosts(commissionRate: 0.001),
                        execution: execution))
                #expect(result.firstBar == first)
                #expect(result.trades == shut.trades, "\(bars.ticker) from \(first)")
                #expect(result.equity == Array(shut.equity[first...]), "\(bars.ticker)")
                #expect(result.rules == shut.rules, "\(bars.ticker) from \(first)")
                #expect(result.rejectedOrders == shut.rejectedOrders)
                #expect(result.equity.first.map { $0 <= 10_000 } == true)
                #expect(result.firstTradingBar >= first)
            }
        }
    }

    /// Of a strategy that needs no bars before, all is as if there were none.
    @Test func figuresAreThoseOfTheBarsThatCount() async throws {
        let strategy = try StrategyLibrary.builtIn.resolve("buy_and_hold")
        let bars = try #require(try await Self.stocks.value.first)
        for (place, first) in [0, 1, 400, bars.count - 1].enumerated() {
            // An account of whole units waits for a second bar of which all has a value.
            let execution = Self.settings[place % 2]
            let result = try Backtest.run(
                strategy, on: bars, execution: execution, tradeFrom: bars.times[first].day)
            let rest = try bars.slice(first..<bars.count)
            let other = try Backtest.run(strategy, on: rest, execution: execution)
            #expect(result.equity == other.equity)
            #expect(result.trades.map(\.entryTime) == other.trades.map(\.entryTime))
            #expect(result.trades.map(\.exitTime) == other.trades.map(\.exitTime))
            #expect(result.trades.map(\.netPnl) == other.trades.map(\.netPnl))
            #expect(result.trades.map { $0.entryBar - first } == other.trades.map(\.entryBar))
            #expect(
                result.trades.map { $0.exitBar.map { $0 - first } } == other.trades.map(\.exitBar))
            for figure in [\Trade.size, \.entryPrice, \.grossPnl, \.commission] {
                #expect(
                    result.trades.map { $0[keyPath: figure] }
                        == other.trades.map { $0[keyPath: figure] })
            }
            #expect(result.trades.map(\.exitPrice) == other.trades.map(\.exitPrice))
            #expect(result.trades.map(\.exit) == other.trades.map(\.exit))
            #expect(result.trades.map(\.barsHeld) == other.trades.map(\.barsHeld))
            #expect(result.exposurePercent == other.exposurePercent)
            #expect(result.firstTradingBar - first == other.firstTradingBar)
            #expect(
                RunStatistics(result, on: bars).entries == RunStatistics(other, on: rest).entries)
            #expect(RunStatistics(result, on: bars).start == rest.times[0])
            #expect(result.sharpeRatio == other.sharpeRatio)
            #expect(result.maxDrawdownPercent == other.maxDrawdownPercent)
        }
    }

    @Test func dayWithoutABarBeginsAtTheNext() throws {
        let strategy = try StrategyLibrary.builtIn.resolve("buy_and_hold")
        let bars = try ScriptedRun(
            [(1, 1), (2, 2), (3, 3)], [], times: BarTime.days(3, every: 7)
        ).bars
        let day = try #require(CalendarDate(dayNumber: 18_262 + 8))
        #expect(try Backtest.run(strategy, on: bars, tradeFrom: day).firstBar == 2)
        #expect(try Backtest.run(strategy, on: bars, tradeFrom: .earliest).firstBar == 0)
    }

    @Test func stockThatEndsBeforeIsToldOf() throws {
        let strategy = try StrategyLibrary.builtIn.resolve("buy_and_hold")
        let bars = try ScriptedRun([(1, 1), (2, 2)], []).bars
        let day = try #require(CalendarDate(year: 2020, month: 1, day: 3))
        let error = #expect(throws: BacktestError.self) {
            try Backtest.run(strategy, on: bars, tradeFrom: day)
        }
        #expect(error?.code == "insufficient_bars")
        #expect(
            error?.description
                == "'HAND' has no bars on or after 2020-01-03, from which to trade; its last is of "
                + "2020-01-02")
    }
}

extension StrategyPlan {
    /// The same with every rule false before a bar.
    fileprivate func shut(until bar: Int) -> StrategyPlan {
        var nodes = nodes
        func add(_ operation: PlanOperation, _ kind: PlanNode.Kind, isOfPosition: Bool = false)
            -> NodeID
        {
            nodes.append(
                PlanNode(
                    operation: operation, kind: kind, firstIndex: 0, firstComplete: 0,
                    isOfPosition: isOfPosition))
            return nodes.count - 1
        }
        let isOpen = add(
            .compare(
                .lessOrEqual, add(.number(Double(bar)), .series),
                add(.calendar(.barNumber), .series)), .truth)
        let rules = rules.map { rule in
            PlanRule(
                action: rule.action,
                condition: add(
                    .and(isOpen, rule.condition), .truth,
                    isOfPosition: nodes[rule.condition].isOfPosition),
                sentence: rule.sentence, statement: rule.statement,
                line: rule.line)
        }
        return StrategyPlan(
            nodes: nodes, columns: columns, states: states, rules: rules, exits: exits,
            size: size, allowsReversal: allowsReversal, rank: rank, firstDecision: firstDecision,
            firstComplete: firstComplete)
    }
}
