import Foundation
import MarketData
import StrategyText
import Testing

@testable import Backtesting

/// Texts of strategies that tests run over the bundled prices.
enum KnownStrategies {
    /// A text of the folder `Strategies`, checked.
    static func program(_ name: String) throws -> StrategyProgram {
        try program(
            #require(
                Bundle.module.url(forResource: "Strategies", withExtension: nil)?
                    .appendingPathComponent(name + ".strategy")))
    }

    /// A text of the folder of examples of the language, checked.
    static func example(_ name: String) throws -> StrategyProgram {
        try program(
            examples.appendingPathComponent(name + ".strategy"))
    }

    /// The examples of the language, which are the golden texts of its own tests.
    static let examples = URL(filePath: #filePath)
        .deletingLastPathComponent().deletingLastPathComponent()
        .appendingPathComponent("StrategyTextTests/Golden")

    /// The names of all examples, in order.
    static func exampleNames() throws -> [String] {
        try FileManager.default.contentsOfDirectory(atPath: examples.path)
            .filter { $0.hasSuffix(".strategy") }.map { String($0.dropLast(9)) }.sorted()
    }

    /// A run of a plan, with a benchmark.
    static func run(
        _ plan: StrategyPlan, _ bars: Bars, benchmark: Bars? = nil, cash: Double = 10_000,
        costs: TradingCosts = TradingCosts(), _ execution: ExecutionSettings = ExecutionSettings(),
        firstBar: Int = 0
    ) -> BacktestResult {
        let input = SimulationInput(
            bars: bars, cash: cash, costs: costs, execution: execution,
            firstBar: firstBar, benchmark: benchmark?.columns(at: bars.times))
        return simulate(PreparedPlan(plan), input)
    }

    /// Every so many of the bundled stocks.
    static func stocks(every step: Int) async throws -> [Bars] {
        let prices = try BundledPrices.load()
        var stocks: [Bars] = []
        for place in stride(from: 0, to: prices.tickers.count, by: step) {
            stocks.append(
                try await prices.history(of: prices.tickers[place], from: nil, to: nil).bars)
        }
        return stocks
    }

    private static func program(_ url: URL) throws -> StrategyProgram {
        try StrategyProgram.check(
            utf8: [UInt8](try Data(contentsOf: url)), functions: .language1)
    }
}
