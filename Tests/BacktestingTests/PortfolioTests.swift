import MarketData
import Testing

@testable import Backtesting

@Suite struct PortfolioTests {
    @Test func stockCountsWithItsCashBeforeAndItsLastEquityAfterItsBars() {
        let days = BarTime.days(4)
        var portfolio = PortfolioAccumulator(cash: 100)
        portfolio.add(times: Array(days[1...2]), equity: [110, 120], benchmark: [100, 150])
        portfolio.add(
            times: [days[0], days[2], days[3]], equity: [90, 80, 70], benchmark: [100, 101, 102])
        let curve = portfolio.curve()
        #expect(portfolio.stockCount == 2)
        #expect(curve.start == 200)
        #expect(curve.times == days)
        #expect(curve.values == [190, 200, 200, 190])
        #expect(curve.end == 190)
        let benchmark = portfolio.benchmarkCurve()
        #expect(benchmark.start == 200)
        #expect(benchmark.times == days)
        #expect(benchmark.values == [200, 200, 251, 252])
        #expect(curve.returnPercent.map { ($0 + 5).magnitude < 1e-12 } == true)
        #expect(curve.maxDrawdownPercent == 5)
    }

    @Test func portfolioOfNoStocksHasNoFigures() {
        let curve = PortfolioAccumulator(cash: 100).curve()
        #expect(curve.times.isEmpty)
        #expect(curve.returnPercent == nil)
        #expect(curve.sharpeRatio == nil)
        #expect(curve.annual.returnPercent == nil)
    }

    @Test func portfolioOfOneStockIsThatStock() throws {
        let run = try ScriptedRun(
            [(10, 10), (10, 12), (13, 11), (15, 16)], [.enterLong, .hold, .exit], percent: 95)
        var portfolio = PortfolioAccumulator(cash: run.result.startValue)
        let held = run.result.heldValues(of: run.bars)
        portfolio.add(times: run.bars.times, equity: run.result.equity, benchmark: held)
        let curve = portfolio.curve()
        #expect(portfolio.benchmarkCurve().values == held)
        #expect(
            curve.compared(with: portfolio.benchmarkCurve()).beta == run.statistics.relative.beta)
        #expect(curve.values == run.result.equity)
        #expect(curve.sharpeRatio == run.result.sharpeRatio)
        #expect(curve.maxDrawdownPercent == run.result.maxDrawdownPercent)
        #expect(curve.annual == run.statistics.annual)
    }

    @Test(arguments: 0..<100 as Range<UInt64>)
    func orderAndSplitDoNotMatter(seed: UInt64) {
        var random = SeededGenerator(state: seed)
        let amounts: [Double] = [0.03, 1_000, 10_000, 12_345.678]
        let cash = amounts[Int(seed % 4)]
        var stocks = (0..<Int.random(in: 1...40, using: &random)).map { _ in
            Stock(cash: cash, aligned: seed % 8 < 4, &random)
        }
        let whole = Self.portfolio(of: stocks, cash: cash)
        stocks.shuffle(using: &random)
        let cut = Int.random(in: 0...stocks.count, using: &random)
        var parts = [stocks[..<cut], stocks[cut...]].map { Self.portfolio(of: $0, cash: cash) }
        parts.shuffle(using: &random)
        var merged = parts[0]
        merged.merge(parts[1])
        let (curve, other) = (whole.curve(), merged.curve())
        #expect(curve.times == other.times, "seed \(seed)")
        #expect(
            curve.values.map(\.bitPattern) == other.values.map(\.bitPattern), "seed \(seed)")
        let (benchmark, otherBenchmark) = (whole.benchmarkCurve(), merged.benchmarkCurve())
        #expect(
            benchmark.values.map(\.bitPattern) == otherBenchmark.values.map(\.bitPattern),
            "seed \(seed)")
        for (slot, time) in curve.times.enumerated() {
            let naive = stocks.reduce(0) { $0 + $1.value(\.equity, at: time) }
            let naiveBenchmark = stocks.reduce(0) { $0 + $1.value(\.benchmark, at: time) }
            let tolerance = 1e-12 * cash * Double(stocks.count)
            #expect((curve.values[slot] - naive).magnitude <= tolerance, "seed \(seed), \(time)")
            #expect(
                (benchmark.values[slot] - naiveBenchmark).magnitude <= tolerance,
                "seed \(seed), \(time)")
        }
    }

    @Test(arguments: [
        Double.leastNonzeroMagnitude, 1e-300, 1, 1e300, .greatestFiniteMagnitude,
    ])
    func extremeMoneyStaysFinite(cash: Double) {
        var portfolio = PortfolioAccumulator(cash: cash)
        let times = BarTime.days(3)
        for equity in [
            [cash, 0, .greatestFiniteMagnitude], [cash, -cash, -.greatestFiniteMagnitude],
            [cash, cash, cash],
        ] {
            portfolio.add(
                times: times, equity: equity, benchmark: [cash, .greatestFiniteMagnitude, cash])
        }
        let curve = portfolio.curve()
        #expect(curve.values.allSatisfy { $0.isFinite })
        #expect(curve.sharpeRatio?.isFinite != false)
        #expect(curve.returnPercent?.isFinite != false)
        #expect(portfolio.benchmarkCurve().values.allSatisfy { $0.isFinite })
    }

    private static func portfolio(of stocks: some Sequence<Stock>, cash: Double)
        -> PortfolioAccumulator
    {
        var portfolio = PortfolioAccumulator(cash: cash)
        for stock in stocks {
            portfolio.add(times: stock.times, equity: stock.equity, benchmark: stock.benchmark)
        }
        return portfolio
    }
}

/// A stock with some of 30 days, or with all of them.
private struct Stock {
    let cash: Double
    let times: [BarTime]
    let equity: [Double]
    let benchmark: [Double]

    init(cash: Double, aligned: Bool, _ random: inout SeededGenerator) {
        self.cash = cash
        let share = aligned ? 1 : Double.random(in: 0...1, using: &random)
        times = BarTime.days(30).filter { _ in Double.random(in: 0..<1, using: &random) < share }
        equity = times.map { _ in cash * Double.random(in: -0.5...3_000, using: &random) }
        benchmark = times.map { _ in cash * Double.random(in: 0...9, using: &random) }
    }

    func value(_ values: KeyPath<Stock, [Double]>, at time: BarTime) -> Double {
        times.lastIndex { $0 <= time }.map { self[keyPath: values][$0] } ?? cash
    }
}
