import Indicators
import MarketData
import StrategyText

extension StockColumns {
    /// Computes a column of numbers.
    mutating func makeSeries(_ operation: PlanOperation) -> [Double] {
        switch operation {
        case .number(let value): Array(repeating: value, count: count)
        case .price(let field): prices[field]
        case .benchmark(let field):
            benchmark?[field] ?? Array(repeating: .nan, count: count)
        case .calendar(let field): CalendarColumn.numbers(field, of: times)
        case .arithmetic(let kind, let left, let right):
            combine(kind, left, right)
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

    /// Computes a column of truth.
    mutating func makeTruth(_ node: PlanNode) -> TruthColumn {
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
            if case .truth = nodes[operand].kind {
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

    private mutating func order(_ left: NodeID, _ right: NodeID) -> OrderColumn {
        if let order = orders[Pair(left: left, right: right)] { return order }
        if let order = orders[Pair(left: right, right: left)] { return order.reversed }
        let order: OrderColumn
        if let number = number(right) {
            order = OrderColumn(series(left), number)
        } else if let number = number(left) {
            order = OrderColumn(series(right), number).reversed
        } else {
            order = OrderColumn(series(left), series(right))
        }
        orders[Pair(left: left, right: right)] = order
        return order
    }

    private mutating func combine(
        _ kind: Arithmetic, _ left: NodeID, _ right: NodeID
    ) -> [Double] {
        if let number = number(right) { return ColumnMath.combine(kind, series(left), number) }
        if let number = number(left) { return ColumnMath.combine(kind, number, series(right)) }
        return ColumnMath.combine(kind, series(left), series(right))
    }

    /// The number of a node that is the same on every bar.
    private func number(_ node: NodeID) -> Double? {
        if case .number(let value) = nodes[node].operation { value } else { nil }
    }
}
