import MarketData
import Testing

@testable import Backtesting

@Suite struct StrategiesTests {
    @Test func declarationsAreConsistent() throws {
        #expect(Set(Strategies.all.map(\.name)).count == Strategies.all.count)
        for strategy in Strategies.all {
            #expect(!strategy.title.isEmpty && !strategy.summary.isEmpty)
            #expect(!strategy.rules.isEmpty)
            #expect(Set(strategy.parameters.map(\.name)).count == strategy.parameters.count)
            for parameter in strategy.parameters {
                #expect(parameter.problem(with: parameter.default) == nil)
                #expect(parameter.step > 0)
                #expect(!parameter.summary.isEmpty)
            }
            #expect(try Strategies.resolve(strategy.name).minimumBars > 0)
        }
    }

    @Test(arguments: ["bollinger_bands", "bollinger_bands_strategy"])
    func bothSpellingsNameTheStrategy(name: String) throws {
        #expect(try Strategies.named(name).name == "bollinger_bands")
        #expect(try Strategies.resolve(name).declaration == Strategies.named(name))
    }

    @Test(arguments: [
        "", "bollinger", "Bollinger_Bands", "_strategy", "bollinger_bands_strategy_strategy",
    ])
    func unknownStrategyIsRefusedWithThoseThereAre(name: String) throws {
        let error = try #require(throws: BacktestError.self) { try Strategies.named(name) }
        #expect(error.code == "unknown_strategy")
        #expect(error.description == "there is no strategy '\(name)'; there are 'bollinger_bands'")
    }

    @Test func parametersNotGivenHaveTheirDefaults() throws {
        let strategy = try Strategies.resolve("bollinger_bands", parameters: ["period": 10])
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
            try Strategies.resolve("bollinger_bands", parameters: [name: value])
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
            try Strategies.resolve(
                "bollinger_bands", parameters: ["zeta": 1, "period": 0, "alpha": 1])
        }
        guard case .invalidParameters(_, let problems) = error else {
            Issue.record("\(error)")
            return
        }
        #expect(problems.map(\.parameter) == ["period", "alpha", "zeta"])
    }

    @Test func tooFewBarsAreRefusedWithTheNumberNeeded() throws {
        let strategy = try Strategies.resolve("bollinger_bands")
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
        let strategy = try Strategies.resolve("bollinger_bands")
        let error = try #require(throws: BacktestError.self) {
            try Backtest.run(
                strategy, on: Self.bars(count: 30), cash: cash, commission: commission)
        }
        #expect(error.code == "invalid_terms")
        #expect(error.description.hasPrefix(fragment))
    }

    private static func bars(count: Int) throws -> Bars {
        let column = Array(repeating: 10.0, count: count)
        return try Bars(
            ticker: "FEW", dates: (0..<count).compactMap { CalendarDate(dayNumber: Int32($0)) },
            open: column, high: column, low: column, close: column, volume: column)
    }
}
