import Backtesting
import Foundation
import MarketData

/// Strategies, which are texts, against the hand-written types that they were; and their columns
/// against TA-Lib's.
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
            against: .peer)
    }
}
