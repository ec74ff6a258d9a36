import Indicators
import MarketData
import StrategyText

extension StockColumns {
    /// Computes a column of numbers.
    mutating func makeSeries(_ node: NodeID) -> [Double] {
        let operation = prepared.nodes[node].operation
        return switch operation {
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
        case .line(let operand, let line): lines(operand)[line]
        case .state(let state): stateColumn(state)
        case .pastState(let state, let bars): pastState(state, by: bars)
        default: preconditionFailure("\(operation) is no column of numbers")
        }
    }

    /// Computes a column of truth.
    mutating func makeTruth(_ node: NodeID) -> TruthColumn {
        if let call = prepared.calls[node] { return TruthColumn(numbers: compute(call, node)[0]) }
        let operation = prepared.nodes[node].operation
        return switch operation {
        case .truth(let value): TruthColumn(value, count: count)
        case .calendar: TruthColumn(numbers: CalendarColumn.numbers(.firstOfDay, of: times))
        case .compare(let comparison, _, _):
            switch comparison {
            case .less: order(of: node).isLess
            case .lessOrEqual: order(of: node).isLessOrEqual
            case .equal: order(of: node).isEqual
            case .notEqual: !order(of: node).isEqual
            }
        case .crosses:
            order(of: node).crossesAbove(from: prepared.nodes[node].firstIndex)
        case .not(let operand): !truth(operand)
        case .and(let left, let right): truth(left) & truth(right)
        case .or(let left, let right): truth(left) | truth(right)
        case .choose(let condition, let first, let second):
            truth(condition).choose(truth(first), truth(second))
        case .known(let operand):
            if case .truth = prepared.kinds[operand] {
                truth(operand).known
            } else {
                TruthColumn(numbers: series(operand).map { $0.isNaN ? 0 : 1 })
            }
        case .orElse(let first, let second): truth(first).orElse(truth(second))
        case .past(let operand, let bars): truth(operand).past(bars)
        case .state(let state): TruthColumn(numbers: stateColumn(state))
        case .pastState(let state, let bars):
            TruthColumn(numbers: pastState(state, by: bars))
        default: preconditionFailure("\(operation) is no column of truth")
        }
    }

    /// How the two nodes of a comparison or a crossing stand to each other.
    private mutating func order(of node: NodeID) -> OrderColumn {
        guard let (place, isReversed) = prepared.compared.places[node] else {
            preconditionFailure("node \(node) compares nothing")
        }
        let order = orders[place] ?? makeOrder(prepared.compared.pairs[place])
        orders[place] = order
        return isReversed ? order.reversed : order
    }

    private mutating func makeOrder(_ pair: ComparedPairs.Pair) -> OrderColumn {
        if let number = number(pair.right) { return OrderColumn(series(pair.left), number) }
        if let number = number(pair.left) {
            return OrderColumn(series(pair.right), number).reversed
        }
        return OrderColumn(series(pair.left), series(pair.right))
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
        if case .number(let value) = prepared.nodes[node].operation { value } else { nil }
    }
}
