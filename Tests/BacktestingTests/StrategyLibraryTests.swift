import Foundation
import MarketData
import Testing

@testable import Backtesting
@testable import StrategyText

@Suite struct StrategyLibraryTests {
    private static let builtIn = StrategyLibrary.builtIn

    @Test func declarationsAreConsistent() throws {
        #expect(Set(Self.builtIn.declarations.map(\.name)).count == Self.builtIn.declarations.count)
        for strategy in Self.builtIn.declarations {
            #expect(!strategy.title.isEmpty && !strategy.rules.isEmpty)
            let sentences = [strategy.summary] + strategy.rules
            for sentence in sentences + strategy.parameters.map(\.summary) {
                #expect(sentence.first?.isUppercase == true, "\(sentence)")
                #expect(sentence.hasSuffix("."), "\(sentence)")
            }
            #expect(strategy.parameters.last == .positionSizePercent)
            #expect(Set(strategy.parameters.map(\.name)).count == strategy.parameters.count)
            for parameter in strategy.parameters {
                #expect(parameter.problem(with: parameter.default) == nil)
                #expect(parameter.step > 0)
            }
            #expect(try Self.builtIn.resolve(strategy.name).minimumBars > 0)
        }
    }

    @Test(arguments: builtIn.declarations.map(\.name))
    func bothSpellingsNameTheStrategy(name: String) throws {
        for spelling in [name, name + "_strategy"] {
            #expect(try Self.builtIn.declaration(of: spelling).name == name)
            #expect(
                try Self.builtIn.resolve(spelling).declaration == Self.builtIn.declaration(of: name)
            )
        }
    }

    @Test func originsStrategiesComeFirst() {
        #expect(
            Self.builtIn.declarations.prefix(12).map(\.name) == [
                "bollinger_bands", "williams_r", "rsi_stochastic", "mfi", "keltner_channel",
                "cci_atr", "adx", "alligator", "tema_crossover", "tema_macd", "momentum_multi",
                "cmf_atr_macd",
            ])
    }

    @Test(arguments: [
        "", "bollinger", "Bollinger_Bands", "_strategy", "bollinger_bands_strategy_strategy",
    ])
    func unknownStrategyIsRefusedWithThoseThereAre(name: String) throws {
        let error = try #require(throws: BacktestError.self) {
            try Self.builtIn.declaration(of: name)
        }
        #expect(error.code == "unknown_strategy")
        let known = Self.builtIn.declarations.map { "'\($0.name)'" }.joined(separator: ", ")
        #expect(error.description == "there is no strategy '\(name)'; there are \(known)")
    }

    @Test func aLibraryHasTheStrategiesThatItIsMadeOf() throws {
        let text = """
            strategy "Slow" language 1
            about "Slow."
            input fast_period = 1_000 from 2 to 5000 step 1 "Bars."
            input slow_period = 1_000 from 2 to 5000 step 1 "Bars."
            fast = sma(close, fast_period)
            slow = sma(close, slow_period)
            enter long when fast crosses above slow "Enter."
            exit long when fast crosses below slow
            """.replacing("1_000", with: "1000")
        let program = try StrategyProgram.check(text, functions: .language1)
        let library = StrategyLibrary([NamedStrategy("slow_cross", program)])
        #expect(library.declarations.map(\.name) == ["slow_cross"])
        #expect(
            library.declarations.first?.rules
                == ["Enter.", "exit long when fast crosses below slow"])
        let strategy = try library.resolve("slow_cross", parameters: ["slow_period": 2_000])
        #expect(strategy.minimumBars == 2_001)
        // The fast average crosses the slow one on the last bar but one.
        let closes = Array(repeating: 10.0, count: 2_000) + [9, 20, 20]
        let result = try Backtest.run(strategy, on: Self.bars(closes))
        #expect(result.totalTrades == 1)
        #expect(result.rules.map(\.orders) == [1, 0])
        let error = try #require(throws: BacktestError.self) {
            try library.resolve("sma_cross")
        }
        #expect(error.description == "there is no strategy 'sma_cross'; there are 'slow_cross'")
    }

    @Test func parametersNotGivenHaveTheirDefaults() throws {
        let strategy = try Self.builtIn.resolve("bollinger_bands", parameters: ["period": 10])
        #expect(
            strategy.parameters.byName
                == ["period": 10, "devfactor": 2, "position_size_pct": 95])
        #expect(strategy.minimumBars == 11)
    }

    @Test(arguments: [
        ("period", 1, "'period' is 1; it must be from 2 to 500"),
        ("period", 501, "'period' is 501; it must be from 2 to 500"),
        ("period", 20.5, "'period' is 20.5; it must be a whole number from 2 to 500"),
        ("period", .nan, "'period' is nan; it must be from 2 to 500"),
        ("period", 1e300, "'period' is 1e+300; it must be from 2 to 500"),
        ("devfactor", 0, "'devfactor' is 0; it must be from 0.1 to 10"),
        ("devfactor", -.infinity, "'devfactor' is -inf; it must be from 0.1 to 10"),
        ("position_size_pct", 101, "'position_size_pct' is 101; it must be from 1 to 100"),
        (
            "devfactr", 2,
            "'bollinger_bands' has no parameter 'devfactr'; it has 'period', 'devfactor', "
                + "'position_size_pct'"
        ),
    ])
    func wrongParameterIsExplained(name: String, value: Double, message: String) throws {
        let error = try #require(throws: BacktestError.self) {
            try Self.builtIn.resolve("bollinger_bands", parameters: [name: value])
        }
        #expect(
            error
                == .invalidParameters(
                    strategy: "bollinger_bands",
                    [ParameterProblem(parameter: name, message: message)]))
        #expect(error.description == message)
    }

    @Test func everyWrongParameterGetsItsOwnProblem() throws {
        let error = try #require(throws: BacktestError.self) {
            try Self.builtIn.resolve(
                "bollinger_bands", parameters: ["zeta": 1, "period": 0, "alpha": 1])
        }
        guard case .invalidParameters(_, let problems) = error else {
            Issue.record("\(error)")
            return
        }
        #expect(problems.map(\.parameter) == ["period", "alpha", "zeta"])
    }

    @Test func tooFewBarsAreRefusedWithTheNumberNeeded() throws {
        let strategy = try Self.builtIn.resolve("bollinger_bands")
        #expect(try Backtest.run(strategy, on: Self.bars(count: 21)).totalTrades == 0)
        let error = try #require(throws: BacktestError.self) {
            try Backtest.run(strategy, on: Self.bars(count: 20))
        }
        #expect(error.code == "insufficient_bars")
        #expect(
            error.description
                == "'FEW' has 20 bars in the range; 'bollinger_bands' with these parameters needs "
                + "at least 21")
    }

    @Test(
        arguments: [
            (0, 0, "cash is 0.0"), (-1, 0, "cash is -1.0"), (.infinity, 0, "cash is inf"),
            (.nan, 0, "cash is nan"), (1, -0.1, "commission is -0.1"), (1, 1, "commission is 1.0"),
            (1, .nan, "commission is nan"),
        ] as [(Double, Double, String)])
    func impossibleTermsAreRefused(cash: Double, commission: Double, fragment: String) throws {
        let strategy = try Self.builtIn.resolve("bollinger_bands")
        let error = try #require(throws: BacktestError.self) {
            try Backtest.run(
                strategy, on: Self.bars(count: 30), cash: cash,
                costs: TradingCosts(commissionRate: commission))
        }
        #expect(error.code == "invalid_terms")
        #expect(error.description.hasPrefix(fragment))
    }

    /// The bars that backtrader 1.9.78.123 calls a strategy with the same indicators first with.
    @Test(arguments: [
        ("bollinger_bands", 21), ("williams_r", 14), ("rsi_stochastic", 18), ("mfi", 15),
        ("keltner_channel", 21), ("cci_atr", 39), ("adx", 51), ("alligator", 200),
        ("tema_crossover", 179), ("tema_macd", 35), ("momentum_multi", 15), ("cmf_atr_macd", 35),
        ("sma_cross", 31), ("ema_cross", 27), ("rsi", 15), ("macd", 35), ("donchian", 21),
        ("momentum", 13), ("buy_and_hold", 1),
    ])
    func decisionsStartWithTheBarOfBacktrader(name: String, bars: Int) throws {
        #expect(try Self.builtIn.resolve(name).minimumBars == bars)
    }

    /// What has no name is drawn nowhere.
    @Test func strategiesThatComputeSomethingNameIt() throws {
        let nameless = Self.builtIn.strategies.filter { $0.program.columns.isEmpty }
        #expect(nameless.map(\.declaration.name) == ["buy_and_hold"])
        let donchian = try Self.builtIn.strategy("donchian").program
        #expect(donchian.columns.map(\.name) == ["upper", "lower"])
        #expect(donchian.warnings.isEmpty)
    }

    @Test(arguments: builtIn.declarations.map(\.name), NastyPrices.allCases)
    func nastyPricesGiveFiniteResults(name: String, prices: NastyPrices) throws {
        let declaration = try Self.builtIn.declaration(of: name)
        for seed: UInt64 in 1...6 {
            var random = SeededGenerator(state: seed)
            // Defaults first, then anything the ranges allow.
            var parameters: [String: Double] = [:]
            if seed > 1 {
                for parameter in declaration.parameters {
                    let value = try Double.random(in: #require(parameter.range), using: &random)
                    parameters[parameter.name] =
                        parameter.kind == .integer ? min(value.rounded(), 100) : value
                }
            }
            let strategy = try Self.builtIn.resolve(name, parameters: parameters)
            let bars = try prices.bars(count: 400, &random)
            let result = try Backtest.run(
                strategy, on: bars, costs: TradingCosts(commissionRate: 0.001))
            let numbers = result.equity + result.trades.flatMap { [$0.size, $0.netPnl] }
            let areFinite = numbers.allSatisfy(\.isFinite)
            #expect(areFinite, "\(prices), seed \(seed), \(parameters)")
        }
    }

    /// Series that a careless division or recursion would not survive.
    enum NastyPrices: CaseIterable {
        case constant
        case constantThenMoving
        case onlyRising
        case onlyFalling
        case oneTickRanges
        case hugeJumps
        case noVolume

        func bars(count: Int, _ random: inout SeededGenerator) throws -> Bars {
            var columns: [[Double]] = [[], [], [], [], []]
            var price = 100.0
            for index in 0..<count {
                let step = Double.random(in: -1...1, using: &random)
                switch self {
                case .constant: break
                case .constantThenMoving: price += index < count / 2 ? 0 : step
                case .onlyRising: price += step.magnitude
                case .onlyFalling: price *= 0.99
                case .oneTickRanges: price += 0.01 * step.rounded()
                case .hugeJumps: price = 100 * pow(10, 6 * step)
                case .noVolume: price += step
                }
                let spread = self == .noVolume || self == .hugeJumps ? price * 0.01 : 0
                let volume = self == .noVolume ? 0 : (step.magnitude * 1e6).rounded()
                let row = [price, price + spread, price - spread, price, volume]
                for column in columns.indices {
                    columns[column].append(row[column])
                }
            }
            return try Bars(
                ticker: "NASTY", times: StrategyLibraryTests.times(count: count), open: columns[0],
                high: columns[1], low: columns[2], close: columns[3], volume: columns[4])
        }
    }

    private static func bars(count: Int) throws -> Bars {
        try bars(Array(repeating: 10, count: count))
    }

    private static func bars(_ column: [Double]) throws -> Bars {
        try Bars(
            ticker: "FEW", times: times(count: column.count), open: column, high: column,
            low: column, close: column, volume: column)
    }

    private static func times(count: Int) -> [BarTime] {
        (0..<count).compactMap { CalendarDate(dayNumber: Int32($0)).map { BarTime($0) } }
    }
}
