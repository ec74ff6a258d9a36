import Indicators
import MarketData
import StrategyText

/// A run of one strategy over one stock, with one account.
///
/// Between two events nothing changes but prices: the run goes from one bar on which something can
/// happen to the next, and the account is valued for all bars between them together. Bars are looked
/// at one by one only while stops move, or where rules or states depend on more of the position than
/// its side.
struct StrategyRun<A: Account> {
    /// What gave the order that waits: the rule, and the bar of its close.
    struct Signal {
        let rule: Int
        let bar: Int
    }

    let prepared: PreparedPlan
    let input: SimulationInput
    let prices: PriceColumns
    let fillsAtOpen: Bool
    let firstDecision: Int
    let rules: StockRules
    /// The columns of stops and sizes that do not depend on the position, by node.
    let numbers: [NodeID: [Double]]
    let hasStates: Bool
    let hasProgram: Bool
    /// Whether more of the position counts than its side and the rule that entered it.
    let looksAtPosition: Bool
    /// The size of all entries where it is so many per cent of the equity.
    let fixedPercent: Double?

    /// Computes what has no column, bar by bar; it may be nothing.
    var evaluator: BarEvaluator
    var account: A
    var view = PositionView()
    var signal: Signal?
    /// The last order that was given, filled or not.
    var given: Signal?
    var levels: ExitLevels?
    var exitBar: Int?
    var equity: [Double]
    var use: [RuleUse]
    var reasons = TradeReasons()
    var missingLevels = 0
    /// The first bar whose close sees the position as it is.
    var positionBar = 0
    /// The bars that the run came to: all, but for a ruin.
    var endBar = 0
    /// What is recorded of each bar, a column each.
    var records: [[Double]]

    /// Computes all columns that the run reads.
    init(_ columns: inout StockColumns, _ input: SimulationInput, _: A.Type) {
        prepared = columns.prepared
        self.input = input
        prices = columns.prices
        fillsAtOpen = input.execution.fills == .nextOpen
        let plan = prepared.plan
        let warmedUp =
            A.decidesAfterWarmUp
            ? max(plan.firstDecision, plan.firstComplete + 1) : plan.firstDecision
        firstDecision = max(warmedUp, input.firstBar)
        columns.computeAll()
        rules = StockRules(&columns)
        account = A(cash: input.cash, costs: input.costs)
        equity = Array(repeating: 0, count: columns.count)
        use = Array(repeating: RuleUse(timesTrue: 0, orders: 0), count: plan.rules.count)
        var numbers: [NodeID: [Double]] = [:]
        for node in prepared.numberNodes { numbers[node] = columns.numbers(node) }
        self.numbers = numbers
        hasStates = prepared.hasStates
        hasProgram = !prepared.program.isEmpty
        evaluator = BarEvaluator(prepared.program, columns: &columns)
        looksAtPosition = hasProgram || prepared.hasLevels
        fixedPercent =
            if case .positionSizePercent(let percent) = plan.size { percent } else { nil }
        records = prepared.recorded.map { _ in [] }
    }

    /// Runs over all bars, once.
    mutating func result() -> BacktestResult {
        let close = prices.close
        var (bar, ruin) = (0, Int?.none)
        while bar < close.count, ruin == nil {
            let event = nextEvent(from: bar)
            ruin = pass(bar..<event)
            if hasStates, event > max(bar, firstDecision), bar > 0 {
                rest(bar..<min(event, ruin.map { $0 + 1 } ?? event))
            }
            if ruin == nil, event < close.count {
                step(event)
                if endsAtRuin, equity[event] <= 0 { ruin = event }
            }
            bar = event + 1
        }
        let standing = ruin == nil ? standing() : Standing()
        finish(ruin: ruin)
        return BacktestResult(
            account, input, reasons: reasons, equity: equity.dropping(input.firstBar),
            firstTradingBar: max(
                input.firstBar, min(prepared.plan.firstComplete, close.count - 1)),
            rules: use, missingLevels: missingLevels, standing: standing)
    }

    /// The first bar from there on at which something can happen; the number of bars if none.
    private mutating func nextEvent(from bar: Int) -> Int {
        let count = equity.count
        guard signal == nil else { return bar }
        if !looksAtPosition {
            return rules.next(on: view.entryRule, from: max(bar, firstDecision))
        }
        if prepared.recordsEveryBar { return bar }
        guard account.book.held != nil else {
            if hasStates {
                return nextStep(from: min(max(bar, prepared.plan.firstDecision), count))
            }
            let first = min(max(bar, firstDecision), count)
            return prepared.steps[Position.flat.rawValue]
                ? first : rules.next(on: nil, from: first)
        }
        if hasStates { return levels == nil ? nextStep(from: bar) : bar }
        guard !prepared.steps[view.position.rawValue] else { return bar }
        let exit = rules.next(on: view.entryRule, from: bar)
        guard let levels else { return exit }
        guard levels.isFixed else { return bar }
        return levels.firstHit(in: bar..<exit, prices) ?? exit
    }

    /// The first bar from there on that is not like the one before it to rules and states.
    private mutating func nextStep(from bar: Int) -> Int {
        let (entry, position) = (view.entryRule, view.position)
        guard bar > firstDecision, evaluator.isAtRest else { return bar }
        for place in prepared.candidates(on: entry) {
            let rule = prepared.candidates[place]
            // An order that was refused, or not paid for, is given again.
            if rules.isStepped(rule, while: position), isTrueNow(rule) { return bar }
        }
        return min(
            evaluator.changes.first(from: bar) ?? equity.count, rules.next(on: entry, from: bar))
    }

    /// Passes over bars on which the states and the rules that depend on them stay as they are.
    private mutating func rest(_ bars: Range<Int>) {
        evaluator.rest(bars)
        countStepped(bars)
    }

    private mutating func step(_ bar: Int) {
        accrue(to: bar)
        if fillsAtOpen, signal != nil {
            fill(at: prices.open[bar], bar, seenFrom: bar)
        }
        if looksAtPosition {
            stepLooking(bar)
        } else {
            equity[bar] = account.value(at: prices.close[bar])
            decide(bar)
        }
        if !fillsAtOpen, signal != nil {
            fill(at: prices.close[bar], bar, seenFrom: bar + 1)
            equity[bar] = account.value(at: prices.close[bar])
        }
        guard looksAtPosition else { return }
        // The bar of a fill at its close is not one of the position's bars.
        if let entry = account.book.held?.entryBar, entry < bar || fillsAtOpen, var levels {
            self.levels = nil
            levels.update(high: prices.high[bar], low: prices.low[bar]) { number($0, bar) }
            self.levels = levels
        }
    }

    /// Leaves at a level that the bar meets, and looks at what depends on the position at its close.
    private mutating func stepLooking(_ bar: Int) {
        if let levels, account.book.held != nil,
            let price = levels.hit(
                open: prices.open[bar], high: prices.high[bar], low: prices.low[bar])
        {
            account.leave(at: price, bar: bar)
            noteExit(levels.exit(at: price), bar, seenFrom: bar)
        }
        equity[bar] = account.value(at: prices.close[bar])
        evaluate(bar)
        decide(bar)
    }

    /// Computes what depends on the position at a close.
    private mutating func evaluate(_ bar: Int) {
        guard hasProgram else { return }
        if let entry = account.book.held?.entryBar {
            view.update(bar, entryBar: entry, prices)
        }
        if let exitBar { view.barsSinceExit = Double(bar - exitBar) }
        evaluator.evaluate(bar, view, commits: true)
        if bar >= firstDecision { countStepped(bar..<(bar + 1)) }
        for place in records.indices {
            records[place].append(evaluator.value(prepared.recorded[place]))
        }
    }
}
