import Indicators
import MarketData
import StrategyText
import Testing

@testable import Backtesting

/// Trials are to the bit what single runs give.
@Suite(.timeLimit(.minutes(3)))
struct TrialTests {
    private static let made = Task { try await ReferenceBars() }

    private static let connors = """
        strategy "Connors RSI-2 with inputs" language 1
        input trend = 60 from 2 to 200, mean = 5 from 2 to 50, oversold = 10 from 0 to 50
        enter long when close > sma(close, trend) and rsi(close, 2) < oversold
        exit long when close > sma(close, mean)
        """
    private static let guarded = """
        strategy "Reversals with stops" language 1
        input length = 10 from 2 to 100, far = 2.0 from 0.5 to 10, most = 8 from 1 to 100
        mean = ema(close, length)
        width = atr(length)
        state streak = 0
            then if(close > close[1], max(streak[1], 0) + 1, 0)
        enter long when close crosses above mean and streak < 4
        enter short when close crosses below mean
        exit long when bars_held >= most or close < entry_price - far * width
        exit short when close < mean - far * width
        stop far * width
        trail long 2 * far * width
        size 50%
        allow reversal
        """

    @Test(arguments: 0..<150 as Range<UInt64>)
    func setsEqualSingleRuns(seed: UInt64) async throws {
        var random = SeededGenerator(state: seed &* 7919)
        let stocks = try await Self.stocks(&random)
        let sets = try Self.sets(seed % 5, &random)
        var test = TrialCase(sets, stocks, random)
        let count = try test.check()
        #expect(count > 0 || test.cash > 0)
        print("seed \(seed): \(count) trials")
    }

    /// Any strategies, each of them once: they share what they have in common.
    @Test(arguments: 0..<120 as Range<UInt64>)
    func randomStrategiesEqualSingleRuns(seed: UInt64) async throws {
        var random = SeededGenerator(state: seed &* 104_729)
        var sets: [ConfiguredStrategy] = []
        for place in 0..<6 as Range<UInt64> {
            let made = RandomProgram.make(seed * 6 + place)
            guard
                let program = try? StrategyProgram.check(made.text, functions: .language1),
                let set = try? NamedStrategy("made", program).configure(made.inputs)
            else { continue }
            sets.append(set)
        }
        var test = TrialCase(sets, try await Self.stocks(&random), random)
        print("seed \(seed): \(try test.check()) trials")
    }

    @Test(arguments: 0..<5 as Range<UInt64>)
    func setsOverBundledStocksEqualSingleRuns(kind: UInt64) async throws {
        var random = SeededGenerator(state: kind)
        let prices = try BundledPrices.load()
        var stocks: [Bars] = []
        for place in [0, 7, 100, 201] {
            stocks.append(
                try await prices.history(of: prices.tickers[place], from: nil, to: nil).bars)
        }
        var test = TrialCase(try Self.sets(kind, &random), stocks, random)
        test.tradeFrom = kind % 2 == 0 ? nil : stocks[0].times[200].day
        print("strategy \(kind): \(try test.check()) trials")
    }

    @Test func setsWithTooFewBarsAndDaysBehindTheLastCountAsCash() throws {
        let strategy = try StrategyLibrary.builtIn.strategy("sma_cross")
        let sets = try [5, 50].map {
            try strategy.configure(["fast_period": 2, "slow_period": $0])
        }
        let close = (0..<30).map { 100 + Double($0 % 7) }
        let bars = try Bars(
            ticker: "FEW", times: BarTime.days(30), open: close, high: close, low: close,
            close: close, volume: close)
        let engine = TrialSets(
            sets, cash: 1_000, costs: TradingCosts(), execution: ExecutionSettings())
        var portfolios = SetPortfolios(cash: 1_000, sets: 2, times: bars.times)
        let trials = try engine.run(on: bars, portfolios: &portfolios)
        #expect(trials.trials[0].map { $0.trades > 0 } == true)
        #expect(trials.trials[1] == nil)
        #expect(trials.bars == 30)
        let cash = portfolios.curve(of: 1, stocks: 2)
        #expect(cash.values.allSatisfy { $0 == 2_000 })
        let later = try engine.run(
            on: bars, tradeFrom: BarTime.days(31)[30].day, portfolios: &portfolios)
        #expect(later.trials == [nil, nil])
        #expect(later.bars == 0)
    }

    @Test func equalNodesOfSetsAreOne() throws {
        let strategy = try StrategyLibrary.builtIn.strategy("sma_cross")
        let sets = try [(5, 20), (5, 30), (10, 30)].map {
            try strategy.configure(["fast_period": Double($0.0), "slow_period": Double($0.1)])
        }
        let joined = JoinedPlans(sets)
        let averages = joined.prepared.calls.count { $0 != nil }
        #expect(averages == 4)
        #expect(joined.members.allSatisfy { $0.plain != nil })
    }

    @Test func termsThatMakeNoSenseAreTold() throws {
        let sets = [try StrategyLibrary.builtIn.resolve("sma_cross")]
        let engine = TrialSets(
            sets, cash: 1_000, costs: TradingCosts(commissionRate: 2),
            execution: ExecutionSettings())
        let close = [Double](repeating: 100, count: 40)
        let bars = try Bars(
            ticker: "FLAT", times: BarTime.days(40), open: close, high: close, low: close,
            close: close, volume: close)
        var portfolios = SetPortfolios(cash: 1_000, sets: 1, times: bars.times)
        #expect(throws: BacktestError.self) {
            try engine.run(on: bars, portfolios: &portfolios)
        }
    }

    @Test(arguments: 0..<40 as Range<UInt64>)
    func sumsBeyond64BitsEqualThoseOfAnAccumulator(seed: UInt64) {
        var random = SeededGenerator(state: seed)
        let times = BarTime.days(20)
        var whole = PortfolioAccumulator(cash: 1_000)
        var parts = [
            SetPortfolios(cash: 1_000, sets: 2, times: times),
            SetPortfolios(cash: 1_000, sets: 2, times: times),
        ]
        for stock in 0..<30 {
            let first = Int.random(in: 0..<10, using: &random)
            let own = stock == 0 ? times : times[first...].filter { _ in random.next() % 4 > 0 }
            let equity = own.map { _ in
                Double.random(in: -1...1, using: &random)
                    * Double(
                        sign: .plus, exponent: Int.random(in: 0...70, using: &random),
                        significand: 1)
            }
            whole.add(times: own, equity: equity, benchmark: equity)
            parts[stock % 2].add(set: 1, times: own, equity: equity)
        }
        parts[0].merge(parts[1])
        #expect(parts[0].curve(of: 1, stocks: 30) == whole.curve(), "seed \(seed)")
        #expect(parts[0].curve(of: 0, stocks: 3).values.allSatisfy { $0 == 3_000 })
    }

    private static func sets(
        _ kind: UInt64, _ random: inout SeededGenerator
    ) throws -> [ConfiguredStrategy] {
        let strategy =
            switch kind {
            case 0: try StrategyLibrary.builtIn.strategy("sma_cross")
            case 1: try StrategyLibrary.builtIn.strategy("bollinger_bands")
            case 2: try StrategyLibrary.builtIn.strategy("rsi")
            case 3: try NamedStrategy("connors", text: Array(connors.utf8))
            default: try NamedStrategy("guarded", text: Array(guarded.utf8))
            }
        let size = random.next() % 2 == 0 ? 95 : Double(random.next() % 100 + 1)
        return try (0..<(1 + random.next() % 8)).map { _ in
            func pick(_ range: Range<Int>) -> Double {
                Double(Int.random(in: range, using: &random))
            }
            let values: [String: Double] =
                switch kind {
                case 0:
                    [
                        "fast_period": pick(2..<8), "slow_period": pick(5..<40),
                        "position_size_pct": size,
                    ]
                case 1: ["period": pick(2..<8), "devfactor": pick(1..<30) / 10]
                case 2: ["period": pick(2..<15), "oversold": 5 * pick(1..<10), "overbought": 60]
                case 3:
                    [
                        "trend": pick(5..<60), "mean": pick(2..<7), "oversold": pick(1..<40),
                    ]
                default: ["length": pick(2..<9), "far": pick(1..<20) / 2, "most": pick(1..<9)]
                }
            return try strategy.configure(values)
        }
    }

    /// Three stocks: slices of bundled ones, random walks, bars within days, of unequal length.
    private static func stocks(_ random: inout SeededGenerator) async throws -> [Bars] {
        let isIntraday = random.next() % 4 == 0
        let made = try await made.value
        let length = Int(random.next() % 300) + 30
        return try (0..<3).map { place in
            if random.next() % 4 == 0, !isIntraday { return try made.bars(&random).named(place) }
            let first = Int(random.next() % 20)
            let times = isIntraday ? BarTime.hours(length) : BarTime.days(length)
            var (price, open, close) = (50.0, [Double](), [Double]())
            for _ in times {
                open.append(price * (1 + Double.random(in: -0.02...0.02, using: &random)))
                price *= 1 + Double.random(in: -0.06...0.0605, using: &random)
                price = random.next() % 50 == 0 ? price : (price * 100).rounded() / 100
                price = max(price, 0.5)
                close.append(price)
            }
            let walk = try Bars(
                ticker: "WALK\(place)", times: times, open: open,
                high: zip(open, close).map { max($0, $1) * 1.01 },
                low: zip(open, close).map { min($0, $1) * 0.99 }, close: close,
                volume: close.map { _ in 1_000 })
            return try walk.slice(min(first, length - 1)..<(length - place))
        }
    }
}

extension Bars {
    /// The same under another ticker.
    fileprivate func named(_ place: Int) throws -> Bars {
        try Bars(
            ticker: "\(ticker)\(place)", times: times, open: open, high: high, low: low,
            close: close, volume: volume)
    }
}
