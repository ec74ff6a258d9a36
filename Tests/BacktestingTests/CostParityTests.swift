import Foundation
import MarketData
import StrategyText
import Testing

@testable import Backtesting

/// What orders, loans and slippage cost is what three libraries make of it, trade by trade.
///
/// `Golden/costs.json` has the trades of backtrader 1.9.78.123, backtesting.py 0.6.6 and vectorbt
/// 1.2.0; see `run_costs.py`.
@Suite struct CostParityTests {
    struct Case: Decodable, Sendable, CustomStringConvertible {
        struct Closed: Decodable, Sendable {
            let size, entryPrice, exitPrice, costs, pnl: Double
            let entryBar, exitBar: Int

            private enum CodingKeys: String, CodingKey {
                case size, costs, pnl
                case entryPrice = "entry_price", exitPrice = "exit_price"
                case entryBar = "entry_bar", exitBar = "exit_bar"
            }
        }

        private enum CodingKeys: String, CodingKey {
            case library, size, costs, trades, refused
            case endValue = "end_value"
        }

        let library: String
        let size: Double
        let costs: [String: Double]
        let trades: [Closed]
        let refused: Int
        let endValue: Double

        var description: String {
            let costs = costs.sorted { $0.key < $1.key }.map { "\($0.key) \($0.value)" }
            return "\(library), \(size): \(costs.joined(separator: ", "))"
        }
    }

    @Test func everyTradeCostsWhatItDoesInTheLibrary() throws {
        let bars = try GoldenTests.bars()
        let cases = try Self.cases()
        #expect(cases.count == 14)
        for expected in cases {
            let result = try Self.run(expected, bars)
            let trades = result.trades.filter(\.isClosed)
            #expect(trades.count == expected.trades.count, "\(expected)")
            for (place, (trade, other)) in zip(trades, expected.trades).enumerated() {
                let difference = Self.difference(trade, other, bars)
                #expect(difference == nil, "\(expected), trade \(place)")
            }
            #expect(result.rejectedOrders == expected.refused, "\(expected)")
            #expect(
                result.endValue.isClose(to: expected.endValue, absolute: 1e-9),
                "\(expected): \(result.endValue), not \(expected.endValue)")
        }
    }

    private static func run(_ expected: Case, _ bars: Bars) throws -> BacktestResult {
        let isVectorbt = expected.library == "vectorbt"
        let program = try TextRun.program(
            """
            size \(expected.size)\(isVectorbt ? " shares" : "%")
            enter long when mod(bar_number, 40) == 2
            enter short when mod(bar_number, 40) == 12
            exit any when mod(bar_number, 40) == 9 or mod(bar_number, 40) == 31
            """)
        return simulate(
            try program.bind([:]),
            SimulationInput(
                bars: bars, cash: 10_000, costs: TradingCosts(expected.costs),
                execution: ExecutionSettings(
                    fills: isVectorbt ? .close : .nextOpen,
                    wholeUnits: expected.library == "backtesting_py")))
    }

    /// What differs by more than a billionth; nil where nothing does.
    private static func difference(
        _ trade: Trade, _ other: Case.Closed, _ bars: Bars
    ) -> String? {
        let sign = trade.side == .long ? 1.0 : -1
        let places = [trade.entryTime, trade.exitTime].map { time in
            bars.times.firstIndex { $0 == time }
        }
        if places != [other.entryBar, other.exitBar] { return "bars \(places)" }
        for (name, value, expected) in [
            ("size", trade.size * sign, other.size),
            ("entry", trade.entryPrice, other.entryPrice),
            ("exit", trade.exitPrice ?? .nan, other.exitPrice),
            ("costs", trade.commission + trade.borrowCost, other.costs),
            ("pnl", trade.netPnl, other.pnl),
        ] where !value.isClose(to: expected, absolute: 1e-9) {
            return "\(name) \(value), not \(expected)"
        }
        return nil
    }

    private static func cases() throws -> [Case] {
        try JSONDecoder().decode(
            [Case].self, from: Data(contentsOf: GoldenTests.url("costs.json")))
    }
}

extension TradingCosts {
    /// Costs by their names in requests.
    fileprivate init(_ values: [String: Double]) {
        func value(_ name: String) -> Double { values[name] ?? 0 }
        self.init(
            commissionRate: value("commission"), fixedFee: value("fixed_fee"),
            feePerShare: value("fee_per_share"), minFee: value("min_fee"),
            slippage: value("slippage"), slippagePerShare: value("slippage_per_share"),
            borrowRate: value("borrow_rate"))
    }
}
