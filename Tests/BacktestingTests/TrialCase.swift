import MarketData
import StrategyText
import Testing

@testable import Backtesting

/// Random sets of parameters over random stocks, by the engine of sweeps and one by one.
struct TrialCase {
    /// The most recent of what a seed says.
    var random: SeededGenerator
    let sets: [ConfiguredStrategy]
    let stocks: [Bars]
    let cash: Double
    var costs = TradingCosts()
    var execution = ExecutionSettings()
    var tradeFrom: CalendarDate?
    var benchmark: Bars?
    /// The most that shared columns take; some cases have no room for those of one set, or of two.
    var columnBytes = 32 << 20

    /// Sets over stocks, with terms that are made up.
    init(_ sets: [ConfiguredStrategy], _ stocks: [Bars], _ random: SeededGenerator) {
        var random = random
        func pick(_ count: Int) -> Int { Int(random.next() >> 11) % count }
        self.sets = sets
        self.stocks = stocks
        cash = [10_000, 1_000, 123.45, 1e6][pick(4)]
        execution = ExecutionSettings(
            fills: pick(2) == 0 ? .close : .nextOpen, wholeUnits: pick(2) == 0,
            closesAtEnd: pick(3) == 0, stopsAtRuin: pick(3) == 0)
        if pick(2) == 0 {
            costs = TradingCosts(
                commissionRate: pick(2) == 0 ? 0.001 : 0, fixedFee: pick(3) == 0 ? 1 : 0,
                feePerShare: pick(4) == 0 ? 0.005 : 0, minFee: pick(4) == 0 ? 2 : 0,
                slippage: pick(2) == 0 ? 0.0005 : 0, slippagePerShare: pick(5) == 0 ? 0.01 : 0,
                borrowRate: pick(4) == 0 ? 0.03 : 0, cashRate: pick(4) == 0 ? 0.02 : 0)
        }
        if pick(2) == 0, let times = stocks.first?.times, !times.isEmpty {
            tradeFrom = times[pick(times.count)].day
        }
        benchmark = pick(2) == 0 ? stocks.last : nil
        if pick(3) == 0 { columnBytes = [0, 20_000, 60_000][pick(3)] }
        self.random = random
    }

    /// What a scan with one of the sets gives; nil where the set counts as cash.
    func result(_ set: ConfiguredStrategy, _ bars: Bars) throws -> BacktestResult? {
        do throws(BacktestError) {
            return try Backtest.run(
                set, on: bars, cash: cash, costs: costs, execution: execution,
                tradeFrom: tradeFrom, benchmark: benchmark)
        } catch {
            guard error.code == "insufficient_bars" else { throw error }
            return nil
        }
    }

    /// All times of bars that count, ascending.
    var times: [BarTime] {
        Set(stocks.flatMap { bars in bars.times.filter { $0.day >= tradeFrom ?? $0.day } })
            .sorted()
    }

    /// Holds the trials against single runs, and the curves against those of scans; returns the
    /// number of trials.
    ///
    /// Stocks are added by two workers, in two orders.
    mutating func check() throws -> Int {
        var engine = TrialSets(sets, cash: cash, costs: costs, execution: execution)
        engine.columnBytes = columnBytes
        let empty = SetPortfolios(cash: cash, sets: sets.count, times: times)
        var workers = [empty, empty]
        var expected = sets.map { _ in PortfolioAccumulator(cash: cash) }
        var (count, added) = (0, 0)
        for bars in stocks.shuffled(using: &random) {
            let results = try sets.map { try result($0, bars) }
            let isSound = results.allSatisfy { result in
                result.map {
                    $0.equity.allSatisfy(\.isFinite) && $0.maxDrawdownPercent.isFinite
                } ?? true
            }
            let worker = Int(random.next() >> 11) % 2
            let before = workers[worker]
            guard isSound else {
                #expect(throws: BacktestError.leftNumbers(ticker: bars.ticker)) {
                    try engine.run(
                        on: bars, tradeFrom: tradeFrom, benchmark: benchmark,
                        portfolios: &workers[worker])
                }
                for set in sets.indices {
                    #expect(
                        workers[worker].curve(of: set, stocks: 1)
                            == before.curve(of: set, stocks: 1))
                }
                continue
            }
            let trials = try engine.run(
                on: bars, tradeFrom: tradeFrom, benchmark: benchmark,
                portfolios: &workers[worker])
            added += 1
            for (set, result) in results.enumerated() {
                count += 1
                compare(trials.trials[set], result, "set \(set) on \(bars.ticker)")
                guard let result else {
                    expected[set].add(times: [], equity: [], benchmark: [])
                    continue
                }
                #expect(trials.firstBar == result.firstBar)
                #expect(trials.bars == result.equity.count)
                #expect(
                    trials.trials[set]?.exposurePercent(bars: trials.bars)
                        == result.exposurePercent)
                #expect(trials.trials[set]?.returnPercent(cash: cash) == result.returnPercent)
                expected[set].add(
                    times: Array(bars.times[result.firstBar...]), equity: result.equity,
                    benchmark: result.equity)
            }
        }
        var portfolios = workers[1]
        portfolios.merge(workers[0])
        for set in sets.indices { compare(portfolios.curve(of: set, stocks: added), expected[set]) }
        return count
    }

    private func compare(_ trial: Trial?, _ result: BacktestResult?, _ what: String) {
        #expect((trial == nil) == (result == nil), "\(what)")
        guard let trial, let result else { return }
        #expect(trial.pnl.bitPattern == result.pnl.bitPattern, "pnl of \(what)")
        #expect(
            trial.sharpeRatio?.bitPattern == result.sharpeRatio?.bitPattern, "Sharpe of \(what)")
        #expect(
            trial.maxDrawdownPercent.bitPattern == result.maxDrawdownPercent.bitPattern,
            "drawdown of \(what)")
        #expect(trial.trades == result.totalTrades, "trades of \(what)")
    }

    /// Sets that all count as cash on a stock leave its times out of what a scan adds up.
    private func compare(_ curve: PortfolioCurve, _ expected: PortfolioAccumulator) {
        let scan = expected.curve()
        #expect(curve.start == scan.start)
        let values = Dictionary(uniqueKeysWithValues: zip(scan.times, scan.values))
        var last = scan.start
        for (time, value) in zip(curve.times, curve.values) {
            last = values[time] ?? last
            #expect(value.bitPattern == last.bitPattern, "\(time)")
        }
    }
}
