import Indicators
import MarketData
import StrategyText

/// The columns of a strategy over the bars of one stock, each computed once, when it is asked for.
///
/// Nodes that depend on the position have none: `BarEvaluator` computes them bar by bar.
struct StockColumns {
    /// A column that has been computed.
    private enum Column {
        case series([Double])
        case truth(TruthColumn)
        case lines([[Double]])
    }

    /// Two nodes that are compared.
    private struct Pair: Hashable {
        let left: NodeID
        let right: NodeID
    }

    let plan: StrategyPlan
    let prices: PriceColumns
    /// The bars of the benchmark, a column each, brought to this stock's bars; missing without one.
    let benchmark: PriceColumns?
    private let times: [BarTime]
    private let functions: [String: IndicatorFunction]
    private var columns: [Column?]
    private var orders: [Pair: OrderColumn] = [:]
    /// The values of each state that has been computed.
    var stateColumns: [[Double]]

    /// Computes nothing yet.
    init(
        _ plan: StrategyPlan, on bars: Bars, benchmark: PriceColumns? = nil,
        functions: [String: IndicatorFunction]
    ) {
        self.plan = plan
        prices = PriceColumns(
            open: bars.open, high: bars.high, low: bars.low, close: bars.close,
            volume: bars.volume)
        self.benchmark = benchmark
        times = bars.times
        self.functions = functions
        columns = Array(repeating: nil, count: plan.nodes.count)
        stateColumns = Array(repeating: [], count: plan.states.count)
    }

    /// Number of bars.
    var count: Int { times.count }

    /// The numbers of a node, or the truth of one as 1, 0 and NaN; NaN where it is missing.
    mutating func numbers(_ node: NodeID) -> [Double] {
        if case .truth = plan.nodes[node].kind { return truth(node).numbers }
        return series(node)
    }

    /// The truth of a node.
    mutating func truth(_ node: NodeID) -> TruthColumn {
        if case .truth(let column) = columns[node] { return column }
        let column = makeTruth(plan.nodes[node])
        columns[node] = .truth(column)
        return column
    }

    /// The numbers of a node; NaN where they are missing.
    mutating func series(_ node: NodeID) -> [Double] {
        if case .series(let column) = columns[node] { return column }
        let column = makeSeries(plan.nodes[node].operation)
        columns[node] = .series(column)
        return column
    }

    /// Every line of a node that has several.
    private mutating func lines(_ node: NodeID) -> [[Double]] {
        if case .lines(let lines) = columns[node] { return lines }
        guard case .indicator(let name, let operands, let numbers) = plan.nodes[node].operation
        else { preconditionFailure("node \(node) has no lines") }
        let lines = compute(name, operands, numbers)
        columns[node] = .lines(lines)
        return lines
    }

    private mutating func compute(
        _ name: String, _ operands: [NodeID], _ numbers: [Double]
    ) -> [[Double]] {
        guard let function = functions[name] else {
            preconditionFailure("a checked strategy calls '\(name)', which is not there")
        }
        let lead = operands.map { plan.nodes[$0].firstIndex }.max() ?? 0
        guard lead < count else {
            let missing = [Double](repeating: .nan, count: count)
            return Array(repeating: missing, count: max(1, function.lines.count))
        }
        // What has values before its first index, such as `or_else(x, y)`, is read from there on.
        let columns = operands.map { operand in
            let column = self.numbers(operand)
            return column[..<lead].allSatisfy(\.isNaN)
                ? column : Indicators.Column.blanked(column, before: lead)
        }
        return function.compute(
            IndicatorInput(prices: prices, columns: columns, numbers: numbers, lead: lead))
    }

    private mutating func order(_ left: NodeID, _ right: NodeID) -> OrderColumn {
        if let order = orders[Pair(left: left, right: right)] { return order }
        if let order = orders[Pair(left: right, right: left)] { return order.reversed }
        let order = OrderColumn(series(left), series(right))
        orders[Pair(left: left, right: right)] = order
        return order
    }
}

// MARK: - One operation

extension StockColumns {
    private mutating func makeSeries(_ operation: PlanOperation) -> [Double] {
        switch operation {
        case .number(let value): Array(repeating: value, count: count)
        case .price(let field): prices[field]
        case .benchmark(let field):
            benchmark?[field] ?? Array(repeating: .nan, count: count)
        case .calendar(let field): CalendarColumn.numbers(field, of: times)
        case .arithmetic(let kind, let left, let right):
            ColumnMath.combine(kind, series(left), series(right))
        case .function(let kind, let operand): ColumnMath.apply(kind, series(operand))
        case .choose(let condition, let first, let second):
            ColumnMath.choose(truth(condition), series(first), series(second))
        case .orElse(let first, let second):
            zip(series(first), series(second)).map { $0.isNaN ? $1 : $0 }
        case .past(let operand, let bars): ColumnMath.delay(series(operand), by: bars)
        case .indicator(let name, let operands, let numbers):
            compute(name, operands, numbers)[0]
        case .line(let operand, let line): lines(operand)[line]
        case .state(let state): stateColumn(state)
        case .pastState(let state, let bars): pastState(state, by: bars)
        default: preconditionFailure("\(operation) is no column of numbers")
        }
    }

    private mutating func makeTruth(_ node: PlanNode) -> TruthColumn {
        switch node.operation {
        case .truth(let value): TruthColumn(value, count: count)
        case .calendar: TruthColumn(numbers: CalendarColumn.numbers(.firstOfDay, of: times))
        case .compare(let comparison, let left, let right):
            switch comparison {
            case .less: order(left, right).isLess
            case .lessOrEqual: order(left, right).isLessOrEqual
            case .equal: order(left, right).isEqual
            case .notEqual: !order(left, right).isEqual
            }
        case .crosses(let side, let left, let right):
            (side == .above ? order(left, right) : order(right, left))
                .crossesAbove(from: node.firstIndex)
        case .not(let operand): !truth(operand)
        case .and(let left, let right): truth(left) & truth(right)
        case .or(let left, let right): truth(left) | truth(right)
        case .choose(let condition, let first, let second):
            truth(condition).choose(truth(first), truth(second))
        case .known(let operand):
            if case .truth = plan.nodes[operand].kind {
                truth(operand).known
            } else {
                TruthColumn(numbers: series(operand).map { $0.isNaN ? 0 : 1 })
            }
        case .orElse(let first, let second): truth(first).orElse(truth(second))
        case .past(let operand, let bars): truth(operand).past(bars)
        case .indicator(let name, let operands, let numbers):
            TruthColumn(numbers: compute(name, operands, numbers)[0])
        case .state(let state): TruthColumn(numbers: stateColumn(state))
        case .pastState(let state, let bars):
            TruthColumn(numbers: pastState(state, by: bars))
        default: preconditionFailure("\(node.operation) is no column of truth")
        }
    }
}
