import Indicators
import MarketData
import StrategyText
import Testing

@testable import Backtesting

/// What comes after a bar changes nothing up to it: columns, states, levels and closed trades of all
/// examples, built-in strategies and functions are the same when the later bars are cut off.
@Suite(.timeLimit(.minutes(3))) struct NoFutureTests {
    /// Bars after which is cut; the earliest has what most strategies need.
    private static let cuts =
        [1, 2, 17, 40, 64, 65, 101, 127, 128, 200, 252, 253, 254, 255, 300]
        + stride(from: 333, to: 700, by: 41)

    private static let bars = Task { () async throws -> Bars in
        let stocks = try await KnownStrategies.stocks(every: 97)
        return try #require(stocks.first { $0.count > 900 }).slice(0..<720)
    }

    @Test(arguments: StrategyLibrary.builtIn.declarations.map(\.name))
    func cuttingLaterBarsChangesNothingOfABuiltInStrategy(name: String) async throws {
        let plan = try StrategyLibrary.builtIn.strategy(name).program.plan
        try await Self.compare(plan, name)
    }

    @Test(arguments: try KnownStrategies.exampleNames())
    func cuttingLaterBarsChangesNothingOfAnExample(name: String) async throws {
        try await Self.compare(KnownStrategies.example(name).plan, name)
    }

    @Test(arguments: [
        "chandelier_exit", "chandelier_stop", "connors_rsi", "cool_down", "index_filter",
        "laguerre_rsi",
    ])
    func cuttingLaterBarsChangesNothingOfAKnownStrategy(name: String) async throws {
        try await Self.compare(KnownStrategies.program(name).plan, name)
    }

    /// The functions of the catalogue, in calls with small arguments.
    private static let calls = IndicatorCatalogue.language1.flatMap { function in
        // Lengths that grow, and all alike but as small as can be.
        [[3, 5, 8, 4, 6, 7], [2, 2, 2, 2, 2, 2]].map { lengths in
            var place = 0
            let arguments = function.arguments.map { argument -> String in
                switch argument {
                case .series: return "hlc3"
                case .truth: return "close > open"
                case .length(_, let least):
                    place += 1
                    return String(max(least, lengths[place - 1]))
                case .number: return "0.5"
                }
            }
            return (function.name, "\(function.name)(\(arguments.joined(separator: ", ")))")
        }
    }

    @Test func cuttingLaterBarsChangesNoFunction() async throws {
        let bars = try await Self.bars.value
        var (count, refused) = (0, [String]())
        for (name, call) in Self.calls {
            let text = "strategy \"Call\" language 1\nx = \(call)\nenter long when close > open\n"
            guard let plan = try? StrategyProgram.check(text, functions: .language1).plan else {
                refused.append(call)
                continue
            }
            for cut in Self.cuts {
                try Self.compareColumns(plan, bars, cut, name)
                count += 1
            }
        }
        #expect(refused.isEmpty, "\(refused)")
        #expect(count >= 2 * 15 * IndicatorCatalogue.language1.count)
    }

    private static func compare(_ plan: StrategyPlan, _ name: String) async throws {
        let bars = try await Self.bars.value
        let settings = [
            ExecutionSettings(), ExecutionSettings(fills: .close, wholeUnits: true),
        ]
        for execution in settings {
            let result = KnownStrategies.run(plan, bars, benchmark: bars, execution)
            for cut in cuts {
                let short = try bars.slice(0..<cut)
                let other = KnownStrategies.run(plan, short, benchmark: bars, execution)
                // What is still open at the cut is closed later, or not.
                let closed = result.trades.filter { trade in
                    trade.exitTime.map { $0 <= short.times[cut - 1] } ?? false
                }
                #expect(other.trades.filter(\.isClosed) == closed, "\(name) cut at \(cut)")
                let open = result.trades.dropFirst(closed.count)
                    .filter { $0.entryTime <= short.times[cut - 1] }
                    .map { [$0.entryPrice, $0.size] }
                #expect(
                    other.trades.filter { !$0.isClosed }.map { [$0.entryPrice, $0.size] } == open,
                    "\(name) cut at \(cut)")
                #expect(
                    other.equity.map(\.bitPattern) == result.equity[..<cut].map(\.bitPattern),
                    "\(name) cut at \(cut)")
            }
        }
        for cut in cuts { try compareColumns(plan, bars, cut, name) }
    }

    /// All columns and states that do not depend on the position; the others show in trades.
    private static func compareColumns(
        _ plan: StrategyPlan, _ bars: Bars, _ cut: Int, _ name: String
    ) throws {
        var all = StockColumns(
            PreparedPlan(plan), on: bars, benchmark: bars.columns(at: bars.times))
        let short = try bars.slice(0..<cut)
        var some = StockColumns(
            PreparedPlan(plan), on: short, benchmark: bars.columns(at: short.times))
        for (place, node) in plan.nodes.enumerated() where !node.isOfPosition {
            if case .lines(let count) = node.kind {
                guard case .indicator(let function, let columns, let numbers) = node.operation
                else { continue }
                let lead = columns.map { plan.nodes[$0].firstIndex }.max() ?? 0
                guard lead < cut else { continue }
                let long = lines(function, columns, numbers, lead, &all)
                let cutOff = lines(function, columns, numbers, lead, &some)
                try #require(long.count == count && cutOff.count == count)
                for line in 0..<count {
                    #expect(same(long[line], cutOff[line]), "\(name), \(function) cut at \(cut)")
                }
            } else {
                #expect(
                    same(all.numbers(place), some.numbers(place)),
                    "\(name), node \(place) cut at \(cut)")
            }
        }
    }

    private static func lines(
        _ function: String, _ columns: [NodeID], _ numbers: [Double], _ lead: Int,
        _ stock: inout StockColumns
    ) -> [[Double]] {
        var operands: [[Double]] = []
        for column in columns { operands.append(stock.numbers(column)) }
        let input = IndicatorInput(
            prices: stock.prices, columns: operands, numbers: numbers, lead: lead)
        return FunctionCatalogue.language1.functions[function]?.compute(input) ?? []
    }

    private static func same(_ all: [Double], _ some: [Double]) -> Bool {
        zip(all, some).allSatisfy { $0 == $1 || $0.isNaN && $1.isNaN }
    }
}
