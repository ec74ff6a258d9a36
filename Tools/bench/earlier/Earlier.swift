import Backtesting
import Foundation
import MarketData

/// Runs a strategy over all bundled stocks whenever a line of the input names one.
///
/// It prints `ready` when the prices are in memory; then for each line the wall time of one round,
/// and what was done in it, as one line of JSON.
@main
enum Earlier {
    /// What was done, as the benchmark reads it.
    private struct Work: Encodable {
        var seconds: [Double] = []
        let version = "6e26abe"
        var tickers = 0
        var trades = 0
        var profit = 0.0
    }

    static func main() async throws {
        try await serve()
    }

    /// Works on a thread of the pool, as the product's side does: malloc serves the main thread from
    /// another arena.
    @concurrent private static func serve() async throws {
        let prices = try BundledPrices.load()
        var stocks: [Bars] = []
        for ticker in prices.tickers {
            stocks.append(try await prices.history(of: ticker, from: nil, to: nil).bars)
        }
        say(Data("ready".utf8))
        var known: [String: Work] = [:]
        while let name = readLine() {
            let strategy = try Strategies.resolve(name)
            // The round that counts what is done comes before those that are timed.
            var work = try known[name] ?? count(strategy, stocks)
            known[name] = work
            let start = ContinuousClock.now
            for bars in stocks where bars.count >= strategy.minimumBars {
                _ = try Backtest.run(strategy, on: bars)
            }
            work.seconds = [start.duration(to: .now) / .seconds(1)]
            say(try JSONEncoder().encode(work))
        }
    }

    private static func count(_ strategy: ConfiguredStrategy, _ stocks: [Bars]) throws -> Work {
        var work = Work()
        for bars in stocks where bars.count >= strategy.minimumBars {
            let result = try Backtest.run(strategy, on: bars)
            work.tickers += 1
            work.trades += result.trades.count
            work.profit += result.pnl
        }
        return work
    }

    private static func say(_ line: Data) {
        FileHandle.standardOutput.write(line + Data("\n".utf8))
    }
}
