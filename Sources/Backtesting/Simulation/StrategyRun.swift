import Indicators
import MarketData
import StrategyText

/// A run of one strategy over one stock, with one account.
///
/// Between two events nothing changes but prices: the run goes from one bar on which something can
/// happen to the next, and the account is valued for all bars between them together. Bars are looked
/// at one by one only while stops move, or where rules or states depend on the position.
struct StrategyRun<A: Account> {
    /// What gave the order that waits: the rule, and the bar of its close.
    struct Signal {
        let rule: Int
        let bar: Int
    }

    let plan: StrategyPlan
    let input: SimulationInput
    let prices: PriceColumns
    let fillsAtOpen: Bool
    let firstDecision: Int
    let rules: StrategyRules
    /// The columns of stops and sizes that do not depend on the position, by node.
    let numbers: [NodeID: [Double]]
    let hasStates: Bool

    /// Whether something is computed bar by bar.
    let isEvaluated: Bool
    var evaluator: BarEvaluator
    var account: A
    var view = PositionView()
    var signal: Signal?
    var levels: ExitLevels?
    var exitBar: Int?
    var equity: [Double]
    var use: [RuleUse]
    var missingLevels = 0

    /// Computes all columns that the run reads.
    init(_ columns: inout StockColumns, _ input: SimulationInput, _: A.Type) {
        plan = columns.plan
        self.input = input
        prices = columns.prices
        fillsAtOpen = input.execution.fills == .nextOpen
        firstDecision =
            A.decidesAfterWarmUp
            ? max(plan.firstDecision, plan.firstComplete + 1) : plan.firstDecision
        rules = StrategyRules(&columns, from: firstDecision)
        account = A(cash: input.cash, commissionRate: input.commission)
        equity = Array(repeating: 0, count: columns.count)
        use = rules.timesTrue.map { RuleUse(timesTrue: $0, orders: 0) }
        let nodes = plan.exits.map(\.level.node) + plan.size.nodes
        var numbers: [NodeID: [Double]] = [:]
        for node in nodes where !plan.nodes[node].isOfPosition {
            numbers[node] = columns.numbers(node)
        }
        self.numbers = numbers
        let stepped =
            nodes.filter { columns.plan.nodes[$0].isOfPosition }
            + rules.ofPosition.map { columns.plan.rules[$0].condition }
        let states = plan.states.indices.filter { columns.plan.states[$0].isOfPosition }
        hasStates = !states.isEmpty
        let isOfPosition = plan.nodes.map(\.isOfPosition)
        isEvaluated = !stepped.isEmpty || hasStates
        evaluator =
            isEvaluated
            ? BarEvaluator(
                of: stepped, states: states, columns: &columns, isStepped: { isOfPosition[$0] })
            : BarEvaluator()
    }

    /// Runs over all bars, once.
    mutating func result() -> BacktestResult {
        let close = prices.close
        var (bar, ruin) = (0, Int?.none)
        while bar < close.count, ruin == nil {
            let event = nextEvent(from: bar)
            if hasStates, event > max(bar, firstDecision), bar > 0 { rest(bar..<event) }
            account.value(at: close, in: bar..<event, into: &equity)
            if A.endsWithoutEquity {
                ruin = equity[bar..<event].firstIndex { $0 <= 0 }
            }
            if ruin == nil, event < close.count {
                step(event)
                if A.endsWithoutEquity, equity[event] <= 0 { ruin = event }
            }
            bar = event + 1
        }
        finish(ruin: ruin)
        return BacktestResult(
            account, input, equity: equity,
            firstTradingBar: max(0, min(plan.firstComplete, close.count - 1)), rules: use,
            missingLevels: missingLevels)
    }

    /// The first bar from there on at which something can happen; the number of bars if none.
    private func nextEvent(from bar: Int) -> Int {
        let count = equity.count
        guard signal == nil else { return bar }
        guard account.book.held != nil else {
            if hasStates { return nextStep(from: min(max(bar, plan.firstDecision), count)) }
            let first = min(max(bar, firstDecision), count)
            return rules.entryPlane.map { $0.first(from: first) ?? count } ?? first
        }
        if hasStates { return levels == nil ? nextStep(from: bar) : bar }
        guard !isEvaluated, let rule = view.entryRule, let plane = rules.exitPlanes[rule]
        else { return bar }
        let exit = plane.first(from: bar) ?? count
        guard let levels else { return exit }
        guard levels.isFixed else { return bar }
        return levels.firstHit(in: bar..<exit, prices) ?? exit
    }

    /// The first bar from there on that is not like the one before it to rules and states.
    private func nextStep(from bar: Int) -> Int {
        guard bar > firstDecision, evaluator.isAtRest,
            // An order that was refused, or not paid for, is given again.
            !rules.candidates(on: view.entryRule).contains(where: {
                rules.isOfPosition[$0] && isTrue($0, bar)
            })
        else { return bar }
        let count = equity.count
        return min(
            evaluator.changes.first(from: bar) ?? count, rules.planes.first(from: bar) ?? count)
    }

    /// Passes over bars on which the states and the rules that depend on them stay as they are.
    private mutating func rest(_ bars: Range<Int>) {
        evaluator.rest(bars)
        for rule in rules.ofPosition where isTrue(rule, bars.lowerBound) {
            use[rule].timesTrue += bars.count
        }
    }

    private mutating func step(_ bar: Int) {
        if fillsAtOpen {
            fill(at: prices.open[bar], bar)
        }
        if levels != nil, account.book.held != nil,
            let price = levels?.hit(
                open: prices.open[bar], high: prices.high[bar], low: prices.low[bar])
        {
            account.leave(at: price, bar: bar)
            noteExit(bar)
        }
        equity[bar] = account.value(at: prices.close[bar])
        if isEvaluated, let entry = account.book.held?.entryBar {
            view.update(bar, entryBar: entry, prices)
        }
        view.barsSinceExit = exitBar.map { Double(bar - $0) } ?? .nan
        if isEvaluated {
            evaluator.evaluate(bar, view, commits: true)
            for rule in rules.ofPosition where isTrue(rule, bar) {
                use[rule].timesTrue += bar >= firstDecision ? 1 : 0
            }
        }
        decide(bar)
        if !fillsAtOpen, signal != nil {
            fill(at: prices.close[bar], bar)
            equity[bar] = account.value(at: prices.close[bar])
        }
        // The bar of a fill at its close is not one of the position's bars.
        if let entry = account.book.held?.entryBar, entry < bar || fillsAtOpen, var levels {
            self.levels = nil
            levels.update(high: prices.high[bar], low: prices.low[bar]) { number($0, bar) }
            self.levels = levels
        }
    }
}
