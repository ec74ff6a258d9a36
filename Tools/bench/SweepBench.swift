import Backtesting
import Foundation
import MarketData
import Synchronization

/// Sets of parameters over all bundled stocks against single scans, and against other engines.
struct SweepBench {
    private static let earlier = Program(path: ".build/bench-earlier/.build/release/earlier")
    /// The sets that raptorbt runs, and those, of the same, that vectorbt does, which is slow.
    private static let peerSets = [5, 9, 13, 17, 21].flatMap { fast in
        [30, 50, 80, 110].map { [fast, $0] }
    }

    let rounds: Int

    /// Measures everything and returns the table.
    func table() async throws -> Table {
        let prices = try BundledPrices.load()
        var stocks: [Bars] = []
        for ticker in prices.tickers {
            stocks.append(try await prices.history(of: ticker, from: nil, to: nil).bars)
        }
        let count = stocks.reduce(0) { $0 + $1.count }
        var table = Table(title: "Sweeps in memory, \(stocks.count) stocks, \(count) bars")
        let averages = try SweepGrids.averages(fast: 5..<25, slow: stride(from: 30, to: 130, by: 2))
        let ours = try seconds(of: averages, stocks)
        table.rows.append(try against("sma_cross", averages.count, ours, rounds))
        let bands = try SweepGrids.bands()
        table.rows.append(
            try against("bollinger_bands", bands.count, seconds(of: bands, stocks), rounds))
        let texts = try SweepGrids.texts()
        table.rows.append(
            Table.Row(
                what: "a set of Connors RSI-2, a user's text, in a grid of \(texts.count)",
                ours: Timings.text(try seconds(of: texts, stocks).median / Double(texts.count)),
                peer: "", ratio: "", mark: ""))
        let perSet = ours.median / Double(averages.count)
        table.rows.append(
            try peer("raptorbt", Self.peerSets, perSet, stocks, rounds, mark: 10))
        table.rows.append(
            try peer("vectorbt", Array(Self.peerSets.prefix(3)), perSet, stocks, 2, mark: 60))
        for size in [10, 100, 1_000, 10_000] {
            table.rows.append(try growth(size, stocks))
        }
        table.notes = [
            "A set is one run on each stock: return, Sharpe ratio, drawdown, trades, and the curve "
                + "of its portfolio. Both cores, wall time, prices in memory; orders are filled at "
                + "the close of the signal with all the cash, as the peers do."
        ]
        return table
    }

    /// A set of ours against a scan of the strategy's hand-written type, on two workers each.
    private func against(
        _ name: String, _ sets: Int, _ ours: Timings, _ rounds: Int
    ) throws -> Table.Row {
        let workers = [try TurnTaker(Self.earlier), try TurnTaker(Self.earlier)]
        let works = Mutex<[PeerWork]>([])
        let failure = Mutex<(any Error)?>(nil)
        var times: [Double] = []
        for round in 0...(rounds * 3) {
            // The first turn counts what is done, and is not timed.
            guard round > 0 else {
                for worker in workers { _ = try worker.turn(name) }
                continue
            }
            let start = ContinuousClock.now
            nonisolated(unsafe) let both = workers
            DispatchQueue.concurrentPerform(iterations: workers.count) { place in
                do {
                    let work = try unsafe both[place].turn(name)
                    works.withLock { $0.append(work) }
                } catch {
                    failure.withLock { $0 = error }
                }
            }
            if let error = failure.withLock({ $0 }) { throw error }
            times.append(start.duration(to: .now) / .seconds(1) / Double(workers.count))
        }
        let theirs = Timings(times)
        let perSet = ours.median / Double(sets)
        let version = works.withLock { $0.first?.version ?? "" }
        return Table.Row(
            what: "a set of `\(name)` in a grid of \(sets)", ours: Timings.text(perSet),
            peer: "a scan by its hand-written type of commit \(version), two workers: "
                + theirs.description,
            ratio: String(format: "%.1f", theirs.median / perSet), mark: "≥ 4", against: .peer)
    }

    /// A set of ours against one of another engine.
    private func peer(
        _ name: String, _ sets: [[Int]], _ perSet: Double, _ stocks: [Bars], _ rounds: Int,
        mark: Int
    ) throws -> Table.Row {
        let json = String(decoding: try JSONEncoder().encode(sets), as: UTF8.self)
        let work = try PeerWork(
            json: Program.python.output(
                ["Tools/bench/sweep_peers.py", name, BundledPricesFile.path, "\(rounds)", json]))
        let theirs = Timings(work.seconds.map { $0 / Double(sets.count) })
        let own = try SweepGrids.averages(sets)
        var trades = 0
        _ = try run(own, stocks) { trades += $0 }
        return Table.Row(
            what: "the same, `sma_cross`", ours: Timings.text(perSet),
            peer: "\(name) \(work.version), \(sets.count) sets, both cores: "
                + "\(theirs.description) a set; \(work.trades ?? 0) trades, ours \(trades)",
            ratio: String(format: "%.1f", theirs.median / perSet), mark: "≥ \(mark)",
            against: .peer)
    }

    private func growth(_ size: Int, _ stocks: [Bars]) throws -> Table.Row {
        // A square of averages, as grids are.
        let side = Int(Double(size).squareRoot().rounded(.up))
        let sets = Array(
            try SweepGrids.averages(fast: 5..<(5 + side), slow: 120..<(120 + side)).prefix(size))
        let times = try seconds(of: sets, stocks)
        return Table.Row(
            what: "\(sets.count) sets of `sma_cross`", ours: times.description,
            peer: Timings.text(times.median / Double(sets.count)) + " a set", ratio: "", mark: "")
    }

    /// The times of all sets over all stocks.
    private func seconds(of sets: [ConfiguredStrategy], _ stocks: [Bars]) throws -> Timings {
        Timings(
            try (0..<rounds).map { _ in
                let start = ContinuousClock.now
                _ = try run(sets, stocks) { _ in }
                return start.duration(to: .now) / .seconds(1)
            })
    }

    /// Runs all sets over all stocks by two workers; `count` is told the trades.
    private func run(
        _ sets: [ConfiguredStrategy], _ stocks: [Bars], count: (Int) -> Void
    ) throws -> SetPortfolios {
        let engine = TrialSets(
            sets, cash: 10_000, costs: TradingCosts(), execution: ExecutionSettings(fills: .close))
        let times = Set(stocks.flatMap(\.times)).sorted()
        let empty = SetPortfolios(cash: 10_000, sets: sets.count, times: times)
        let state = Mutex<(whole: SetPortfolios?, trades: Int, failure: (any Error)?)>(
            (nil, 0, nil))
        DispatchQueue.concurrentPerform(iterations: 2) { worker in
            do {
                var (own, trades) = (empty, 0)
                for place in stride(from: worker, to: stocks.count, by: 2) {
                    let trials = try engine.run(on: stocks[place], portfolios: &own)
                    trades += trials.trials.reduce(0) { $0 + ($1?.trades ?? 0) }
                }
                state.withLock {
                    $0.trades += trades
                    if $0.whole == nil { $0.whole = own } else { $0.whole?.merge(own) }
                }
            } catch {
                state.withLock { $0.failure = error }
            }
        }
        return try state.withLock {
            if let failure = $0.failure { throw failure }
            count($0.trades)
            return $0.whole ?? empty
        }
    }
}
