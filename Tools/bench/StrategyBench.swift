import Backtesting
import Foundation
import MarketData
import StrategyText

/// Strategies, which are texts, against the hand-written types that they were; their columns against
/// TA-Lib's; and how long a long text is checked.
struct StrategyBench {
    /// Where `Tools/bench/earlier/build` puts the hand-written types.
    private static let earlier = Program(path: ".build/bench-earlier/.build/release/earlier")

    let directory: String
    let rounds: Int

    /// Measures everything and returns the table.
    func table() async throws -> Table {
        let prices = try BundledPrices.load()
        var stocks: [Bars] = []
        for ticker in prices.tickers {
            stocks.append(try await prices.history(of: ticker, from: nil, to: nil).bars)
        }
        let count = stocks.reduce(0) { $0 + $1.count }
        var table = Table(title: "Strategies as texts, \(stocks.count) stocks, \(count) bars")
        let earlier = try TurnTaker(Self.earlier)
        var ratios: [Double] = []
        for strategy in StrategyLibrary.builtIn.declarations {
            let (row, ratio) = try row(strategy.name, stocks, earlier)
            table.rows.append(row)
            ratios.append(ratio)
        }
        table.rows.append(Self.mean(of: ratios))
        table.rows.append(
            try IndicatorBench(directory: directory, rounds: rounds * 5).row(stocks))
        table.rows.append(try checking())
        table.notes = [
            "All is wall time with prices in memory, on one core, one process at work at a time. "
                + "Product and peer run a round each in turn, \(rounds * 5) rounds, each first "
                + "every other time. A round of a strategy is `Backtest.run` with defaults on all "
                + "stocks, by either side."
        ]
        return table
    }

    /// A strategy against its hand-written type, and how many times faster it is.
    private func row(
        _ name: String, _ stocks: [Bars], _ earlier: TurnTaker
    ) throws -> (row: Table.Row, ratio: Double) {
        let strategy = try StrategyLibrary.builtIn.resolve(name)
        var work = Work(tickers: 0, trades: 0, profit: 0)
        for bars in stocks where bars.count >= strategy.minimumBars {
            let result = try Backtest.run(strategy, on: bars)
            work.tickers += 1
            work.trades = (work.trades ?? 0) + result.trades.count
            work.profit = (work.profit ?? 0) + result.pnl
        }
        let (ours, theirs, peer) = try inTurn(rounds * 5) {
            for bars in stocks where bars.count >= strategy.minimumBars {
                _ = try Backtest.run(strategy, on: bars)
            }
        } theirs: {
            try earlier.turn(name)
        }
        let ratio = theirs.median / ours.median
        let row = Table.Row(
            what: "the strategy `\(name)`", ours: ours.description,
            peer: "its hand-written Swift type of commit \(peer.version): \(theirs.description); "
                + work.comparison(with: peer),
            ratio: String(format: "%.2f", ratio), mark: "≥ 1.0", against: .peer)
        return (row, ratio)
    }

    private static func mean(of ratios: [Double]) -> Table.Row {
        let mean = exp(ratios.reduce(0) { $0 + log($1) } / Double(ratios.count))
        return Table.Row(
            what: "the geometric mean of these \(ratios.count) ratios", ours: "",
            peer: "the same types", ratio: String(format: "%.2f", mean), mark: "≥ 1.5",
            against: .peer,
            reason: "by perf, a text pays for columns that a loop need not keep: an eighth to a "
                + "quarter are retains, releases and allocations, a tenth comparisons. The states "
                + "of `tema_macd` are looked at on 604 bars a stock, 130 ns each, by an "
                + "interpreter; 30 % of `cmf_atr_macd` are its exits, looked at bar by bar, 13 % "
                + "exact sums of values far apart. Where columns save work, as in `donchian`, "
                + "texts take half the time.")
    }

    /// The largest text that the language takes, by statements.
    private func checking() throws -> Table.Row {
        let text = LongStrategy.text
        let program = try StrategyProgram.check(text, functions: .language1)
        let more = text + "one_more = close\n"
        do throws(StrategyProblems) {
            _ = try StrategyProgram.check(more, functions: .language1)
            preconditionFailure("the text has fewer statements than the language takes")
        } catch {
            precondition(error.problems.contains { $0.code == .limit }, "\(error.problems)")
        }
        let bytes = Array(text.utf8)
        var times: [Double] = []
        for _ in 0..<rounds * 20 {
            let start = ContinuousClock.now
            _ = try StrategyProgram.check(utf8: bytes, functions: .language1)
            times.append(start.duration(to: .now) / .seconds(1))
        }
        let timings = Timings(times)
        return Table.Row(
            what: "checking a text of \(LongStrategy.statements) statements, the most there are: "
                + "from its \(bytes.count) bytes to a plan of \(program.plan.nodes.count) columns",
            ours: timings.description, peer: "", ratio: "", mark: "≤ 5 ms",
            value: timings.median * 1e3)
    }
}
