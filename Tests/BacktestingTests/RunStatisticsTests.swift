import MarketData
import Testing

@testable import Backtesting

@Suite struct RunStatisticsTests {
    /// Trades of +10, +20, −10 and 0 from 10, one share each; exits and entries on other bars.
    @Test func tradeFiguresFollowTheirDefinitions() throws {
        let opens = [10.0, 10, 20, 10, 30, 10, 5, 10, 10, 10]
        let signals = (0..<8).map { $0.isMultiple(of: 2) ? Signal.enterLong : .exit }
        let run = try ScriptedRun(
            opens.map { ($0, $0) }, signals, percent: 1, execution: wholeUnits)
        let trades = run.statistics.trades
        #expect(run.result.trades.map(\.netPnl) == [10, 20, -5, 0])
        #expect(trades.count == 4)
        #expect(trades.winRatePercent == 50)
        #expect(trades.bestPercent == 200)
        #expect(trades.worstPercent == -50)
        // 2 · 3 · 0.5 · 1 = 3
        let growth = 3.0.squareRoot().squareRoot() - 1
        #expect(try #require(trades.averagePercent).isClose(to: growth * 100))
        #expect(trades.expectancyPercent == 62.5)
        #expect(trades.profitFactorOfReturns == 6)
        #expect(trades.profitFactor == 6)
        #expect(trades.averageWin == 15)
        #expect(trades.averageLoss == -5)
        #expect(trades.payoffRatio == 3)
        #expect(try #require(trades.kellyCriterion).isClose(to: 0.5 - 0.5 / 3))
        #expect(trades.largestWin == 20)
        #expect(trades.largestLoss == -5)
        #expect(trades.maxConsecutiveWins == 2)
        #expect(trades.maxConsecutiveLosses == 1)
        #expect(trades.expectancy == 6.25)
        // Squares of 3.75, 13.75, 11.25 and 6.25 add up to 368.75.
        let deviation = (368.75 / 3).squareRoot()
        #expect(try #require(trades.systemQualityNumber).isClose(to: 2 * 6.25 / deviation))
        #expect(trades.maxBars == 1)
        #expect(trades.averageDays == 1)
        #expect(run.result.grossProfit == 30)
        #expect(run.result.grossLoss == -5)
        #expect(run.result.winningTrades == 3)
        #expect(run.statistics.exposurePercent == 80)
    }

    /// Won, lost, won, won, lost, lost, neither, lost: three rows of wins and losses are cut short.
    @Test func aRowOfWinsEndsWithALossAndTheOtherWayRound() throws {
        let opens = [10.0, 10, 20, 10, 5, 10, 20, 10, 20, 10, 5, 10, 5, 10, 10, 10, 5, 5]
        let signals = (0..<16).map { $0.isMultiple(of: 2) ? Signal.enterLong : .exit }
        let run = try ScriptedRun(
            opens.map { ($0, $0) }, signals, percent: 1, execution: wholeUnits)
        #expect(run.result.trades.map(\.netPnl) == [10, -5, 10, 10, -5, -5, 0, -5])
        #expect(run.statistics.trades.maxConsecutiveWins == 2)
        #expect(run.statistics.trades.maxConsecutiveLosses == 2)
    }

    @Test func runWithoutTradesHasNoFiguresOfTrades() throws {
        let statistics = try ScriptedRun([(10, 10), (11, 12), (13, 14)], []).statistics
        let missing = Set(statistics.entries.filter { $0.value == nil }.map(\.name))
        #expect(
            missing == [
                "geometric_sharpe_ratio", "sortino_ratio", "calmar_ratio", "avg_drawdown_pct",
                "max_drawdown_duration_days", "avg_drawdown_duration_days", "win_rate_pct",
                "best_trade_pct", "worst_trade_pct", "avg_trade_pct", "max_trade_duration_days",
                "avg_trade_duration_days", "profit_factor_of_returns", "expectancy_pct", "sqn",
                "kelly_criterion", "sharpe_ratio", "profit_factor", "payoff_ratio", "avg_win",
                "avg_loss", "largest_win", "largest_loss", "avg_trade_duration",
                "max_trade_bars", "max_drawdown_bars", "recovery_periods", "expectancy",
                "benchmark_down_capture",
            ])
        #expect(statistics.beta == 0)
        #expect(statistics.alphaPercent == 0)
        #expect(statistics.buyAndHoldReturnPercent.map { ($0 - 40).magnitude < 1e-12 } == true)
    }

    @Test func winsAloneHaveNoProfitFactor() throws {
        let statistics = try ScriptedRun(
            [(10, 10), (10, 10), (20, 20)], [.enterLong, .exit]
        ).statistics
        #expect(statistics.trades.winRatePercent == 100)
        #expect(statistics.trades.profitFactor == nil)
        #expect(statistics.trades.payoffRatio == nil)
        #expect(statistics.trades.kellyCriterion == nil)
        #expect(statistics.trades.systemQualityNumber == nil)
        #expect(statistics.trades.averageLoss == nil)
        #expect(statistics.trades.largestLoss == nil)
    }

    @Test func lossesAloneHaveAProfitFactorOfZero() throws {
        let statistics = try ScriptedRun(
            [(10, 10), (10, 10), (5, 5)], [.enterLong, .exit]
        ).statistics
        #expect(statistics.trades.profitFactor == 0)
        #expect(statistics.trades.largestWin == nil)
        #expect(statistics.trades.kellyCriterion == nil)
    }

    /// Nothing is held on the first bar, but its fill leaves the account as it was.
    @Test func holdingAllHasABetaOfOne() throws {
        let run = try ScriptedRun(
            [(10, 10), (10, 10), (12, 12), (9, 9), (15, 15)], [.enterLong])
        let statistics = run.statistics
        #expect(try #require(statistics.beta).isClose(to: 1))
        #expect(try #require(statistics.alphaPercent).magnitude < 1e-9)
        #expect(run.result.exposurePercent == 80)
        #expect(statistics.exposurePercent == 0)
    }

    @Test func barsWithinDaysAreMeasuredInMinutes() throws {
        let run = try ScriptedRun(
            [(10, 10), (10, 10), (10, 10), (12, 12), (12, 12), (12, 12)],
            [.enterLong, .hold, .exit, .enterLong, .exit], times: BarTime.hours(6))
        let statistics = run.statistics
        #expect(statistics.duration == .seconds(26 * 3_600))
        #expect(statistics.trades.maxDuration == .seconds(23 * 3_600))
        #expect(statistics.trades.averageDuration == .seconds(12 * 3_600))
        #expect(statistics.trades.averageDays == 0.5)
    }

    @Test(arguments: 1...2) func fewBarsAreEnough(count: Int) throws {
        let run = try ScriptedRun(Array(repeating: (10, 11), count: count), [.enterLong])
        let statistics = run.statistics
        #expect(statistics.beta == nil)
        #expect(statistics.duration.days == Double(count - 1))
        #expect((statistics.compoundAnnualGrowthPercent == nil) == (count == 1))
    }

    @Test func namesAreDistinct() throws {
        let entries = try ScriptedRun([(10, 10)], []).statistics.entries
        #expect(Set(entries.map(\.name)).count == entries.count)
    }

    @Test(arguments: 0..<300 as Range<UInt64>) func everyFigureIsFinite(seed: UInt64) throws {
        var random = SeededGenerator(state: seed)
        let count = Int.random(in: 1...60, using: &random)
        let step = [0.0, 0.02, 0.5][Int(seed % 3)]
        var price = 100.0
        let prices = (0..<count).map { _ in
            let open = price
            price *= 1 + Double.random(in: -step...step, using: &random)
            return (open, price)
        }
        let signals = (0..<count).map { _ in Signal.allCases.randomElement(using: &random) ?? .hold
        }
        let settings = ExecutionSettings(
            fills: seed.isMultiple(of: 2) ? .nextOpen : .close,
            wholeUnits: .random(using: &random), closesAtEnd: .random(using: &random))
        let bars = try ScriptedRun(
            prices, [], times: .random(using: &random) ? BarTime.hours(count) : nil
        ).bars
        let result = simulate(
            .scripted(signals, percent: 100),
            SimulationInput(
                bars: bars, cash: 10_000,
                costs: TradingCosts(commissionRate: [0.0, 0.001, 0.5][Int(seed / 3 % 3)]),
                execution: settings))
        #expect(result.equity.count == count, "seed \(seed)")
        #expect(result.equity.allSatisfy { $0.isFinite }, "seed \(seed)")
        for entry in RunStatistics(result, on: bars).entries {
            if case .number(let number) = entry.value {
                #expect(number.isFinite, "\(entry.name), seed \(seed)")
            }
        }
        for trade in result.trades {
            #expect(trade.size > 0, "seed \(seed)")
            #expect(!settings.wholeUnits || trade.size == trade.size.rounded(), "seed \(seed)")
        }
        #expect(!settings.wholeUnits || result.equity.allSatisfy { $0 >= 0 }, "seed \(seed)")
    }

    private let wholeUnits = ExecutionSettings(wholeUnits: true)
}
