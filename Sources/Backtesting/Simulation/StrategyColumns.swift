import Indicators
package import MarketData
import StrategyText

/// What a strategy looks at over the bars of one stock: its named columns, its states and its rules,
/// bar by bar, beside the run that came of them.
package struct StrategyColumns: Sendable {
    /// A column, a line of one, a state, or the condition of a rule.
    package struct Column: Hashable, Sendable {
        /// What it is in the file.
        package enum Kind: String, Sendable {
            case series, truth, state, rule
        }

        /// Where it is drawn.
        package enum Pane: String, Sendable {
            /// Over the prices: at least nine tenths of its values lie within half and double of
            /// their bar's close.
            case price
            /// In a panel of its own.
            case own
        }

        /// A value for every bar.
        package enum Values: Hashable, Sendable {
            /// Numbers; NaN where one is missing.
            case numbers([Double])
            /// Truths; nil where one is missing.
            case truths([Bool?])
        }

        /// Its name; of a rule what it does and its line, such as `enter_long_9`.
        package let name: String
        /// The name of the line, of a column that has several.
        package let line: String?
        /// What it is in the file.
        package let kind: Kind
        /// Index of the first bar that has a value, as the text tells it.
        package let firstIndex: Int
        /// Where it is drawn.
        package let pane: Pane
        /// Its values; what depends on the position is missing on bars behind a ruin.
        package let values: Values
    }

    /// The columns in the order of the file, then the states, then the rules.
    package let columns: [Column]
    /// What came of the run.
    package let result: BacktestResult

    /// Runs a strategy as `Backtest.run` does, and keeps all that it looked at.
    ///
    /// Throws what that throws. O(columns · bars).
    package init(
        _ strategy: ConfiguredStrategy, on bars: Bars, cash: Double = 10_000,
        costs: TradingCosts = TradingCosts(), execution: ExecutionSettings = ExecutionSettings(),
        tradeFrom: CalendarDate? = nil, benchmark: Bars? = nil,
        limits: CostLimits = CostLimits()
    ) throws(BacktestError) {
        let input = try SimulationInput(
            strategy, on: bars, cash: cash, costs: costs, execution: execution,
            tradeFrom: tradeFrom, benchmark: benchmark)
        try strategy.check(limits, columns: strategy.prepared.nodes.count, bars: bars.count)
        self.init(strategy.plan, input)
    }

    /// The columns of a plan.
    init(_ plan: StrategyPlan, _ input: SimulationInput) {
        let prepared = PreparedPlan(plan, isRecording: true)
        var stock = StockColumns(prepared, on: input.bars, benchmark: input.benchmark)
        if input.execution.wholeUnits {
            var run = StrategyRun(&stock, input, MarginAccount.self)
            result = run.result()
            columns = Self.columns(&stock, run)
        } else {
            var run = StrategyRun(&stock, input, CashAccount.self)
            result = run.result()
            columns = Self.columns(&stock, run)
        }
    }

    private static func columns<A: Account>(
        _ stock: inout StockColumns, _ run: StrategyRun<A>
    ) -> [Column] {
        let plan = run.prepared.plan
        let close = run.prices.close
        var columns: [Column] = []
        for column in plan.columns {
            let node = plan.nodes[column.node]
            if case .lines = node.kind {
                for (line, values) in zip(column.lines, stock.lines(column.node)) {
                    columns.append(
                        Column(
                            column.name, line: line, .series, node.firstIndex, values,
                            isTruth: false, close))
                }
                continue
            }
            let isTruth = node.kind == .truth
            columns.append(
                Column(
                    column.name, isTruth ? .truth : .series, node.firstIndex,
                    values(of: column.node, &stock, run), isTruth: isTruth, close))
        }
        for (place, state) in plan.states.enumerated() {
            columns.append(
                Column(
                    state.name, .state, state.firstIndex,
                    run.states(place) ?? stock.stateColumn(place), isTruth: state.kind == .truth,
                    close))
        }
        for rule in plan.rules {
            columns.append(
                Column(
                    rule.name, .rule, plan.nodes[rule.condition].firstIndex,
                    values(of: rule.condition, &stock, run), isTruth: true, close))
        }
        return columns
    }

    private static func values<A: Account>(
        of node: NodeID, _ stock: inout StockColumns, _ run: StrategyRun<A>
    ) -> [Double] {
        run.prepared.recorded.firstIndex(of: node).map { run.record($0) } ?? stock.numbers(node)
    }
}

extension StrategyColumns.Column {
    fileprivate init(
        _ name: String, line: String? = nil, _ kind: Kind, _ firstIndex: Int, _ values: [Double],
        isTruth: Bool, _ close: [Double]
    ) {
        self.name = name
        self.line = line
        self.kind = kind
        self.firstIndex = firstIndex
        pane = !isTruth && Self.areNear(close, values) ? .price : .own
        self.values =
            isTruth ? .truths(values.map { $0.isNaN ? nil : $0 != 0 }) : .numbers(values)
    }

    /// Whether nine tenths of the values are of the size of the prices.
    private static func areNear(_ prices: [Double], _ values: [Double]) -> Bool {
        var (known, near) = (0, 0)
        for (price, value) in zip(prices, values) where !value.isNaN {
            known += 1
            near += price / 2 <= value && value <= price * 2 ? 1 : 0
        }
        return known > 0 && 10 * near >= 9 * known
    }
}

extension PlanRule {
    /// What it does, and its line in the file.
    fileprivate var name: String {
        switch action {
        case .enter(let side, _): "enter_\(side)_\(line)"
        case .exit(.any): "exit_any_\(line)"
        case .exit(.side(let side)): "exit_\(side)_\(line)"
        case .exit(.tag(let tag)): "exit_\(tag)_\(line)"
        }
    }
}

extension StrategyRun {
    /// What was recorded in that place, missing on bars that the run did not come to.
    fileprivate func record(_ place: Int) -> [Double] {
        records[place]
            + Array(repeating: .nan, count: prices.count - records[place].count)
    }

    /// The values of a state that depends on the position; nil of another.
    fileprivate func states(_ state: Int) -> [Double]? {
        guard let slot = prepared.program.states.firstIndex(of: state) else { return nil }
        return evaluator.history(slot).prefix(endBar)
            + Array(repeating: .nan, count: prices.count - endBar)
    }
}
