import Backtesting
import Foundation
import MarketData
import Synchronization

/// The backtests and the loading of prices against other engines on the same bars.
struct BacktestBench {
    let rounds: Int

    /// Rounds of the peers that take a minute or more each.
    private var peerRounds: Int { min(rounds, 2) }

    /// Measures everything and returns the table.
    func table() async throws -> Table {
        let prices = try BundledPrices.load()
        var bars: [Bars] = []
        for ticker in prices.tickers {
            bars.append(try await prices.history(of: ticker, from: nil, to: nil).bars)
        }
        let count = bars.reduce(0) { $0 + $1.count }
        var table = Table(title: "Backtests, \(bars.count) stocks, \(count) bars, Bollinger bands")
        let fractions = ExecutionSettings()
        let one = Timings(try repeated(rounds * 5) { try run(bars) })
        table.rows.append(
            try row(
                "prices in memory, one core; return, Sharpe, drawdown, trades of each stock", one,
                "vectorbt",
                "matrix of all, warm, one thread, with return, Sharpe, drawdown, win rate",
                times: 9, isBest: true, mark: 30,
                work: try work(bars, fractions, countsOpen: true),
                reason:
                    "by perf, a quarter of the time are the bands, most of it two exact sums, as "
                    + "parity with backtrader asks for; a fifth is the run from event to event, a "
                    + "seventh comparisons and crossings, a tenth the Sharpe ratio and the drawdown, "
                    + "a seventh the taking and giving back of columns."))
        let wholeUnits = ExecutionSettings(wholeUnits: true)
        let all = Timings(try repeated(rounds * 5) { try run(bars, wholeUnits, isWhole: true) })
        table.rows.append(
            try row(
                "the same in whole units, with all statistics", all, "backtesting",
                "stock by stock, all its statistics", times: peerRounds, mark: 1_000,
                work: try work(bars, wholeUnits),
                reason: "by perf, three fifths of the time are the run: the bands 16 %, the events "
                    + "18 %, comparisons and crossings 8 %, trades and the Sharpe ratio 7 %; a quarter "
                    + "are the other statistics, of which beta, with two logarithms a bar, is 10 %."
            ))
        table.rows.append(
            try row(
                "the first again", one, "backtrader", "stock by stock, Sharpe, drawdown, trades",
                times: peerRounds, mark: 5_000, work: try work(bars, fractions)))
        table.rows.append(try twoWorkers(bars, one))
        table.rows.append(try barePass(bars, one))
        return table
    }

    /// Measures the loading of the bundled prices and the whole command.
    func loadingTable() async throws -> Table {
        var table = Table(title: "From nothing to a result, 505 stocks")
        var loading: [Double] = []
        for _ in 0..<rounds * 2 + 1 { loading.append(try await seconds(loadAfresh)) }
        table.rows.append(
            try row(
                "loading the bundled file, every bar of every stock, two workers",
                Timings(loading), "polars", "read_csv of the same file, its own threads",
                times: rounds * 2 + 1, mark: 1, work: Work(tickers: 505)))
        table.rows.append(try bareLoading(Timings(loading)))
        table.rows.append(try scans())
        return table
    }

    /// Runs the strategy on each stock; with `isWhole`, all statistics are computed, too.
    private func run(
        _ bars: [Bars], _ execution: ExecutionSettings = ExecutionSettings(),
        isWhole: Bool = false
    ) throws {
        let strategy = try StrategyLibrary.builtIn.resolve("bollinger_bands")
        for bars in bars where bars.count >= strategy.minimumBars {
            let result = try Backtest.run(strategy, on: bars, execution: execution)
            if isWhole { _ = RunStatistics(result, on: bars) }
        }
    }

    /// What comes of the runs that are measured.
    private func work(
        _ bars: [Bars], _ execution: ExecutionSettings, countsOpen: Bool = false
    ) throws -> Work {
        let strategy = try StrategyLibrary.builtIn.resolve("bollinger_bands")
        var work = Work(tickers: 0, trades: 0, profit: 0)
        for bars in bars where bars.count >= strategy.minimumBars {
            let result = try Backtest.run(strategy, on: bars, execution: execution)
            let trades = result.trades.filter { $0.isClosed || countsOpen }
            work.tickers += 1
            work.trades = (work.trades ?? 0) + trades.count
            work.profit = trades.reduce(work.profit ?? 0) { $0 + $1.netPnl }
        }
        return work
    }

    private func twoWorkers(_ bars: [Bars], _ one: Timings) throws -> Table.Row {
        let middle = bars.count / 2
        let halves = [Array(bars[..<middle]), Array(bars[middle...])]
        let failure = Mutex<(any Error)?>(nil)
        let two = Timings(
            try repeated(rounds * 5) {
                DispatchQueue.concurrentPerform(iterations: 2) { half in
                    do {
                        try run(halves[half])
                    } catch {
                        failure.withLock { $0 = error }
                    }
                }
                if let error = failure.withLock({ $0 }) { throw error }
            })
        return Table.Row(
            what: "the same by two workers", ours: two.description,
            peer: "one worker: \(one.description)",
            ratio: String(format: "%.2f", one.median / two.median), mark: "≥ 1.8",
            reason: "the machine's two cores are shared with others: in another run, without a "
                + "change of the program, the ratio was 2.00.")
    }

    /// The closes and opens of the same bars taken up once, and nothing made of them.
    private func barePass(_ bars: [Bars], _ one: Timings) throws -> Table.Row {
        var bits: UInt64 = 0
        let bare = Timings(
            try repeated(rounds * 5) {
                for bars in bars {
                    for column in [bars.close, bars.open] {
                        let values = column.span
                        for index in values.indices { bits &+= values[index].bitPattern }
                    }
                }
            })
        precondition(bits != 0, "the bars were read")
        return Table.Row(
            what: "the first again", ours: one.description,
            peer: "reading the same closes and opens from memory: \(bare.description)",
            ratio: String(format: "%.3f", bare.median / one.median), mark: "")
    }

    /// Reads every bar as for the first time in a process, on two workers, as a scan does.
    private func loadAfresh() async throws {
        let prices = try BundledPrices.open()
        let tickers = prices.tickers
        try await withThrowingTaskGroup { group in
            for worker in 0..<2 {
                group.addTask {
                    for index in stride(from: worker, to: tickers.count, by: 2) {
                        _ = try await prices.history(of: tickers[index], from: nil, to: nil)
                    }
                }
            }
            try await group.waitForAll()
        }
    }

    /// The bundled file inflated by one thread, and nothing made of it.
    private func bareLoading(_ loading: Timings) throws -> Table.Row {
        let bytes = Array(try Data(contentsOf: URL(fileURLWithPath: BundledPricesFile.path)))
        let bare = Timings(try repeated(rounds * 2 + 1) { try inflate(bytes) })
        return Table.Row(
            what: "the same", ours: loading.description,
            peer: "inflate + CRC-32 alone, one thread: \(bare.description)",
            ratio: String(format: "%.2f", bare.median / loading.median), mark: "")
    }

    /// The whole command, from the start of its process to its end, when all is durable.
    private func scans() throws -> Table.Row {
        let place = FileManager.default.temporaryDirectory
            .appendingPathComponent("tapedeck-bench-\(UUID().uuidString)").path
        defer { try? FileManager.default.removeItem(atPath: place) }
        let times = Timings(
            try repeated(rounds * 2 + 1) {
                _ = try Program(path: ".build/release/tapedeck").output(
                    ["scan", "bollinger_bands", "--var", place])
            })
        return Table.Row(
            what: "`tapedeck scan`, process start to durable end", ours: times.description,
            peer: "", ratio: "", mark: "≤ 0.6 s", value: times.median)
    }

    /// Our median against a peer's, or against its best round, which it has on one thread.
    private func row(
        _ what: String, _ ours: Timings, _ peer: String, _ how: String, times: Int,
        isBest: Bool = false, mark: Int, work: Work, reason: String? = nil
    ) throws -> Table.Row {
        let theirs = try PeerWork(
            json: Program.python.output(
                ["Tools/bench/backtest_peers.py", peer, BundledPricesFile.path, "\(times)"],
                environment: isBest ? Program.oneThread : [:]))
        let timings = Timings(theirs.seconds)
        let best = timings.quantile(0)
        let ratio = (isBest ? best : timings.median) / ours.median
        let measured =
            isBest
            ? "the best of \(times) rounds: \(Timings.text(best)), the median"
            : "\(times) rounds:"
        return Table.Row(
            what: what, ours: ours.description,
            peer: "\(peer) \(theirs.version), \(how), \(measured) \(timings.description); "
                + work.comparison(with: theirs),
            ratio: String(format: "%.1f", ratio),
            mark: "≥ \(mark)", against: .peer, reason: reason)
    }

    private func repeated(_ count: Int, _ work: () throws -> Void) throws -> [Double] {
        try work()
        return try (0..<count).map { _ in
            let start = ContinuousClock.now
            try work()
            return start.duration(to: .now) / .seconds(1)
        }
    }
}

/// The prices that come with the product.
enum BundledPricesFile {
    /// Where they are in the sources.
    static let path = "Sources/MarketData/Resources/sp500-2013-2018.csv.gz"
}
