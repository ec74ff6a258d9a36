import Foundation
import Indicators
import MarketData
import StrategyText
import Testing

@testable import Backtesting

/// Random strategies trade in the engine as in a second, slow writing of the language, to the bit.
///
/// A strategy is made as a tree; the engine gets its text, and `ReferenceRun` the tree. Columns,
/// trades, equities, uses of rules and rejected orders are equal. A failure prints the seed of the
/// strategy and its text.
// A hundred thousand strategies, each run twice, once slowly.
@Suite(.timeLimit(.minutes(5))) struct ReferenceTests {
    private static let parts = 10
    private static let bars = Task { try await ReferenceBars() }

    /// Strategies of each part: 100,000 in all when everything is tested.
    private static var count: Int {
        let isAll = ProcessInfo.processInfo.environment["TAPEDECK_TEST_ALL"] == "1"
        #if DEBUG
            return isAll ? 500 : 40
        #else
            return isAll ? 10_000 : 400
        #endif
    }

    @Test(arguments: 0..<parts)
    func randomStrategyTradesAsInTheSlowWriting(part: Int) async throws {
        try await Self.run(part)
    }

    /// On a thread of its own, beside the other parts.
    @concurrent private static func run(_ part: Int) async throws {
        let bars = try await Self.bars.value
        var (trades, refused, told) = (0, [StrategyProblem.Code: Int](), 0)
        for place in 0..<Self.count {
            let seed = UInt64(part * 1_000_000 + place)
            let program = RandomProgram.make(seed)
            let plan: StrategyPlan
            do throws(StrategyProblems) {
                plan = try StrategyProgram.check(program.text, functions: .language1)
                    .bind(program.inputs)
            } catch {
                refused[error.problems[0].code, default: 0] += 1
                let isExpected = [
                    StrategyProblem.Code.noValue, .position, .stateGroup, .type, .notKnown,
                ].contains(error.problems[0].code)
                if !isExpected, told < 3 {
                    told += 1
                    Issue.record("seed \(seed): \(error.problems[0])\n\(program.text)")
                }
                continue
            }
            let trial = try ReferenceTrial(seed, program, plan, bars)
            trades += trial.trades
            if let difference = trial.difference, told < 3 {
                told += 1
                Issue.record("seed \(seed): \(difference)\n\(program.text)")
            }
        }
        let most = Self.count / 12 + 5
        #expect(refused.values.reduce(0, +) <= most, "part \(part): refused \(refused)")
        #expect(trades > Self.count, "part \(part): \(trades) trades")
        if ProcessInfo.processInfo.environment["TAPEDECK_TEST_TOLD"] != nil {
            print("part", part, "strategies", Self.count, "trades", trades, "refused", refused)
        }
    }
}

/// One random strategy, run twice.
private struct ReferenceTrial {
    let program: ReferenceProgram
    let plan: StrategyPlan
    private(set) var input: SimulationInput
    let benchmark: Bars?
    private(set) var trades = 0
    private(set) var difference: String?

    init(
        _ seed: UInt64, _ program: ReferenceProgram, _ plan: StrategyPlan, _ bars: ReferenceBars
    ) throws {
        var generator = SeededGenerator(state: seed ^ 0x5eed)
        self.program = program
        self.plan = plan
        let fills = generator.next() % 2 == 0 ? ExecutionSettings.Fills.nextOpen : .close
        input = SimulationInput(
            bars: try bars.bars(&generator), cash: 10_000,
            commission: [0, 0.001, 0.02][Int(generator.next() % 3)],
            execution: ExecutionSettings(
                fills: fills, wholeUnits: generator.next() % 2 == 0,
                closesAtEnd: generator.next() % 2 == 0))
        // Some bars have none of their time, and the first has none before it.
        benchmark = generator.next() % 4 == 0 ? nil : try input.bars.everyThird
        // Bars of all lengths only warm up, more than the strategy needs, or fewer.
        if generator.next() % 3 == 0 {
            input.firstBar = Int(generator.next() % UInt64(input.bars.count))
        }
        if input.execution.wholeUnits {
            compare(MarginAccount.self)
        } else {
            compare(CashAccount.self)
        }
    }

    private mutating func compare<A: Account>(_: A.Type) {
        let columns = ReferenceColumns(program, input.bars, benchmark: benchmark)
        let decision = columns.shape.decision
        guard decision == (plan.firstDecision, plan.firstComplete) else {
            difference = "decides \(decision), not \((plan.firstDecision, plan.firstComplete))"
            return
        }
        let run = ReferenceRun<A>(
            program, columns, cash: input.cash, commission: input.commission, input.execution,
            firstBar: input.firstBar)
        let result = KnownStrategies.run(
            plan, input.bars, benchmark: benchmark, cash: input.cash, commission: input.commission,
            input.execution, firstBar: input.firstBar)
        trades = result.trades.count
        difference =
            difference(of: result, run.account.book) ?? difference(result, run)
            ?? columnDifference(result, run)
    }

    /// Of the named columns, the states and the rules, and of the run that records them.
    private func columnDifference<A: Account>(
        _ result: BacktestResult, _ run: ReferenceRun<A>
    ) -> String? {
        let told = StrategyColumns(
            plan, input, benchmark: benchmark?.columns(at: input.bars.times))
        if told.result.trades.count != result.trades.count || told.result.rules != result.rules {
            return "recording, rules are \(told.result.rules), not \(result.rules)"
        }
        let bits = (told.result.equity.map(\.bitPattern), result.equity.map(\.bitPattern))
        if bits.0 != bits.1 { return "recording, the equity is another" }
        let nodes = Dictionary(
            program.names.map { ($0.value, $0.key) }, uniquingKeysWith: { first, _ in first })
        let expected: [[Double?]?] =
            plan.columns.map { nodes[$0.name].map(run.column) }
            + program.states.indices.map { run.columns.stateColumn($0) }
            + program.rules.map { run.column($0.condition) }
        guard told.columns.count == expected.count else { return "\(told.columns.count) columns" }
        for (column, others) in zip(told.columns, expected) {
            guard let others else { continue }
            for (bar, value) in column.values.numbers.enumerated() {
                let other = bar < others.count ? others[bar] : nil
                guard value != other ?? .nan, !(value.isNaN && other == nil) else { continue }
                return "\(column.name) is \(value) on bar \(bar), not \(other ?? .nan)"
            }
        }
        return nil
    }

    private func difference(of result: BacktestResult, _ book: TradeBook) -> String? {
        let holdings = book.closed + (book.held.map { [$0] } ?? [])
        let times = input.bars.times
        for (trade, holding) in zip(result.trades, holdings) {
            let isEqual =
                trade.entryTime == times[holding.entryBar]
                && trade.exitTime == holding.exitBar.map { times[$0] }
                && (trade.side == .long) == (holding.size > 0)
                && trade.size == holding.size.magnitude && trade.entryPrice == holding.entryPrice
                && trade.exitPrice == holding.exitPrice
            if !isEqual { return "\(trade) is not \(holding)" }
        }
        return result.trades.count == holdings.count
            ? nil : "\(result.trades.count) trades, not \(holdings.count)"
    }

    private func difference<A: Account>(
        _ result: BacktestResult, _ run: ReferenceRun<A>
    ) -> String? {
        let bits = (result.equity.map(\.bitPattern), run.equity.map(\.bitPattern))
        if let bar = zip(bits.0, bits.1).enumerated().first(where: { $1.0 != $1.1 })?.offset {
            return "equity is \(result.equity[bar]) on bar \(bar), not \(run.equity[bar])"
        }
        if result.equity.count != run.equity.count { return "\(run.equity.count) equities" }
        if result.rules != run.use { return "rules \(result.rules), not \(run.use)" }
        if result.rejectedOrders != run.account.book.rejectedOrders {
            return "\(result.rejectedOrders) rejected, not \(run.account.book.rejectedOrders)"
        }
        if result.missingLevels != run.missingLevels {
            return "\(result.missingLevels) missing levels, not \(run.missingLevels)"
        }
        return result.commissionPaid.bitPattern == run.account.book.commissionPaid.bitPattern
            ? nil : "commission \(result.commissionPaid)"
    }
}

extension StrategyColumns.Column.Values {
    /// Truth as 1 and 0, NaN where a value is missing.
    var numbers: [Double] {
        switch self {
        case .numbers(let numbers): numbers
        case .truths(let truths): truths.map { $0.map { $0 ? 1 : 0 } ?? .nan }
        }
    }
}
