import MarketData
import StrategyText
import Testing

@testable import Backtesting

/// A run of a strategy's text over bars that a test writes down.
struct TextRun {
    /// Open, high, low and close of a bar.
    typealias Row = (open: Double, high: Double, low: Double, close: Double)

    /// A trade by the places of its bars.
    struct Exit: Equatable, CustomStringConvertible {
        let bar: Int?
        let price: Double?

        init(_ bar: Int?, _ price: Double?) {
            self.bar = bar
            self.price = price
        }

        var description: String {
            bar.map { "left at \(price ?? .nan) on bar \($0)" } ?? "held"
        }
    }

    let bars: Bars
    let result: BacktestResult

    /// Runs the text; each line of `rules` is a statement.
    init(
        _ rules: String, _ rows: [Row], cash: Double = 10_000,
        costs: TradingCosts = TradingCosts(), execution: ExecutionSettings = ExecutionSettings(),
        parameters: [String: Double] = [:]
    ) throws {
        bars = try Bars(
            ticker: "HAND", times: BarTime.days(rows.count), open: rows.map(\.open),
            high: rows.map(\.high), low: rows.map(\.low), close: rows.map(\.close),
            volume: rows.map { _ in 100 })
        let program = try Self.program(rules)
        result = simulate(
            try program.bind(parameters),
            SimulationInput(bars: bars, cash: cash, costs: costs, execution: execution))
    }

    /// The text of some rules, checked.
    static func program(_ rules: String) throws -> StrategyProgram {
        try StrategyProgram.check(
            "strategy \"Test\" language 1\n\(rules)\n", functions: .language1)
    }

    /// The bars and prices at which the positions were left.
    var exits: [Exit] {
        result.trades.map { trade in
            Exit(trade.exitTime.flatMap { bars.times.firstIndex(of: $0) }, trade.exitPrice)
        }
    }

    /// The bars on which the positions were entered.
    var entries: [Int?] {
        result.trades.map { trade in bars.times.firstIndex(of: trade.entryTime) }
    }
}
