import MarketData

@testable import Backtesting
@testable import StrategyText

/// A run of given signals over bars of given opens and closes, worked out by hand in tests.
struct ScriptedRun {
    let bars: Bars
    let result: BacktestResult

    var statistics: RunStatistics { RunStatistics(result, on: bars) }

    init(
        _ prices: [(open: Double, close: Double)], _ signals: [Signal], percent: Double = 100,
        costs: TradingCosts = TradingCosts(), cash: Double = 1_000,
        execution: ExecutionSettings = ExecutionSettings(), times: [BarTime]? = nil
    ) throws {
        bars = try Bars(
            ticker: "HAND",
            times: times ?? BarTime.days(prices.count),
            open: prices.map(\.open),
            high: prices.map { max($0.open, $0.close) },
            low: prices.map { min($0.open, $0.close) },
            close: prices.map(\.close),
            volume: prices.map { _ in 0 })
        result = simulate(
            .scripted(signals, percent: percent),
            SimulationInput(bars: bars, cash: cash, costs: costs, execution: execution))
    }
}

/// What a script wants done at the close of a bar.
enum Signal: CaseIterable {
    case hold
    case enterLong
    case enterShort
    case exit
}

extension StrategyPlan {
    /// Gives signals, one a bar, and then holds; those that the position does not allow are passed
    /// over.
    ///
    /// It looks at nothing, so that it can decide on the first bar whatever the settings.
    static func scripted(_ signals: [Signal], percent: Double) -> StrategyPlan {
        var nodes: [PlanNode] = []
        func add(_ operation: PlanOperation, _ kind: PlanNode.Kind) -> NodeID {
            nodes.append(
                PlanNode(
                    operation: operation, kind: kind, firstIndex: 0, firstComplete: 0,
                    isOfPosition: false))
            return nodes.count - 1
        }
        let number = add(.calendar(.barNumber), .series)
        let rules = [Signal.enterLong, .enterShort, .exit].map { signal in
            var condition = add(.truth(false), .truth)
            for (bar, other) in signals.enumerated() where other == signal {
                let isBar = add(
                    .compare(.equal, number, add(.number(Double(bar)), .series)), .truth)
                condition = add(.or(condition, isBar), .truth)
            }
            let action: PlanRule.Action =
                switch signal {
                case .enterLong: .enter(.long, tag: nil)
                case .enterShort: .enter(.short, tag: nil)
                default: .exit(.any)
                }
            return PlanRule(
                action: action, condition: condition, sentence: "", statement: "", line: 1)
        }
        return StrategyPlan(
            nodes: nodes, columns: [], states: [], rules: rules, exits: [],
            size: .positionSizePercent(percent), allowsReversal: false, rank: nil,
            firstDecision: 0, firstComplete: -1)
    }
}

/// Runs a plan that is prepared for this one run.
func simulate(_ plan: StrategyPlan, _ input: SimulationInput) -> BacktestResult {
    simulate(PreparedPlan(plan), input)
}

extension BarTime {
    /// Days from Wednesday, 2020-01-01, on, that many days apart.
    static func days(_ count: Int, every days: Int32 = 1) -> [BarTime] {
        (0..<Int32(count)).compactMap {
            CalendarDate(dayNumber: 18_262 + $0 * days).map { BarTime($0) }
        }
    }

    /// Three bars a day, at 9:30, 10:30 and 11:30, from 2020-01-01 on.
    static func hours(_ count: Int) -> [BarTime] {
        days(count / 3 + 1).flatMap { time in
            [570, 630, 690].compactMap { BarTime(time.day, minute: $0) }
        }.prefix(count).map { $0 }
    }
}
