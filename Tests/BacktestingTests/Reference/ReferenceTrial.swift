import MarketData
import StrategyText

@testable import Backtesting

/// One random strategy, run twice.
struct ReferenceTrial {
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
            costs: TradingCosts(commissionRate: [0, 0.001, 0.02][Int(generator.next() % 3)]),
            execution: ExecutionSettings(
                fills: fills, wholeUnits: generator.next() % 2 == 0,
                closesAtEnd: generator.next() % 2 == 0))
        // Some bars have none of their time, and the first has none before it.
        benchmark = generator.next() % 4 == 0 ? nil : try input.bars.everyThird
        // Bars of all lengths only warm up, more than the strategy needs, or fewer.
        if generator.next() % 3 == 0 {
            input.firstBar = Int(generator.next() % UInt64(input.bars.count))
        }
        addCosts(&generator)
        if input.execution.wholeUnits {
            compare(MarginAccount.self)
        } else {
            compare(CashAccount.self)
        }
    }

    /// Half of the runs have costs besides the commission.
    private mutating func addCosts(_ generator: inout SeededGenerator) {
        guard generator.next() % 2 == 0 else { return }
        func one(of values: [Double]) -> Double {
            values[Int(generator.next() % UInt64(values.count))]
        }
        input.costs.slippage = one(of: [0, 0.002])
        input.costs.slippagePerShare = one(of: [0, 0.03])
        input.costs.fixedFee = one(of: [0, 1.5])
        input.costs.feePerShare = one(of: [0, 0.01])
        input.costs.minFee = one(of: [0, 5])
        input.costs.borrowRate = one(of: [0, 0.3])
        input.costs.cashRate = one(of: [0, 0.05])
        input.execution.stopsAtRuin = generator.next() % 2 == 0
    }

    private mutating func compare<A: Account>(_: A.Type) {
        let columns = ReferenceColumns(program, input.bars, benchmark: benchmark)
        let decision = columns.shape.decision
        guard decision == (plan.firstDecision, plan.firstComplete) else {
            difference = "decides \(decision), not \((plan.firstDecision, plan.firstComplete))"
            return
        }
        let run = ReferenceRun<A>(
            program, columns, cash: input.cash, costs: input.costs, input.execution,
            firstBar: input.firstBar)
        let result = KnownStrategies.run(
            plan, input.bars, benchmark: benchmark, cash: input.cash, costs: input.costs,
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
        var compared = input
        compared.benchmark = benchmark?.columns(at: input.bars.times)
        let told = StrategyColumns(plan, compared)
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
                && trade.commission.bitPattern == holding.commission.bitPattern
                && trade.borrowCost.bitPattern == holding.borrowCost.bitPattern
            if !isEqual { return "\(trade) is not \(holding)" }
        }
        return result.trades.count == holdings.count
            ? nil : "\(result.trades.count) trades, not \(holdings.count)"
    }

    /// The profit is that of the trades and the interest, but where a ruin leaves no debt.
    private func sumDifference(of result: BacktestResult) -> String? {
        let endsAtRuin = input.execution.wholeUnits || input.execution.stopsAtRuin
        if !result.pnl.isFinite || endsAtRuin && result.endValue == 0 { return nil }
        let sum = result.trades.reduce(result.interest) { $0 + $1.netPnl }
        // What cancels out leaves its roundings.
        let most = result.trades.reduce(10_000) {
            max($0, $1.size * max($1.entryPrice, $1.exitPrice ?? 0), $1.netPnl.magnitude)
        }
        return result.pnl.isClose(to: sum, absolute: 1e-9 * most)
            ? nil : "the profit is \(result.pnl), that of the trades and the interest \(sum)"
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
        if let difference = sumDifference(of: result) { return difference }
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
